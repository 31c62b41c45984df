import { parseArgs } from 'node:util';
import { median } from '../measure.ts';
import { conclude } from '../results.ts';
import { formatRatio, formatTable } from '../table.ts';
import { type Contestant, fill } from './contestant.ts';
import { type Size, disciplinesFor, membersAdded, runDiscipline } from './disciplines.ts';
import { type Server, startPeer, startRollcall } from './server.ts';
import { type Row, missedBy } from './verdict.ts';

const usage = `Measures Rollcall's local server beside other SCIM servers, on the same people, over HTTP, in one run.

  npm run bench:peers -- [--users 10000] [--members 5000]

  --users    how many users each server has
  --members  how many of them are in the group

Ends with 0 where Rollcall is ahead as far as it has to be, with 1 where it is not. Takes a quarter of an hour.`;

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '10000' },
    members: { type: 'string', default: '5000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run({ users: Number(values.users), members: Number(values.members) });

async function run(size: Size): Promise<void> {
  const servers: Server[] = [];
  try {
    servers.push(await startRollcall());
    servers.push(await startPeer('scimmy', 'scimmy.mjs'));
    servers.push(await startPeer('jackson', 'jackson.mjs'));
    servers.push(await startPeer('better-auth', 'better-auth.mjs'));
    const contestants: Contestant[] = [];
    for (const server of servers) {
      console.error(`Filling ${server.name}.`);
      contestants.push(await fill(server, size.users, size.members, membersAdded));
    }
    const rows: Row[] = [];
    for (const discipline of disciplinesFor(size)) {
      console.error(`Measuring: ${discipline.name}.`);
      for (const server of servers) await server.untilIdle();
      const times = await runDiscipline(discipline, contestants);
      rows.push({
        name: discipline.name,
        milliseconds: new Map([...times].map(([{ name }, each]) => [name, median(each)])),
      });
    }
    const kept = new Map<string, number>();
    for (const { name, members, countMembers } of contestants) kept.set(name, (await countMembers()) - members);
    const expected = membersAdded;
    print(rows, kept, expected);
    const measured = rows.map(({ name, milliseconds }) => ({ name, milliseconds: Object.fromEntries(milliseconds) }));
    conclude(
      'peers',
      { size, rows: measured, expected, kept: Object.fromEntries(kept) },
      missedBy(rows, kept, expected),
      'Rollcall is ahead as far as it has to be.',
    );
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function print(rows: readonly Row[], kept: ReadonlyMap<string, number>, expected: number): void {
  const [own = '', ...peers] = kept.keys();
  const printed = rows.map(({ name, milliseconds }) => {
    const ours = milliseconds.get(own) ?? Number.NaN;
    const others = peers.map((peer) => milliseconds.get(peer) ?? Number.NaN);
    return [name, ours.toFixed(2), ...others.flatMap((time) => [time.toFixed(2), formatRatio(time / ours)])];
  });
  const members = ['members kept', String(kept.get(own)), ...peers.flatMap((peer) => [String(kept.get(peer)), ''])];
  console.log('Milliseconds for one request, and how many times as long as with Rollcall\n');
  console.log(formatTable(['', own, ...peers.flatMap((peer) => [peer, ''])], [...printed, members]));
  console.log(`\n${expected} members were added to each group, each with an answer that it was done.`);
  console.log('The group of better-auth is smaller: it takes no more than 1,000 members.');
}

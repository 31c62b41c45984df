import { parseArgs } from 'node:util';
import { formatTable } from '../../bench/table.ts';
import { randomOf } from '../attack/random.ts';
import { deactivation } from './deactivation.ts';
import { type Crash, killAgainAndAgain, openSite, type Site } from './kill.ts';
import { replacingMembers } from './members.ts';
import { projectDeletion } from './project-deletion.ts';
import type { Scenario } from './scenario.ts';

const usage = `Kills the local server (kill -9) at random moments of a large change, starts it again, and looks: the change must be there
as a whole or not at all for the first reader, and all that is left of it must be done within a minute.

  npm run test:crash -- [--points 50] [--members 20000] [--groups 200] [--seed 2026]

  --points   how often the server is killed in each kind of change (default 50)
  --members  of the PUT (default 20,000)
  --groups   of the user who is deactivated (default 200)
  --only     one of "deactivation", "project" and "members" (default all of them)
  --seed     what the moments are made of; how fast the machine is counts too (default 2026)

Ends with 0 where nothing was found.`;

/** Members that each group of a project has that is deleted. */
const membersOfGroups = 30;

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '50' },
    members: { type: 'string', default: '20000' },
    groups: { type: 'string', default: '200' },
    only: { type: 'string' },
    seed: { type: 'string', default: '2026' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run(Number(values.points), Number(values.seed));

async function run(points: number, seed: number): Promise<void> {
  const begin = performance.now();
  const members = Number(values.members);
  const scenarios = [
    { what: 'deactivation', people: 0, make: () => deactivation(Number(values.groups)) },
    { what: 'project', people: membersOfGroups, make: ({ userIds }: Site) => projectDeletion(userIds) },
    { what: 'members', people: members, make: ({ userIds }: Site) => replacingMembers(userIds) },
  ];
  const rows: (readonly string[])[] = [];
  const problems: string[] = [];
  for (const [place, { what, people, make }] of scenarios.entries()) {
    if (values.only !== undefined && values.only !== what) continue;
    const site = await openSite(people);
    try {
      const scenario = make(site);
      const crashes = await killDuring(site, scenario, points, seed + place);
      rows.push(rowOf(scenario, crashes));
      problems.push(...crashes.flatMap((crash) => describe(scenario, crash)));
    } finally {
      await site.close();
    }
  }
  console.log(
    formatTable(['kill -9 during', 'points', 'whole', 'absent', 'answered before', 'slowest repair', 'found'], rows),
  );
  for (const problem of problems) console.error(problem);
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`\nseed ${seed}, ${seconds} s: ${problems.length === 0 ? 'nothing' : problems.length} found.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

async function killDuring(site: Site, scenario: Scenario, points: number, seed: number): Promise<readonly Crash[]> {
  const crashes: Crash[] = [];
  for await (const crash of killAgainAndAgain(site, scenario, { points, random: randomOf(seed, 0) })) {
    crashes.push(crash);
    const seen = typeof crash.seen === 'string' ? crash.seen : crash.seen.otherwise;
    console.error(
      `${scenario.name}: killed after ${crash.at} ms, ${seen}, repaired in ${formatSeconds(crash.repairedIn)}`,
    );
  }
  return crashes;
}

function rowOf({ name }: Scenario, crashes: readonly Crash[]): readonly string[] {
  const count = (holds: (crash: Crash) => boolean): string => String(crashes.filter(holds).length);
  return [
    name,
    String(crashes.length),
    count(({ seen }) => seen === 'whole'),
    count(({ seen }) => seen === 'absent'),
    count(({ answered }) => answered !== undefined),
    formatSeconds(Math.max(0, ...crashes.map(({ repairedIn }) => repairedIn))),
    count(({ problems }) => problems.length > 0),
  ];
}

function describe({ name }: Scenario, { at, problems }: Crash): readonly string[] {
  return problems.map((problem) => `${name}, killed after ${at} ms: ${problem}`);
}

function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

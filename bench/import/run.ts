import { parseArgs } from 'node:util';
import { startTestTable } from '../../test/support/engine.ts';
import { attachRecorder } from '../../test/support/recorder.ts';
import { tablePrice } from '../cost/prices.ts';
import { openEndpoint, type Send, succeed } from '../endpoint.ts';
import { type FilledOrganization, fillOrganization } from '../fill.ts';
import { conclude } from '../results.ts';
import { formatTable } from '../table.ts';
import { readPlainly } from './plain.ts';
import { type Walk, walkByCursor, walkByStartIndex } from './walk.ts';

const usage = `Imports all users page by page, and compares the capacity with one plain read of their items.

  npm run bench:import -- [--users 100000] [--count 100]

  --users  how many there are, each in 10 of 100 groups, whose names are shown
  --count  how many a page has

Ends with 0 where the walk by startIndex reads at most 1.5 times as much, that by cursor at most 1.2 times, and each gives
everybody once; with 1 where one does not.`;

const groups = 100;
const groupsOfUser = 10;
const rolesOfProject = 3;

/** How a walk is made, and how many times the capacity of a plain read it may read. */
const ways = [
  { name: 'by startIndex', most: 1.5, walk: walkByStartIndex },
  { name: 'by cursor', most: 1.2, walk: walkByCursor },
] as const;

type Import = {
  readonly name: string;
  readonly most: number;
  readonly walk: Walk;
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
};

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    count: { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run(Number(values.users), Number(values.count));

async function run(users: number, count: number): Promise<void> {
  const table = await startTestTable();
  try {
    console.error(`Filling an organization of ${users.toLocaleString('en-US')} users.`);
    const organization = await fillOrganization(table, {
      users,
      projects: Math.ceil(groups / rolesOfProject),
      groupsOf: (user) => Array.from({ length: groupsOfUser }, (_, place) => (user + place * groupsOfUser) % groups),
    });
    const client = table.newClient();
    const recorder = attachRecorder(client);
    const send = openEndpoint({ client, tableName: table.tableName })(organization.key);
    await requireNames(send, organization);
    const plain = await readPlainly(table, organization.id);
    const imports: Import[] = [];
    for (const { name, most, walk } of ways) {
      console.error(`Importing ${name}.`);
      const { result, calls, readUnits, writeUnits } = await recorder.record(() => walk(send, count));
      imports.push({ name, most, walk: result, calls: calls.length, readUnits, writeUnits });
    }
    print(imports, plain);
    const measured = imports.map(({ walk: { pages }, ...rest }) => ({ ...rest, pages }));
    // The owner is a user too.
    conclude('import', { users, count, plain, imports: measured }, missedBy(imports, plain, users + 1), 'It is cheap.');
  } finally {
    await table.stop();
  }
}

/** Nothing is measured where the users are not shown as they have to be. */
async function requireNames(send: Send, { userId }: FilledOrganization): Promise<void> {
  const { body } = await succeed(send({ url: `/Users/${userId(0)}` }));
  const named = (body['groups'] as readonly { readonly display?: string }[]).filter(({ display }) => display);
  if (named.length !== groupsOfUser) throw new Error(`A user is shown in ${named.length} groups.`);
}

function print(imports: readonly Import[], plain: number): void {
  console.log('An import of all users, and one plain read of their items\n');
  const rows = imports.map(({ name, most, walk: { pages }, calls, readUnits, writeUnits }) => [
    name,
    String(pages),
    calls.toLocaleString('en-US'),
    Math.round(readUnits).toLocaleString('en-US'),
    writeUnits.toLocaleString('en-US'),
    (readUnits / plain).toFixed(2),
    `<= ${most}`,
    dollars(readUnits, writeUnits),
  ]);
  const least = ['a plain read', '', '', Math.round(plain).toLocaleString('en-US'), '', '1.00', '', dollars(plain, 0)];
  const headings = ['', 'pages', 'calls', 'read units', 'write units', 'times', '', 'DynamoDB'];
  console.log(formatTable(headings, [...rows, least]));
}

/** What one import costs. */
function dollars(readUnits: number, writeUnits: number): string {
  return `$${(tablePrice({ readUnits, writeUnits }) / 1e6).toFixed(4)}`;
}

function missedBy(imports: readonly Import[], plain: number, everybody: number): readonly string[] {
  return imports.flatMap(({ name, most, walk: { ids }, readUnits }) => [
    ...(readUnits <= most * plain
      ? []
      : [`The import ${name} reads ${(readUnits / plain).toFixed(2)} times as much, not at most ${most} times.`]),
    ...(ids.length === everybody && new Set(ids).size === everybody
      ? []
      : [
          `The import ${name} gives ${ids.length} users, ${new Set(ids).size} of them different, and not ${everybody}.`,
        ]),
  ]);
}

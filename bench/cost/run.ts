import { parseArgs } from 'node:util';
import { startTestTable } from '../../test/support/engine.ts';
import { conclude } from '../results.ts';
import { formatTable } from '../table.ts';
import { type Afterwards, measureAfterwards } from './afterwards.ts';
import { countFailures } from './attempts.ts';
import { type Commit, describeCommit, measureCommit, missedByCommit } from './commit.ts';
import { groupOperations } from './group-operations.ts';
import { measureCost } from './measure.ts';
import { tablePrice, wholePrice } from './prices.ts';
import { userOperations } from './user-operations.ts';
import { type Row, missedBy } from './verdict.ts';
import { fillWorld } from './world.ts';

const usage = `Counts the calls to DynamoDB and the capacity that each operation takes, and holds them against what is promised.

  npm run bench:cost -- [--users 1000,10000,100000]

  --users   the sizes of the organizations, the smallest first; 1000000 takes most of an hour to fill

Ends with 0 where every promise is kept, with 1 where one is not.`;

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000,10000,100000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run(values.users.split(',').map(Number));

async function run(sizes: readonly number[]): Promise<void> {
  const operations = [...userOperations, ...groupOperations];
  const rows = operations.map((operation) => ({ operation, costs: new Map() }) satisfies Row);
  const commits: Commit[] = [];
  const { failures, attempt } = countFailures();
  const table = await startTestTable();
  try {
    for (const users of sizes) {
      console.error(`Filling an organization of ${users.toLocaleString('en-US')} users.`);
      const world = await fillWorld(table, table.newClient(), users);
      for (const { operation, costs } of rows) {
        if (operation.fits?.(world) === false) continue;
        const cost = await attempt(operation.name, () => measureCost(world, operation));
        if (cost !== undefined) costs.set(users, cost);
      }
      const commit = await attempt('PUT of 20,000 members', () => measureCommit(world));
      if (commit !== undefined) commits.push(commit);
    }
  } finally {
    await table.stop();
  }
  const afterwards = await measureAfterwards(attempt);
  print(rows, sizes);
  printAfterwards(afterwards);
  for (const commit of commits) console.log(`\n${describeCommit(commit)}`);
  const measured = rows.map(({ operation: { name, promised, growsWith }, costs }) => ({
    name,
    promised,
    growsWith,
    costs: Object.fromEntries(costs),
  }));
  const missed = [...failures, ...rows.flatMap(missedBy), ...commits.flatMap(missedByCommit)];
  conclude('cost', { operations: measured, commits, afterwards }, missed, 'Every promise is kept.');
}

function print(rows: readonly Row[], sizes: readonly number[]): void {
  const measured = rows.filter(({ costs }) => costs.size > 0);
  const printed = measured.map(({ operation: { name, promised, growsWith }, costs }) => {
    const largest = [...costs.values()].at(-1);
    const calls = [...costs.values()].map((cost) => cost.calls);
    return [
      name,
      growsWith,
      calls.length === 0 ? '' : String(Math.max(...calls)),
      promised.calls === undefined ? '' : `<= ${promised.calls}`,
      ...sizes.map((size) => {
        const cost = costs.get(size);
        return cost === undefined ? '' : `${shortly(cost.readUnits)} + ${shortly(cost.writeUnits)}`;
      }),
      ...(largest === undefined ? ['', ''] : [dollars(tablePrice(largest)), dollars(wholePrice(largest))]),
    ];
  });
  const headings = sizes.map((size) => `${size.toLocaleString('en-US')} users`);
  console.log('Read and write units of one operation, by the size of the organization\n');
  console.log(formatTable(['', 'grows with', 'calls', '', ...headings, 'DynamoDB', 'whole'], printed));
  console.log(
    '\nThe last two: dollars a million at the largest size, of DynamoDB alone and with API Gateway and Lambda.',
  );
}

function printAfterwards(afterwards: readonly Afterwards[]): void {
  const printed = afterwards.map(({ name, readUnits, writeUnits }) => [
    name,
    `${shortly(readUnits)} + ${shortly(writeUnits)}`,
    dollars(tablePrice({ readUnits, writeUnits })),
  ]);
  console.log('\nWhat the worker on the stream adds later: the activity log, names to search by\n');
  console.log(formatTable(['', 'read and write units', 'DynamoDB'], printed));
}

function shortly(units: number): string {
  return units.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

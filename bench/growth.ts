import { bodyGrowth, bulkGrowth } from './growth-bodies.ts';
import { filterGrowth } from './growth-filters.ts';
import { patchGrowth } from './growth-patches.ts';
import { quickest } from './measure.ts';
import { formatRatio, formatTable } from './table.ts';

/** How many times longer twice as much may take: 2 is linear, 4 quadratic; what is between is noise, caches, sorting. */
const most = 2.8;
/** The steps of an input: its smallest size and three doublings. */
const doublings = 3;

const rows: string[][] = [];
const flagged: string[] = [];
for (const { name, smallest, bound, prepare } of [...filterGrowth, ...patchGrowth, ...bodyGrowth, ...bulkGrowth]) {
  const sizes = Array.from({ length: doublings + 1 }, (_, step) => smallest * 2 ** step);
  const times = quickest(sizes.map(prepare));
  const steps = times.slice(1).map((time, step) => time / (times[step] ?? Number.NaN));
  const mean = steps.reduce((product, step) => product * step, 1) ** (1 / doublings);
  const largest = `${((times.at(-1) ?? 0) / 1e6).toFixed(3)} ms`;
  rows.push([
    name,
    sizes.at(-1)?.toLocaleString('en-US') ?? '',
    largest,
    ...steps.map(formatRatio),
    formatRatio(mean),
    bound ?? '',
  ]);
  if (!(mean <= most) && bound === undefined) flagged.push(name);
}

console.log('What twice as much takes, three times in a row\n');
console.log(formatTable(['input', 'largest', 'takes', '', '', '', 'mean', 'bounded by'], rows));
if (flagged.length === 0)
  console.log(`\nNothing that has no other bound grows by more than ${most} times on the mean.`);
for (const name of flagged) console.error(`${name}: twice as much takes more than ${most} times as long.`);
process.exitCode = flagged.length === 0 ? 0 : 1;

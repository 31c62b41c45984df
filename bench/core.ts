import { parseArgs } from 'node:util';
import { urns } from '#scim/urns.ts';
import { filterInputs } from './filters.ts';
import { failureOfFilter, failureOfPatch, type Library, peers, rollcall } from './libraries.ts';
import { type Contestant, measure, ratio } from './measure.ts';
import { patchInputs } from './patches.ts';
import { people } from './people.ts';
import { formatRate, formatRatio, formatTable } from './table.ts';

const usage = `Measures parsing, matching and patching against other libraries, on the same inputs in one run.

  npm run bench:core -- [--floor 3] [--rounds 41]

  --floor   how many times faster than each other library each of the three has to be (default 3)
  --rounds  how often each contestant is measured on each input (default 41)

Ends with 0 where that is reached, with 1 where it is not.`;

/** One input of a discipline; a library without a contestant has a reason instead. */
type Row = { readonly name: string; readonly entrants: readonly Entrant[] };
type Entrant = Contestant & { readonly failure?: string };
type Discipline = { readonly name: string; readonly unit: string; readonly rows: readonly Row[] };

/** The users whom filters are held against. */
const sample = people(100);

const { values } = parseArgs({
  options: {
    floor: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '41' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run(Number(values.floor), Number(values.rounds));

async function run(floor: number, rounds: number): Promise<void> {
  const missed: string[] = [];
  const asides = new Map(peers.flatMap(({ name, aside }) => (aside === undefined ? [] : [[name, aside]])));
  for (const discipline of [await parsing(), await matching(), await patching()]) {
    for (const { peer, geometricMean } of await compare(discipline, rounds)) {
      if (geometricMean >= floor || asides.has(peer)) continue;
      missed.push(`${discipline.name} is ${formatRatio(geometricMean)} as fast as ${peer}, not ${floor} times.`);
    }
  }
  console.log();
  for (const [peer, aside] of asides) console.log(`Not part of the verdict: ${peer}, which ${aside}.`);
  for (const sentence of missed) console.error(sentence);
  if (missed.length === 0) console.log(`Each is at least ${floor} times as fast as each other library.`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

async function parsing(): Promise<Discipline> {
  return filtering(
    'parse',
    'filters a second',
    ({ parse }, filter) =>
      () =>
        parse?.(filter),
  );
}

async function matching(): Promise<Discipline> {
  return filtering('match', 'lists of 100 users a second', ({ match }, filter) => {
    const select = match?.(filter);
    return () => select?.(sample);
  });
}

async function filtering(
  name: 'parse' | 'match',
  unit: string,
  prepare: (library: Library, filter: string) => Contestant['run'],
): Promise<Discipline> {
  const rows = filterInputs.map(async (input) => ({
    name: input.name,
    entrants: await enter(
      name,
      (library) => failureOfFilter(library, input, sample),
      (library) => ({ run: prepare(library, input.filter) }),
    ),
  }));
  return { name, unit, rows: await Promise.all(rows) };
}

async function patching(): Promise<Discipline> {
  const rows = patchInputs.map(async (input) => {
    const body = { schemas: [urns.patchOp], Operations: input.operations };
    return {
      name: input.name,
      entrants: await enter(
        'patch',
        (library) => failureOfPatch(library, input, body),
        ({ patch }) => {
          const prepared = patch?.(input);
          return { run: () => prepared?.apply(body), provide: prepared?.provide };
        },
      ),
    };
  });
  return { name: 'patch', unit: 'bodies a second', rows: await Promise.all(rows) };
}

/** The libraries that offer the discipline; one that gives a wrong answer is named with it and not measured. */
async function enter(
  discipline: 'parse' | 'match' | 'patch',
  check: (library: Library) => Promise<string | undefined>,
  prepare: (library: Library) => Omit<Contestant, 'name'>,
): Promise<readonly Entrant[]> {
  const able = [rollcall, ...peers].filter((library) => library[discipline] !== undefined);
  return Promise.all(
    able.map(async (library) => {
      const failure = await check(library);
      if (failure === undefined) return { name: library.name, ...prepare(library) };
      if (library === rollcall) throw new Error(`${rollcall.name} ${failure}.`);
      return { name: library.name, run: () => undefined, failure };
    }),
  );
}

/** Measures and prints a discipline; gives how many times as fast as each other library the whole of it is. */
async function compare({ name, unit, rows }: Discipline, rounds: number) {
  const names = rows[0]?.entrants.slice(1).map((entrant) => entrant.name) ?? [];
  const ratios = new Map<string, number[]>(names.map((peer) => [peer, []]));
  const failures: string[] = [];
  const printed: string[][] = [];
  const groups = rows.map(({ entrants }) => entrants.filter(({ failure }) => failure === undefined));
  const measurements = await measure(groups, rounds);
  for (const [place, row] of rows.entries()) {
    const measured = measurements[place] ?? [];
    const [own] = measured;
    if (own === undefined) throw new Error(`Nobody was measured on ${row.name}.`);
    const cells = row.entrants.slice(1).flatMap((entrant) => {
      const other = measured.find((measurement) => measurement.name === entrant.name);
      if (other === undefined) {
        failures.push(`  ${row.name}: ${entrant.name} ${entrant.failure}`);
        return ['-', ''];
      }
      const times = ratio(other, own);
      ratios.get(entrant.name)?.push(times);
      return [formatRate(other.median), formatRatio(times)];
    });
    printed.push([row.name, formatRate(own.median), ...cells]);
  }
  const means = [...ratios].map(([peer, all]) => ({
    peer,
    geometricMean: geometricMeanOf(all),
    least: Math.min(...all),
  }));
  const summary = (label: string, key: 'geometricMean' | 'least'): string[] => [
    label,
    '',
    ...means.flatMap((mean) => ['', formatRatio(mean[key])]),
  ];
  printed.push(summary('geometric mean', 'geometricMean'), summary('least', 'least'));
  console.log(`\n${name}, ${unit}\n`);
  console.log(formatTable(['input', rollcall.name, ...names.flatMap((peer) => [peer, ''])], printed));
  if (failures.length > 0) console.log(`\nNot compared, for a wrong answer:\n${failures.join('\n')}`);
  return means;
}

function geometricMeanOf(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
}

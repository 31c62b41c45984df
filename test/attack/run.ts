import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { formatTable } from '../../bench/table.ts';
import { attackEndpoint } from './endpoint.ts';
import type { Tally } from './part.ts';
import { randomOf } from './random.ts';
import { targets } from './targets.ts';
import type { Order } from './worker.ts';

const usage = `Reads random and mutated filters, paths, PATCH documents, bodies and queries, and checks what comes of each.

  npm run attack -- [--seed 2026] [--count 1000000] [--requests 3000]

  --seed      what the inputs are made of; the same seed makes the same ones; "new" for one that nobody had (default 2026)
  --count     how many inputs the readers get (default 1,000,000)
  --requests  how many of them go to the endpoint as requests, on an embedded table (default 3,000)

Ends with 0 where nothing was found. What was found belongs into test/scim/attack.cases.ts.`;

/** Milliseconds after which an input that has not come to an end counts as one that never does. */
const hang = 60_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2026' },
    count: { type: 'string', default: '1000000' },
    requests: { type: 'string', default: '3000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run(values.seed === 'new' ? randomInt(2 ** 31) : Number(values.seed), Number(values.count));

async function run(seed: number, count: number): Promise<void> {
  console.log(`seed ${seed}`);
  const start = performance.now();
  const threads = Math.min(4, availableParallelism());
  const tallies = (
    await Promise.all(Array.from({ length: threads }, (_, worker) => runThread(seed, count, worker, threads)))
  ).flat();
  const endpoint = await attackEndpoint(seed, Number(values.requests));
  const all = [...Object.keys(targets).map((name) => sum(name, tallies)), endpoint];
  const rows = all.map(({ target, inputs, understood, findings }) => [
    target,
    inputs.toLocaleString('en-US'),
    `${Math.round((understood / Math.max(1, inputs)) * 100)} %`,
    String(findings.length),
  ]);
  console.log(formatTable(['what', 'inputs', 'understood', 'found'], rows));
  const findings = all.flatMap((tally) => tally.findings);
  for (const { target, text, problem } of findings) console.error(`\n${target}: ${problem}\n  ${JSON.stringify(text)}`);
  const inputs = all.reduce((total, tally) => total + tally.inputs, 0);
  console.log(
    `\n${inputs.toLocaleString('en-US')} inputs in ${Math.round((performance.now() - start) / 1000)} s: ` +
      `${findings.length === 0 ? 'nothing' : findings.length} found.`,
  );
  process.exitCode = findings.length === 0 && inputs >= count * 0.99 ? 0 : 1;
}

function sum(target: string, tallies: readonly Tally[]): Tally {
  const own = tallies.filter((tally) => tally.target === target);
  return {
    target,
    inputs: own.reduce((total, { inputs }) => total + inputs, 0),
    understood: own.reduce((total, { understood }) => total + understood, 0),
    findings: own.flatMap(({ findings }) => findings),
  };
}

/** One thread's tallies; where an input never ends, the thread is ended and the input told. */
async function runThread(seed: number, count: number, worker: number, workers: number): Promise<readonly Tally[]> {
  const place = new Int32Array(new SharedArrayBuffer(8));
  const order: Order = { seed, count, worker, workers, place };
  const thread = new Worker(new URL('worker.ts', import.meta.url), { workerData: order });
  const tallies: Tally[] = [];
  let before = '';
  const guard = setInterval(() => {
    const now = place.join(' ');
    if (now === before) void thread.terminate();
    before = now;
  }, hang);
  thread.on('message', (tally: Tally) => tallies.push(tally));
  await new Promise<void>((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => resolve());
  });
  clearInterval(guard);
  if (tallies.length === Object.keys(targets).length) return tallies;
  const [ordinal = 0, input = 0] = place;
  const [name, target] = Object.entries(targets)[ordinal] ?? [];
  if (name === undefined || target === undefined) throw new Error('A thread ended before it began.');
  const text = target.make(randomOf(seed, input));
  return [
    ...tallies,
    { target: name, inputs: 1, understood: 0, findings: [{ target: name, text, problem: 'never ends' }] },
  ];
}

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { formatTable } from '../../bench/table.ts';
import { fuzzEvents } from './events.ts';
import type { Outcome } from './outcome.ts';
import { fuzzSockets } from './sockets.ts';

const usage = `Sends odd requests to the edge: as events to the Lambdas, and as bytes to the local server.

  npm run fuzz -- [--seed 2026] [--events 3000] [--sockets 1500]

  --seed     what the requests are made of; the same seed makes the same ones; "new" for one that nobody had (default 2026)
  --events   how many of them go to the Lambdas, as API Gateway hands them over (default 3,000)
  --sockets  how many go to the local server, over connections of their own (default 1,500)

Whatever comes, nothing but 501 is above 499, every refusal is a SCIM error or a problem document, and neither an answer nor
the log tells a key, a hash or where in the code something happened. Ends with 0 where nothing else was found.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2026' },
    events: { type: 'string', default: '3000' },
    sockets: { type: 'string', default: '1500' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run(values.seed === 'new' ? randomInt(2 ** 31) : Number(values.seed));

async function run(seed: number): Promise<void> {
  console.log(`seed ${seed}`);
  const start = performance.now();
  const wanted = [Number(values.events), Number(values.sockets)] as const;
  const outcomes = [await fuzzEvents(seed, wanted[0]), await fuzzSockets(seed, wanted[1])];
  console.log(formatTable(['what', 'inputs', 'answers', 'found'], outcomes.map(row)));
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  for (const finding of findings) console.error(`\n${finding}`);
  const seconds = Math.round((performance.now() - start) / 1000);
  const found = findings.length === 0 ? 'nothing' : findings.length;
  console.log(`\n${outcomes.reduce((sum, { inputs }) => sum + inputs, 0)} requests in ${seconds} s: ${found} found.`);
  const isWhole = outcomes.every(({ inputs }, place) => inputs >= (wanted[place] ?? 0) * 0.9);
  process.exitCode = findings.length === 0 && isWhole ? 0 : 1;
}

function row({ what, inputs, statuses, findings }: Outcome): readonly string[] {
  const answers = [...statuses]
    .toSorted(([one], [other]) => one - other)
    .map(([status, times]) => `${times} × ${status}`);
  return [what, inputs.toLocaleString('en-US'), answers.join(', '), String(findings.length)];
}

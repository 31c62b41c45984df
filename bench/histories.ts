import { parseArgs } from 'node:util';
import { makeHistory, playHistory } from '../test/model/history.ts';
import { formatTable } from './table.ts';

const usage = `Plays random histories of 8 clients against a model of the product, in bad weather: 10 % throttles, 5 % lost answers, conflicts,
processes that die. What is found prints the requests and what no order of them explains; its seed belongs into
test/model/histories.cases.ts.

  npm run bench:histories -- [--seed 1] [--minutes 10] [--bursts 12] [--people 80] [--members 70]

  --seed     the first one; the next ones follow (default 1)
  --minutes  after which no other history is begun (default 10)
  --bursts   how often the clients of one history send requests at once (default 12)
  --people   with whom a history begins (default 80)
  --members  whom one change of members names at most (default 70, more than one transaction holds)

Ends with 0 where nothing was found.`;

const clients = 8;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    bursts: { type: 'string', default: '12' },
    people: { type: 'string', default: '80' },
    members: { type: 'string', default: '70' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await run(Number(values.seed), Number(values.minutes));

async function run(first: number, minutes: number): Promise<void> {
  const end = performance.now() + minutes * 60_000;
  const [people, bursts, mostUsers] = [Number(values.people), Number(values.bursts), Number(values.members)];
  const answered = new Map<string, Map<string, number>>();
  const broken: number[] = [];
  let seed = first;
  for (; performance.now() < end; seed++) {
    try {
      const { answers } = await playHistory(makeHistory({ seed, clients, bursts, mostUsers }), {
        seed,
        clients,
        people,
      });
      for (const [key, count] of Object.entries(answers)) add(answered, key, count);
    } catch (error) {
      broken.push(seed);
      console.error(error);
    }
  }
  const columns = [...new Set([...answered.values()].flatMap((counts) => [...counts.keys()]))].toSorted();
  const rows = [...answered].map(([kind, counts]) => [
    kind,
    ...columns.map((column) => String(counts.get(column) ?? '')),
  ]);
  console.log(formatTable(['requests', ...columns], rows));
  const found = broken.length === 0 ? 'nothing found' : `found with the seeds ${broken.join(', ')}`;
  console.log(`\n${seed - first} histories, seeds ${first} to ${seed - 1}: ${found}.`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

function add(answered: Map<string, Map<string, number>>, key: string, count: number): void {
  const [kind = '', answer = ''] = key.split(' ');
  const counts = answered.get(kind) ?? new Map<string, number>();
  counts.set(answer, (counts.get(answer) ?? 0) + count);
  answered.set(kind, counts);
}

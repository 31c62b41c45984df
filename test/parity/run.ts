import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `Runs the tests of the store on AWS's own DynamoDB Local instead of the embedded engine. Needs Java 17.

  npm run test:parity -- [--exposed] [arguments of vitest]

DynamoDB Local listens on all interfaces. So it runs, with the tests, in a network namespace of its own, which has nothing but a
loopback.

  --exposed  where no namespace can be made, run without: others in the network can reach it meanwhile`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { exposed: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const given = process.argv.slice(2).filter((argument) => argument !== '--exposed');

/** What says nothing about this engine, and why. */
const leftOut: readonly (readonly [file: string, why: string])[] = [
  ['contention', 'holds the code against a model of conflicts, whichever engine is below it'],
  ['contention-model', 'is about that model'],
  ['journal-moments', 'takes minutes of interleavings that no engine decides'],
  ['cost', 'DynamoDB Local does not count the units of transactions and of the index as DynamoDB does'],
  ['activity-cost', 'the same'],
  ['organization-erasure', 'writes so much that all that DynamoDB Local is asked later takes several times as long'],
  ['table-record', 'is about the form of the stream of the other engine, empty maps and equal images among it'],
  ['record-activity', 'tells in the order of the stream what one transaction did, which each engine orders otherwise'],
];
const exclusions = leftOut.map(([file]) => `--exclude=test/storage/${file}.test.ts`);

if (values['help'] === true) console.log(usage);
else process.exitCode = await run(positionals.length > 0 ? given : ['test/storage', ...exclusions, ...given]);

async function run(tests: readonly string[]): Promise<number> {
  const { status } = spawnSync('java', ['-version'], { stdio: 'ignore' });
  if (status !== 0) return fail('There is no Java. Please install Java 17 or later.');
  const inside = [process.execPath, join(import.meta.dirname, 'inside.ts'), ...tests];
  const namespace = ['--user', '--map-root-user', '--net'];
  if (spawnSync('unshare', [...namespace, 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' }).status === 0) {
    return end('unshare', [...namespace, 'sh', '-c', 'ip link set lo up && exec "$0" "$@"', ...inside]);
  }
  if (values['exposed'] !== true) {
    return fail('This machine lets nobody make a network namespace (unshare). Please allow it, or give --exposed.');
  }
  return end(process.execPath, inside.slice(1));
}

async function end(command: string, args: readonly string[]): Promise<number> {
  const [code] = (await once(spawn(command, args, { stdio: 'inherit' }), 'exit')) as [number | null];
  return code ?? 1;
}

function fail(words: string): number {
  console.error(words);
  return 1;
}

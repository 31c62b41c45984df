import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAccount, region, rootCredentials } from './account.ts';
import { openCdk } from './cdk.ts';
import { openCleanUp } from './clean-up.ts';
import { accountId, startEmulator, withoutAws } from './emulator.ts';
import { openFront } from './front.ts';
import { playDeployment } from './play.ts';
import { preparePython } from './python.ts';
import { endCommands } from './run-command.ts';
import { openSteps } from './steps.ts';

const usage = `Deploys the development environment into an emulated AWS account, uses it as its customers do, changes it, loses data and
restores it, and destroys it: the whole of docs/deployment-test.md, over TLS, with signatures and policies checked.

  npm run test:deploy -- [--report <file>]

  --report  a file for the counts, as JSON

It needs Python 3.10 or later, and pip to have the emulator from; it is kept in .deploy. Everything listens on the loopback alone.
Ends with 0 where all was right, with 1 where something was not, with 3 where Python or the emulator cannot be had.`;

/** The exit code where nothing could be tested. */
const notTested = 3;

const { values } = parseArgs({ options: { report: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help) console.log(usage);
else process.exitCode = await test();

async function test(): Promise<number> {
  const begin = performance.now();
  const steps = openSteps(console.log);
  const cleanUp = openCleanUp();
  // Whatever was begun is taken back, also when somebody has had enough of it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void cleanUp.run().finally(() => process.exit(1)));
  }
  try {
    cleanUp.later(endCommands);
    const python = await steps.run('prepare the emulator', preparePython);
    if ('missing' in python) {
      for (const line of boxAround(['THE DEPLOYMENT IS NOT TESTED.', ...python.missing.split('\n')])) console.log(line);
      return notTested;
    }
    await playIn(python.python, steps, cleanUp.later);
  } catch (error) {
    steps.fail('the play breaks off', error);
  } finally {
    await cleanUp.run();
  }
  const { passed, failed } = steps.counts();
  if (values.report !== undefined) await writeFile(values.report, JSON.stringify({ passed, failed }));
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`\nThe deployment in ${seconds} s: ${passed} checks passed, ${failed} failed.`);
  return failed === 0 ? 0 : 1;
}

async function playIn(
  python: string,
  steps: ReturnType<typeof openSteps>,
  later: (undo: () => unknown) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-deploy-'));
  later(() => rm(folder, { recursive: true, force: true }));
  const emulator = await steps.run('start the emulator', () => startEmulator(python, folder));
  later(() => emulator.stop());
  const front = await openFront(emulator.port, ['*.execute-api.localhost'], folder);
  later(() => front.close());
  const account = openAccount(`http://127.0.0.1:${emulator.port}`);
  later(() => account.close());
  const environment = {
    ...withoutAws(process.env),
    ...front.environment,
    AWS_ACCESS_KEY_ID: rootCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
    AWS_REGION: region,
    AWS_ENDPOINT_URL: front.endpoint,
    AWS_CA_BUNDLE: front.environment['NODE_EXTRA_CA_CERTS'],
  };
  const cdk = openCdk(environment, folder, `aws://${accountId}/${region}`);
  await playDeployment({ steps, cdk, account, environment, emulatorPort: emulator.port });
}

function boxAround(lines: readonly string[]): readonly string[] {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '#'.repeat(width + 4);
  return [edge, ...lines.map((line) => `# ${line.padEnd(width)} #`), edge];
}

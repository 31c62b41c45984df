import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The account that the emulator plays. */
export const accountId = '123456789012';

/** A running emulator of AWS. */
export type Emulator = { readonly port: number; stop(): Promise<void> };

const patienceMilliseconds = 30_000;

/** Starts MiniStack on a free port of the loopback; all of its files are in the folder. It checks signatures and policies. */
export async function startEmulator(python: string, folder: string): Promise<Emulator> {
  const port = await freePort();
  const log = join(folder, 'emulator.log');
  const output = openSync(log, 'w');
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: folder,
    // A group of its own: the Lambdas are processes of it, and end with it.
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...withoutAws(process.env),
      // Lambdas run on the Node that runs this program.
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: accountId,
      AUTH: 'true',
      IOT_MTLS_ENABLED: '0',
    },
  });
  closeSync(output);
  const stop = (): Promise<void> => end(child);
  const deadline = performance.now() + patienceMilliseconds;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`The emulator did not start:\n${await readFile(log, 'utf8')}`);
    }
    await sleep(50);
  }
  return { port, stop };
}

/** The variables of a process without what anybody has set for the SDKs of AWS. */
export function withoutAws(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('AWS_')));
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/_ministack/health`)).ok;
  } catch {
    // Not yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const closed = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  signal(child.pid, 'SIGTERM');
  if ((await Promise.race([closed, sleep(5_000, 'late')])) === 'late') signal(child.pid, 'SIGKILL');
  await closed;
  signal(child.pid, 'SIGKILL');
}

/** Signals the whole group, if there is still somebody in it. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');

/** What `npm start` says about itself in its endpoint file. */
export type Endpoint = { readonly scimBaseUrl: string; readonly scimKey: string; readonly pid: number };

/** A running local server, started as `npm start` starts it. */
export type RunningServer = EndpointFile & { readonly folder: string; stop(): Promise<void> };

/** All that is in the file. */
type EndpointFile = Endpoint & {
  readonly adminBaseUrl: string;
  readonly adminKey: string;
  readonly organizationId: string;
  readonly databaseEndpoint: string;
  readonly tableName: string;
};

/** Starts the local server on a free port, with its data in memory, and waits until it can be called. */
export async function startLocalServer(...options: readonly string[]): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  const child = spawn(process.execPath, ['bin/local.ts', '--memory', '--port', '0', '--data', folder, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (data) => {
    complaints += String(data);
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 250; tries += 1) {
    const endpoint = await readEndpoint(folder);
    if (endpoint !== undefined) return { ...endpoint, folder, stop };
    if (child.exitCode !== null) break;
    await wait(100);
  }
  await stop();
  throw new Error(`The local server did not start. ${complaints}`);
}

async function readEndpoint(folder: string): Promise<EndpointFile | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'endpoint.json'), 'utf8')) as EndpointFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

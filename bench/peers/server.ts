import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { processTime } from '../process-time.ts';

/** A SCIM server that runs, with the token for it. */
export type Server = {
  readonly name: string;
  readonly scimBaseUrl: string;
  readonly scimKey: string;
  /** Where the server tells how many members a group has, where its SCIM endpoint does not. */
  readonly membersPath?: string;
  /** How many members it takes in one group, where that is less than all. */
  readonly mostMembers?: number;
  /** Waits until it has done what follows from the requests so far, such as a log that it writes. */
  untilIdle(): Promise<void>;
  stop(): Promise<void>;
};

/** What a server takes of a processor that waits for requests. */
const idle = 0.05;
const pause = 2_000;

const servers = join(import.meta.dirname, 'servers');
const local = join(import.meta.dirname, '..', '..', 'bin', 'local.ts');

/** Starts another project's server from this folder, by its file's name. */
export async function startPeer(name: string, file: string): Promise<Server> {
  const { lines, ...process } = start([join(servers, file)]);
  for await (const line of lines) {
    if (line.startsWith('{"'))
      return { name, ...(JSON.parse(line) as Omit<Server, 'name' | 'untilIdle' | 'stop'>), ...process };
  }
  throw new Error(`${name} ended before it listened.`);
}

/** Starts Rollcall's local server, as `npm start` does, with its data in a folder that goes with it. */
export async function startRollcall(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  const { lines, untilIdle, stop } = start([local, '--port', '0', '--open', '--data', folder]);
  for await (const line of lines) {
    // The last of what it prints.
    if (!line.includes('Ctrl-C')) continue;
    const endpoint = JSON.parse(await readFile(join(folder, 'endpoint.json'), 'utf8')) as Server;
    const { scimBaseUrl, scimKey } = endpoint;
    const end = async (): Promise<void> => {
      await stop();
      await rm(folder, { recursive: true });
    };
    return { name: 'rollcall', scimBaseUrl, scimKey, untilIdle, stop: end };
  }
  throw new Error('The local server ended before it listened.');
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return {
    lines: createInterface({ input: child.stdout }),
    untilIdle: () => waitForRest(child.pid ?? 0),
    async stop(): Promise<void> {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function waitForRest(pid: number): Promise<void> {
  let before = Number.NEGATIVE_INFINITY;
  for (let now = await processTime(pid); now - before > idle * pause; now = await processTime(pid)) {
    before = now;
    await sleep(pause);
  }
}

import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { describeFullDisk, saysDiskFull } from './disk.ts';
import { indexStream } from './engine-stream.ts';

/** A DynamoDB of our own, on loopback, as long as this process lives. */
export type Engine = {
  readonly endpoint: string;
  readonly pid: number;
  /** Resolves once it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

type Wrapper = ChildProcessByStdio<Writable, Readable, null>;

const enginePackage = '@dynoxide/linux-x64';
const patience = 10_000;

/**
 * Runs the engine and waits at its side for the end of the standard input, which comes when the parent ends, however
 * it ends. Then the engine gets two seconds to finish before it is killed. The first line tells the engine's pid, before
 * the engine can write one: side by side, the one has come into the midst of the other.
 */
const wrapper = `
exec 3<&0
sh -c 'echo "pid $$"; exec "$0" "$@"' "$0" "$@" 3<&- </dev/null 2>&1 &
engine=$!
{
  while read -r _ <&3; do :; done
  kill "$engine" && sleep 2 && kill -9 "$engine"
} >/dev/null 2>&1 &
watcher=$!
wait "$engine"
status=$?
kill "$watcher"
exit "$status"
`;

/**
 * Starts the embedded DynamoDB on a free port, or on the one given, and waits until it answers. Without `dataFile` it
 * keeps everything in memory, and gets slow where it has a stream; without `binary` it is the installed package's. Throws one sentence that says what to do where
 * it cannot start.
 */
export async function startEngine(
  options: { readonly port?: number; readonly dataFile?: string; readonly binary?: string } = {},
): Promise<Engine> {
  const binary = options.binary ?? findBinary();
  const port = options.port ?? (await findFreePort());
  const file = options.dataFile === undefined ? [] : ['--db-path', options.dataFile];
  const child: Wrapper = spawn(
    'sh',
    ['-c', wrapper, binary, 'serve', '--host', '127.0.0.1', '--port', String(port), ...file],
    // A group of its own: Ctrl-C must reach the server, which still has answers to write, and not the engine.
    { detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  // The pipe breaks when the engine ends first; its end is told by 'exit'.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'exit').then(() => undefined);
  const pid = await untilListening(child, { ...options, binary, port });
  if (options.dataFile !== undefined) await indexOrStop(options.dataFile, child);
  return { endpoint: `http://127.0.0.1:${port}`, pid, ended, stop: () => stop(child) };
}

function findBinary(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${enginePackage}/package.json`)), 'dynoxide');
  } catch (cause) {
    throw new Error(
      `The embedded DynamoDB (package ${enginePackage}) is not installed on this machine. ` +
        'Run "npm ci" on Linux x64, or set DYNAMODB_ENDPOINT to the URL of another DynamoDB, such as DynamoDB Local.',
      { cause },
    );
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port.');
  return address.port;
}

/** Resolves to the engine's pid once it listens. */
async function untilListening(child: Wrapper, start: Start): Promise<number> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const said: string[] = [];
  let pid: number | undefined;
  const timer = setTimeout(() => child.stdin.end(), patience);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const started = /^pid (\d+)$/u.exec(line)?.[1];
      if (started === undefined) said.push(line);
      else pid = Number(started);
      if (pid !== undefined && line.includes('listening on')) return pid;
    }
  } finally {
    clearTimeout(timer);
    // The lines have been read; from now on nobody does, and a full pipe must not stop the engine.
    child.stdout.resume();
  }
  const [status] = await ended;
  const words = said.join(' ').trim();
  throw new Error(explain(start, words, status), { cause: words });
}

type Start = { readonly binary: string; readonly port: number; readonly dataFile?: string };

/** The engine ends with 1 for a port or a data file; any other status says that it is not what runs there. */
function explain({ binary, port, dataFile }: Start, words: string, status: number | null): string {
  if (status === 1 && words.includes('already in use')) {
    return `The embedded DynamoDB did not start, because port ${port} is taken. Please try again.`;
  }
  if (status === 1 && dataFile !== undefined) return describeDataFile(dataFile, words);
  return (
    `The embedded DynamoDB (${binary}) cannot be run. ` +
    'Run "npm ci" again, or set DYNAMODB_ENDPOINT to the URL of another DynamoDB, such as DynamoDB Local.'
  );
}

/** The engine takes a data file without looking at its later pages. */
async function indexOrStop(dataFile: string, child: Wrapper): Promise<void> {
  try {
    indexStream(dataFile);
  } catch (cause) {
    await stop(child);
    throw new Error(describeDataFile(dataFile, String(cause)), { cause });
  }
}

/** What to do about a data file that the engine cannot use, by the words of SQLite. */
export function describeDataFile(dataFile: string, words: string): string {
  if (saysDiskFull(words)) return describeFullDisk(dataFile);
  if (/database (?:table )?is locked/iu.test(words)) {
    return `The data file ${dataFile} is in use by another program. Please end that one, or choose another folder with --data.`;
  }
  return `The data file ${dataFile} is damaged or not readable. Move it away, or choose another folder with --data.`;
}

async function stop(child: Wrapper): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
}

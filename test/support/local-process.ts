import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

/** What a server writes into `endpoint.json`. */
export type Endpoint = {
  readonly scimBaseUrl: string;
  readonly scimKey: string;
  readonly adminBaseUrl: string;
  readonly adminKey: string;
  readonly organizationId: string;
  readonly databaseEndpoint: string;
  readonly tableName: string;
  readonly pid: number;
};

/** A command that was run to its end. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A server in a process of its own. */
export type ServerProcess = Endpoint & {
  readonly child: ChildProcess;
  readonly folder: string;
  /** Everything that it has printed. */
  output(): string;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
};

const projectRoot = join(import.meta.dirname, '..', '..');
const patience = 20_000;

/** A new data folder. */
export async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'rollcall-test-'));
}

/** Runs `bin/local.ts` to its end, for what refuses to start. */
export async function runLocal(args: readonly string[], variables: Record<string, string> = {}): Promise<Ended> {
  return start(args, variables).ended;
}

/** Runs `bin/local.ts` on a free port until it is ready. */
export async function serveLocal(
  args: readonly string[],
  options: {
    readonly folder?: string;
    readonly variables?: Record<string, string>;
    /** Runs it as people do, with npm, whose process `child` then is. */
    readonly throughNpm?: boolean;
  } = {},
): Promise<ServerProcess> {
  const folder = options.folder ?? (await makeFolder());
  const command = options.throughNpm === true ? npmStart : node;
  const { child, printed, ended } = start(['--port', '0', '--data', folder, ...args], options.variables ?? {}, command);
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  await Promise.race([until(child, () => printed.stdout.includes('Ctrl-C ends it.')), ended]);
  clearTimeout(timer);
  if (!printed.stdout.includes('Ctrl-C ends it.')) throw new Error(`The server did not start: ${printed.stderr}`);
  const endpoint = JSON.parse(await readFile(join(folder, 'endpoint.json'), 'utf8')) as Endpoint;
  return {
    ...endpoint,
    child,
    folder,
    output: () => printed.stdout,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts `bin/local.ts` with its data in memory, without waiting until it is ready. */
export function beginLocal(folder: string) {
  const { child, ended } = start(['--port', '0', '--memory', '--data', folder], {});
  return {
    untilEndpoint: async (): Promise<void> => {
      while (!existsSync(join(folder, 'endpoint.json')) && child.exitCode === null) await sleep(1);
    },
    end: async (signal: NodeJS.Signals): Promise<Ended> => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Takes a folder away. */
export async function dropFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

const node = [process.execPath, join(projectRoot, 'bin', 'local.ts')] as const;
const npmStart = ['npm', 'start', '--'] as const;

function start(
  args: readonly string[],
  variables: Record<string, string>,
  [program, ...first]: typeof node | typeof npmStart = node,
) {
  const child = spawn(program, [...first, ...args], {
    cwd: projectRoot,
    env: { ...process.env, DYNAMODB_ENDPOINT: '', PUBLIC_HOSTS: '', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (printed.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (printed.stderr += text.toString()));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...printed }));
  return { child, printed, ended };
}

async function until(child: ChildProcess, reached: () => boolean): Promise<void> {
  while (!reached() && child.exitCode === null) await once(child.stdout ?? child, 'data');
}

/** Makes folders of its own for a test file, which are gone after its last test. */
export function folderMaker(): () => Promise<string> {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map(dropFolder)));
  return async () => {
    const folder = await makeFolder();
    folders.push(folder);
    return folder;
  };
}

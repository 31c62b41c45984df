import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { describeFullDisk } from './disk.ts';

/** The files of a data folder. */
export type DataFolder = {
  readonly path: string;
  /** The engine's database. */
  readonly engineFile: string;
  /** The demo organizations' keys, so that a second start prints the same ones. */
  readonly demoFile: string;
  /** The key of the admin API, kept for the same reason. */
  readonly adminFile: string;
  /** The pepper of the SCIM keys: without it none of them counts. */
  readonly pepperFile: string;
  /** Up to where the stream of a DynamoDB that is not our own was worked on. */
  readonly streamFile: string;
  /** Records of the stream that were given up. */
  readonly givenUpFolder: string;
  /** Where the running server is reached, for whoever wants to call it. */
  readonly endpointFile: string;
};

/** Makes the folder where it is missing. Throws one sentence where that is not possible. */
export async function openFolder(path: string): Promise<DataFolder> {
  const absolute = resolve(path);
  try {
    await makeFolder(absolute);
    const real = await realpath(absolute);
    const probe = join(real, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
    return {
      path: real,
      engineFile: join(real, 'engine.db'),
      demoFile: join(real, 'demo.json'),
      adminFile: join(real, 'admin.json'),
      pepperFile: join(real, 'pepper.json'),
      streamFile: join(real, 'stream.json'),
      givenUpFolder: join(real, 'given-up'),
      endpointFile: join(real, 'endpoint.json'),
    };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new Error(`${absolute} is no folder. Please choose a folder with --data.`, { cause });
    }
    if (code === 'ENOSPC') throw new Error(describeFullDisk(join(absolute, 'engine.db')), { cause });
    throw new Error(
      `The data folder ${absolute} cannot be written to (${code ?? String(cause)}). Please choose another one with --data.`,
      { cause },
    );
  }
}

/** Not mkdir's own `recursive`, which never returns where a parent can hold no folders, as under /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

/**
 * Keeps other servers out of the folder for as long as this process lives, `kill -9` included: a name that the
 * system itself takes back. False where another server has it.
 */
export async function lockFolder({ path }: Pick<DataFolder, 'path'>): Promise<boolean> {
  // Abstract sockets and named pipes vanish with their process; other systems have neither, and go without.
  const id = createHash('sha256').update(path).digest('hex').slice(0, 32);
  const names: Partial<Record<NodeJS.Platform, string>> = {
    linux: `\0rollcall-${id}`,
    win32: `\\\\.\\pipe\\rollcall-${id}`,
  };
  const name = names[process.platform];
  if (name === undefined) return true;
  const { promise, resolve: done, reject } = Promise.withResolvers<void>();
  const lock = createServer((socket) => socket.destroy());
  lock.once('error', reject);
  lock.listen(name, done);
  lock.unref();
  try {
    await promise;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

/** Reads a JSON file; undefined where there is none. Throws one sentence where it is damaged. */
export async function readJsonFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The file ${file} is damaged. Please delete it, or choose another folder with --data.`, { cause });
  }
}

/** Writes a JSON file that only its owner may read, whole or not at all. Throws one sentence where it cannot. */
export async function writeJsonFile(file: string, value: object): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await writeFile(draft, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new Error(describeFullDisk(file), { cause });
    throw new Error(
      `The file ${file} cannot be written (${code ?? String(cause)}). Please move away what is there, or choose ` +
        'another folder with --data.',
      { cause },
    );
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryPrefix } from './disk.ts';
import { lockFolder } from './folder.ts';

/** A folder for what is to be gone at the end. */
export type MemoryFolder = { readonly path: string; remove(): Promise<void> };

/**
 * Makes a folder that only this user may read, and takes away those that servers left behind which did not end in order.
 * The engine could keep all in memory instead, but then nobody could take anything out of its stream. Throws one sentence where there is
 * no place for it.
 */
export async function openMemoryFolder(parent = tmpdir()): Promise<MemoryFolder> {
  try {
    return await makeFolder(parent);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `The folder ${parent}, where --memory keeps data until the end, cannot be used (${code ?? String(cause)}). ` +
        'Please name another one in the variable TMPDIR.',
      { cause },
    );
  }
}

async function makeFolder(parent: string): Promise<MemoryFolder> {
  await removeLeftovers(parent);
  const path = join(parent, `${memoryPrefix}${randomUUID()}`);
  // Locked before it is there: no other server can take it for a leftover.
  await lockFolder({ path });
  await mkdir(path, { mode: 0o700 });
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Whoever uses a folder holds its lock; the system takes it back however a server ends. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(memoryPrefix)) continue;
    const path = join(parent, name);
    if ((await isOurs(path)) && (await lockFolder({ path }))) await rm(path, { recursive: true, force: true });
  }
}

async function isOurs(path: string): Promise<boolean> {
  try {
    return (await stat(path)).uid === process.getuid?.();
  } catch (error) {
    // Another server has taken it away just now.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

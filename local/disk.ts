import { statfs } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** What the names of folders begin with that are gone at the end. */
export const memoryPrefix = 'rollcall-memory-';

/** Below so many bytes nothing can be done: the engine writes pages, several for each change. */
const least = 65_536;

/** True where the disk of a file has no room left that this user may fill. */
export async function isDiskFull(file: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dirname(file));
  return bavail * bsize < least;
}

/** True where a failure says that the disk was full: in the words of SQLite, or of the system. */
export function saysDiskFull(words: string): boolean {
  return /disk is full|ENOSPC|no space left/iu.test(words);
}

/** What to do about a full disk where nothing can be started. */
export function describeFullDisk(file: string): string {
  const elsewhere = isPassing(file)
    ? 'name another folder in the variable TMPDIR'
    : 'choose another folder with --data';
  return `The disk with ${dirname(file)} is full. Please free some space on it, or ${elsewhere}.`;
}

/** True for a file that is gone at the end (--memory). */
export function isPassing(file: string): boolean {
  return basename(dirname(file)).startsWith(memoryPrefix);
}

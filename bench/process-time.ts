import { readFile } from 'node:fs/promises';

/** A clock tick of Linux, in milliseconds: it counts the time of processes so. */
const tick = 10;

/** Milliseconds of CPU that a process has taken so far, on all its threads. */
export async function processTime(pid: number): Promise<number> {
  // The name of the program, which may hold blanks, ends with the last bracket.
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tick;
}

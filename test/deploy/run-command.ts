import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program with its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** How a command ended, and what it wrote. */
export type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** Commands that are running. */
const running = new Set<ChildProcess>();

/** Runs a command to its end; what it writes is kept and not shown. */
export async function runCommand(
  [program, ...args]: Command,
  { environment = {}, folder }: { readonly environment?: NodeJS.ProcessEnv; readonly folder?: string } = {},
): Promise<Ended> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    ...(folder !== undefined && { cwd: folder }),
  });
  running.add(child);
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (written.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (written.err += part));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 1, ...written };
  } finally {
    running.delete(child);
  }
}

/** The end of what a command wrote, for whoever wants to know why it failed. */
export function lastWords({ out, err }: Ended): string {
  return `${out}\n${err}`.trim().slice(-3_000);
}

/** Ends the commands that are still running. */
export function endCommands(): void {
  for (const child of running) child.kill();
}

import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Surroundings } from './surroundings.ts';
import type { Upkeep } from './upkeep.ts';
import { readVersion } from './version.ts';

/** The surroundings of this process, with the programs that work on the table. */
export function terminal(upkeep: Upkeep): Surroundings {
  const { env, stdin, stdout, stderr } = process;
  return {
    variables: env,
    folder: process.cwd(),
    columns: stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined,
    interactive: stdin.isTTY && stderr.isTTY,
    // An empty NO_COLOR counts as none (no-color.org).
    colours: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    print: (words) => stdout.write(`${words}\n`),
    tell: (words) => stderr.write(`${words}\n`),
    ask,
    readInput: () => text(stdin),
    fetch,
    isAlive,
    version: () => readVersion(),
    upkeep,
    now: () => new Date(),
    sleep: (milliseconds) => sleep(milliseconds),
  };
}

/** On standard error: what is asked is no part of what was asked for. */
async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  lines.once('close', () => {
    end(undefined);
  });
  try {
    const answer = await Promise.race([lines.question(question), ended]);
    // The cursor still stands behind the question.
    if (answer === undefined) process.stderr.write('\n');
    return answer;
  } finally {
    lines.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process lives too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { join } from 'node:path';
import { type Ended, lastWords, runCommand } from './run-command.ts';

const root = join(import.meta.dirname, '../..');

/** The command line of the Console, called as people call it. */
export type Rollcall = {
  /** Runs a command that has to succeed, and gives what it prints as JSON. */
  ask<Answer>(...args: readonly string[]): Promise<Answer>;
  /** Runs a command, however it ends. */
  run(...args: readonly string[]): Promise<Ended>;
};

/** The command line with these variables, which say where the endpoint is and who calls. */
export function rollcallWith(environment: NodeJS.ProcessEnv): Rollcall {
  const run = (...args: readonly string[]): Promise<Ended> => runProgram('rollcall', args, environment);
  return {
    run,
    ask: async <Answer>(...args: readonly string[]): Promise<Answer> => {
      const ended = await run(...args, '--json');
      if (ended.code !== 0) throw new Error(`rollcall ${args.join(' ')} ends with ${ended.code}: ${lastWords(ended)}`);
      return JSON.parse(ended.out) as Answer;
    },
  };
}

/** Runs a program of `bin/`. */
export function runProgram(name: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  return runCommand([process.execPath, join(root, 'bin', `${name}.ts`), ...args], { environment });
}

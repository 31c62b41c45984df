import { Command } from '@commander-js/extra-typings';
import { type GlobalOptions, type Session, openSession } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** The command line, to which commands are added. */
export type Program = Command<[], GlobalOptions>;

/** What the commands run with. */
export type Desk = {
  readonly surroundings: Surroundings;
  /** Makes a command's action of what it does in a session; the session opens when the command runs. */
  act<Values extends readonly unknown[]>(
    run: (session: Session, ...values: Values) => Promise<void>,
  ): (...values: Values) => Promise<void>;
};

/** Makes the desk of one call. */
export function openDesk(surroundings: Surroundings): Desk {
  return {
    surroundings,
    act:
      (run) =>
      async (...values) => {
        const command = values.at(-1);
        if (!(command instanceof Command)) throw new Error('An action is told its command last.');
        await run(await openSession(command.optsWithGlobals(), surroundings), ...values);
      },
  };
}

/** The examples below a command's help, each as it is typed. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

/** Collects the values of an option that may be given several times. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

import type { Upkeep } from './upkeep.ts';

/** Where the command line runs: the terminal, the machine and the net, as far as it needs them. */
export type Surroundings = {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The folder in which the command was called. */
  readonly folder: string;
  /** How wide the terminal is; undefined where standard output is none. */
  readonly columns: number | undefined;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  readonly colours: boolean;
  /** Writes what was asked for to standard output. */
  print(text: string): void;
  /** Writes what people want to know beside it to standard error. */
  tell(text: string): void;
  /** Asks the person at the terminal; undefined where they end the input instead. */
  ask(question: string): Promise<string | undefined>;
  /** All of standard input. */
  readInput(): Promise<string>;
  fetch(url: string, init: RequestInit): Promise<Response>;
  isAlive(pid: number): boolean;
  /** The version of the program. */
  version(): string;
  /** What works on the table itself. */
  readonly upkeep: Upkeep;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
};

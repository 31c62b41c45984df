import type { Calls } from './calls.ts';

/** What a reader finds: all of the change, nothing of it, or (in words) something else, which must never be. */
export type Seen = 'whole' | 'absent' | { readonly otherwise: string };

/** A change during which the server is killed. */
export type Trial = {
  /** Sends the request and gives the status of its answer. */
  send(calls: Calls): Promise<number>;
  look(calls: Calls): Promise<Seen>;
};

/** A kind of change, tried again and again on the same data. */
export type Scenario = {
  readonly name: string;
  /** What all trials need, of which there will be so many, and one before. */
  settle(calls: Calls, trials: number): Promise<void>;
  /** The next trial, from 0 on, from wherever the last one has left the data. */
  next(calls: Calls, trial: number): Promise<Trial>;
};

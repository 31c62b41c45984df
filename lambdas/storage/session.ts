import type { Documents } from './documents.ts';
import type { Scope } from './write.ts';

/** Where time, chance and tokens come from. */
export type Timing = {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** A new idempotency token. */
  newToken(): string;
};

/** One request's way to one organization's part of the table. */
export type Session = Scope & {
  readonly client: Documents;
  readonly timing: Timing;
  /** Milliseconds since 1970 after which nothing is tried again. */
  readonly deadline: number;
  /** Milliseconds for which one call is tried again, for whoever has many of them to make; absent for until the deadline. */
  readonly patience?: number;
};

/** Milliseconds of a window: over so long a limit is averaged, and all that it allows in them may come at once. */
export const rateWindow = 10_000;

/** How many requests one environment has let in for an organization in the window that begins then. */
export type RequestCount = {
  /** Which environment: so long as it lives it says the same, and no other does. */
  readonly environment: string;
  /** Milliseconds since 1970. */
  readonly window: number;
  readonly requests: number;
};

/** The beginning of the window that a moment is in, both in milliseconds since 1970. */
export function windowAt(now: number): number {
  return now - (now % rateWindow);
}

/** Whole seconds until the next window begins: 1 to 10. */
export function secondsLeft(now: number): number {
  return Math.ceil((windowAt(now) + rateWindow - now) / 1000);
}

/** How many requests a window takes at so many a second. */
export function allowedIn(rate: number): number {
  return (rate * rateWindow) / 1000;
}

/**
 * How many requests an environment may let in without telling the others: a sixteenth of what is left, so that eight that
 * count side by side let in 2 of 100 too many at most; a fiftieth of all at most, which is what a quiet one never tells, and a
 * two thousandth at least, so that a great limit is not told of with every request.
 */
export function mostUntold(allowed: number, used: number): number {
  return Math.floor(Math.max(allowed / 2000, Math.min((allowed - used) / 16, allowed / 50)));
}

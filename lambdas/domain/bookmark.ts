import type { Place } from './place.ts';

/** Where a walk by `startIndex` goes on: after the last resource that it was given (P4). */
export type Bookmark = {
  readonly place: Place;
  /** How many ids of its bucket came up to it; 0 where the list is not read by buckets. */
  readonly rank: number;
  /** Seconds since 1970 from which on it leads nowhere. */
  readonly expiresAt: number;
};

import type { Side } from './directory.ts';
import type { Place } from './place.ts';

/** Where a page is: after or before a resource that was given; without one from the first or to the last. */
export type Position = {
  readonly side: Side;
  readonly at?: Place;
  /** How many there were when a walk by cursor began: only its first page counts them. */
  readonly total?: number;
};

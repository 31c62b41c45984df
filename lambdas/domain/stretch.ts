import type { ListQuery } from '#scim/query.ts';
import type { Bookmark } from './bookmark.ts';
import { type Entry, cut } from './slice.ts';

/** What is given of a list at a `startIndex`, before it is shown. */
export type Stretch = {
  readonly entries: readonly Entry[];
  /** The number of all. */
  readonly total: number;
  /** How many follow the last entry. */
  readonly remains: number;
  /** The rank of the last entry, for a bookmark. */
  readonly rank: number;
};

/** Cuts a stretch out of all entries in their order: where a walk goes on, else at `startIndex`. */
export function cutStretch(entries: readonly Entry[], query: ListQuery, bookmark: Bookmark | undefined): Stretch {
  return { ...cut(entries, query, bookmark && { side: 'after', at: bookmark.place }), rank: 0 };
}

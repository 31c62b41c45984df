import type { ListQuery } from '#scim/query.ts';
import { type Place, comparePlaces } from './place.ts';
import type { Position } from './position.ts';
import type { Found } from './source.ts';

/** A resource in a list; what was found of it is kept where there is room for it. */
export type Entry = Place & { readonly found?: Found };

/** A page of a list before it is shown. */
export type Slice = {
  readonly entries: readonly Entry[];
  readonly total: number;
  /** True where something precedes the page. */
  readonly isPreceded: boolean;
  /** True where something follows the page. */
  readonly isFollowed: boolean;
};

/** Cuts the page out of all entries in their order; without a position at `startIndex`. */
export function cut(
  entries: readonly Entry[],
  query: ListQuery,
  position: Position | undefined,
): Slice & { readonly remains: number } {
  const [start, end] = boundsOf(entries, query, position);
  const remains = Math.max(0, entries.length - end);
  return {
    entries: entries.slice(start, end),
    total: entries.length,
    isPreceded: start > 0,
    isFollowed: remains > 0,
    remains,
  };
}

function boundsOf(entries: readonly Entry[], query: ListQuery, position: Position | undefined): [number, number] {
  const { startIndex, count } = query;
  if (position === undefined) return [startIndex - 1, startIndex - 1 + count];
  const { side, at } = position;
  if (side === 'after') {
    const start = at === undefined ? 0 : placesUntil(entries, (entry) => comparePlaces(query, entry, at) > 0);
    return [start, start + count];
  }
  const end = at === undefined ? entries.length : placesUntil(entries, (entry) => comparePlaces(query, entry, at) >= 0);
  return [Math.max(0, end - count), end];
}

function placesUntil(entries: readonly Entry[], isIt: (entry: Entry) => boolean): number {
  const place = entries.findIndex(isIt);
  return place === -1 ? entries.length : place;
}

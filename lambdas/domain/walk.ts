import type { ListQuery } from '#scim/query.ts';
import type { Bookmark } from './bookmark.ts';
import { type Bookmarks, bookmarksOf } from './bookmarks.ts';
import type { Context } from './context.ts';
import { gather } from './gather.ts';
import { firstStretch, laterStretch } from './natural-stretch.ts';
import { isNatural } from './natural.ts';
import type { Entry } from './slice.ts';
import type { Source } from './source.ts';
import { type Stretch, cutStretch } from './stretch.ts';

/** A page by `startIndex` before it is shown. */
export type WalkPage = {
  readonly entries: readonly Entry[];
  readonly totalResults: number;
  /** Leaves a bookmark where the next page will be asked; to be done before this one is answered. */
  leaveBookmark(): Promise<void>;
};

/** The page at `startIndex`: within a walk what follows the last resource that it was given (P3, P4). */
export async function walkPage(
  context: Context,
  list: string,
  query: ListQuery,
  sources: readonly Source[],
): Promise<WalkPage> {
  const queries = sources.map((source) => source.query);
  const bookmarks = bookmarksOf(context, list, query, queries);
  const stretch = await (query.startIndex === 1 ? readFirst : readLater)(sources, query, bookmarks);
  return {
    entries: stretch.entries,
    totalResults: totalResultsOf(query, stretch, bookmarks.at(query.startIndex)),
    leaveBookmark: () => leaveBookmark(query, stretch, bookmarks),
  };
}

async function readFirst(sources: readonly Source[], query: ListQuery, bookmarks: Bookmarks): Promise<Stretch> {
  if (!isNatural(sources, query)) return cutStretch(await gather(sources, query), query, undefined);
  // Whoever walks here regularly has left one; that of a filter, which seldom selects more than a page, is not looked for.
  const [stretch] = await Promise.all([firstStretch(sources, query.count), bookmarks.read([1 + query.step])]);
  return stretch;
}

async function readLater(sources: readonly Source[], query: ListQuery, bookmarks: Bookmarks): Promise<Stretch> {
  const { startIndex, step } = query;
  const bookmarked = bookmarks.read([startIndex, startIndex + step]).then(() => bookmarks.at(startIndex));
  if (isNatural(sources, query)) return laterStretch(sources, query, bookmarked);
  const [entries, bookmark] = await Promise.all([gather(sources, query), bookmarked]);
  return cutStretch(entries, query, bookmark);
}

/** What the walk has passed with this page, and what remains; the number of all where it is asked past the end. */
function totalResultsOf(
  { startIndex, step }: ListQuery,
  { entries, total, remains }: Stretch,
  bookmark: Bookmark | undefined,
): number {
  if (remains > 0) return startIndex - 1 + step + remains;
  return entries.length > 0 || bookmark !== undefined ? startIndex - 1 + entries.length : total;
}

/**
 * Where something follows, and at the end of a walk of several pages: who asks until a page is empty is then given what
 * has come there, and nobody again. A shorter page is followed by where it ends as well, for clients that ask on there.
 */
async function leaveBookmark({ startIndex, step }: ListQuery, stretch: Stretch, bookmarks: Bookmarks): Promise<void> {
  const { entries, rank, remains } = stretch;
  const place = entries.at(-1);
  if (place === undefined || (remains === 0 && startIndex === 1)) return;
  const ends = new Set([startIndex + step, ...(remains > 0 ? [startIndex + entries.length] : [])]);
  await Promise.all(
    [...ends].map((end) => bookmarks.leave(end, { place: { key: place.key, kind: place.kind, id: place.id }, rank })),
  );
}

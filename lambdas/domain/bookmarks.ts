import { type ListQuery, cursorTimeout } from '#scim/query.ts';
import type { Bookmark } from './bookmark.ts';
import type { Context } from './context.ts';
import { comparePlaces } from './place.ts';
import { questionId } from './question.ts';

/** The bookmarks of the walks of one key through one list (P4). */
export type Bookmarks = {
  /** Reads those at these startIndexes. */
  read(startIndexes: readonly number[]): Promise<void>;
  /** The one that was read there, while it holds. */
  at(startIndex: number): Bookmark | undefined;
  /** Leaves one; of two walks that meet the one behind is followed, so that neither passes anybody over. */
  leave(startIndex: number, here: Pick<Bookmark, 'place' | 'rank'>): Promise<void>;
};

/** The bookmarks of a list for a query, given as each kind of resource in it understands it. */
export function bookmarksOf(
  context: Context,
  list: string,
  query: ListQuery,
  queries: readonly ListQuery[],
): Bookmarks {
  const { directory } = context;
  const question = questionId(context, list, queries);
  const now = Math.floor(context.now().getTime() / 1000);
  const known = new Map<number, Bookmark>();

  async function read(startIndexes: readonly number[]): Promise<void> {
    const found = await directory.bookmarks(question, startIndexes);
    for (const startIndex of startIndexes) known.delete(startIndex);
    for (const [startIndex, bookmark] of found) known.set(startIndex, bookmark);
  }

  function at(startIndex: number): Bookmark | undefined {
    const bookmark = known.get(startIndex);
    return bookmark !== undefined && bookmark.expiresAt > now ? bookmark : undefined;
  }

  async function leave(startIndex: number, here: Pick<Bookmark, 'place' | 'rank'>): Promise<void> {
    const other = at(startIndex);
    const { place, rank } = other !== undefined && comparePlaces(query, other.place, here.place) < 0 ? other : here;
    const expiresAt = Math.max(other?.expiresAt ?? 0, now + cursorTimeout);
    const bookmark = { place, rank, expiresAt };
    if ((await directory.putBookmark(question, startIndex, bookmark, known.get(startIndex))) === 'written') return;
    await read([startIndex]);
    await leave(startIndex, here);
  }

  return { read, at, leave };
}

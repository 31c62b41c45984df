import { describe, expect, it } from 'vitest';
import type { Bookmark } from '#domain/bookmark.ts';
import { bookmarksOf } from '#domain/bookmarks.ts';
import type { Context } from '#domain/context.ts';
import type { Directory } from '#domain/directory.ts';
import type { Place } from '#domain/place.ts';
import { productNamed } from '#domain/product.ts';
import { userType } from '#domain/resource-types.ts';
import { readListQuery } from '#scim/query.ts';
import { acme } from '../support/endpoint.ts';

const now = Date.parse('2026-03-01T12:00:00Z') / 1000;
const hour = 3600;
const placeOf = (id: string, key?: string): Place => ({ key, kind: 0, id });
const bookmark = (id: string, expiresAt = now + hour): Bookmark => ({ place: placeOf(id), rank: 1, expiresAt });

/** What is stored at one startIndex; `meanwhile` are writes of others, one before each write of ours. */
function storeOf(stored: Bookmark | undefined, meanwhile: (Bookmark | undefined)[] = []) {
  let held = stored;
  const writes: Bookmark[] = [];
  const directory: Pick<Directory, 'bookmarks' | 'putBookmark'> = {
    bookmarks: async (_, [at = 0]) => new Map(held === undefined ? [] : [[at, held]]),
    putBookmark: async (_question, _at, wanted, before) => {
      if (meanwhile.length > 0) held = meanwhile.shift();
      if (JSON.stringify(before) !== JSON.stringify(held)) return 'stale';
      writes.push((held = wanted));
      return 'written';
    },
  };
  return { directory, writes };
}

function open(directory: Pick<Directory, 'bookmarks' | 'putBookmark'>, parameters: Record<string, string> = {}) {
  const context = {
    organization: acme,
    directory,
    now: () => new Date(now * 1000),
  } as unknown as Context;
  const query = readListQuery(new Map(Object.entries(parameters)), userType(productNamed('Statsig')));
  return bookmarksOf(context, 'Users', query, [query]);
}

describe('a bookmark that is left', () => {
  it.each<[string, Bookmark | undefined, Bookmark]>([
    ['is written where there is none', undefined, bookmark('m')],
    ['gives way to an earlier place, whose end is moved on', bookmark('c', now + 60), bookmark('c')],
    ['takes the place of a later one', bookmark('x', now + 60), bookmark('m')],
    ['never ends sooner than the other one', bookmark('x', now + 2 * hour), bookmark('m', now + 2 * hour)],
    ['takes the place of one that has ended', bookmark('c', now), bookmark('m')],
  ])('P4: %s', async (_, before, wanted) => {
    for (const looks of [true, false]) {
      const { directory, writes } = storeOf(before);
      const bookmarks = open(directory);
      if (looks) await bookmarks.read([101]);
      await bookmarks.leave(101, { place: placeOf('m'), rank: 1 });
      expect(writes).toEqual([wanted]);
    }
  });

  it('P4: looks again where another walk was first, or where one was deleted meanwhile', async () => {
    const { directory, writes } = storeOf(bookmark('x'), [bookmark('t'), bookmark('c'), undefined]);
    const bookmarks = open(directory);
    await bookmarks.read([101]);
    await bookmarks.leave(101, { place: placeOf('m'), rank: 1 });
    expect(writes).toEqual([bookmark('m')]);
    const other = storeOf(undefined, [bookmark('c')]);
    await open(other.directory).leave(101, { place: placeOf('m'), rank: 1 });
    expect(other.writes).toEqual([bookmark('c')]);
  });

  it('P4: is the earlier one in the order of its list', async () => {
    const stored = { ...bookmark('a'), place: placeOf('a', 'z') };
    const up = storeOf(stored);
    await open(up.directory, { sortBy: 'title' }).leave(101, { place: placeOf('b', 'm'), rank: 0 });
    expect(up.writes.map(({ place }) => place)).toEqual([placeOf('b', 'm')]);
    const down = storeOf(stored);
    await open(down.directory, { sortBy: 'title', sortOrder: 'descending' }).leave(101, {
      place: placeOf('b', 'm'),
      rank: 0,
    });
    expect(down.writes.map(({ place }) => place)).toEqual([stored.place]);
  });
});

describe('a bookmark that is looked for', () => {
  it('P4: is there for an hour', async () => {
    const held = open(storeOf(bookmark('m', now + 1)).directory);
    expect(held.at(101)).toBeUndefined();
    await held.read([101]);
    expect(held.at(101)).toEqual(bookmark('m', now + 1));
    const ended = open(storeOf(bookmark('m', now)).directory);
    await ended.read([101]);
    expect(ended.at(101)).toBeUndefined();
  });
});

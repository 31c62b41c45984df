import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bookmark } from '#domain/bookmark.ts';
import { type Counts, type Start, bucketOf } from '#domain/counts.ts';
import { firstStretch, laterStretch } from '#domain/natural-stretch.ts';
import { isNatural, walkAll } from '#domain/natural.ts';
import { type Place, comparePlaces } from '#domain/place.ts';
import type { Position } from '#domain/position.ts';
import { type Entry, cut } from '#domain/slice.ts';
import { cutStretch } from '#domain/stretch.ts';
import type { Listed, Source } from '#domain/source.ts';
import { type ListQuery, readListQuery } from '#scim/query.ts';
import { user } from '../scim/resource-types.ts';
import { sampleGroup } from '../support/samples.ts';

function queryOf(parameters: Record<string, string>): ListQuery {
  return readListQuery(new Map(Object.entries(parameters)), user);
}

/** Ids of which three begin alike. */
const idOf = (number: number): string =>
  `${String(Math.floor(number / 3)).padStart(3, '0')}${number % 3}0000-0000-4000-8000-000000000000`;
const id = fc.integer({ min: 0, max: 30 }).map(idOf);
const place: fc.Arbitrary<Place> = fc.record({
  key: fc.constantFrom(undefined, 1, 2, 3),
  kind: fc.constantFrom(0, 1),
  id,
});
const orders = fc.constantFrom<Record<string, string>>(
  {},
  { sortBy: 'title' },
  { sortBy: 'title', sortOrder: 'descending' },
);

/** A list in its order; no id comes twice. */
function listOf(places: readonly Place[], query: ListQuery): readonly Entry[] {
  const byId = new Map(places.map((one) => [one.id, query.sort === undefined ? { ...one, key: undefined } : one]));
  return [...byId.values()].toSorted((one, other) => comparePlaces(query, one, other));
}

const idsOf = (entries: readonly Place[]): readonly string[] => entries.map((entry) => entry.id);

/** Walks from one end to the other, a list at each step, as a client does with its cursors. */
function walk(lists: readonly (readonly Entry[])[], query: ListQuery, side: Position['side']): readonly string[] {
  const given: (readonly string[])[] = [];
  let position: Position = { side };
  for (let step = 0; ; step++) {
    const slice = cut(lists[Math.min(step, lists.length - 1)] ?? [], query, position);
    given.push(idsOf(slice.entries));
    const goesOn = side === 'after' ? slice.isFollowed : slice.isPreceded;
    const last = side === 'after' ? slice.entries.at(-1) : slice.entries[0];
    if (!goesOn || last === undefined) return (side === 'after' ? given : given.toReversed()).flat();
    position = { side, at: last };
  }
}

describe('cut', () => {
  it('P3: gives the page at startIndex, and nothing past the end', () => {
    const entries = listOf(
      Array.from({ length: 5 }, (_, n) => ({ key: undefined, kind: 0, id: idOf(n) })),
      queryOf({}),
    );
    const page = (startIndex: string, count: string) =>
      idsOf(cut(entries, queryOf({ startIndex, count }), undefined).entries);
    expect(page('1', '2')).toEqual([idOf(0), idOf(1)]);
    expect(page('5', '2')).toEqual([idOf(4)]);
    expect(page('6', '2')).toEqual([]);
    expect(page('1', '0')).toEqual([]);
    expect(cut(entries, queryOf({ startIndex: '6' }), undefined).total).toBe(5);
  });

  it('RFC 9865 §2: a walk by cursor gives whoever is there throughout, once and in order, whatever comes and goes', () => {
    const edits = fc.array(fc.tuple(fc.array(id, { maxLength: 8 }), fc.array(place, { maxLength: 8 })), {
      maxLength: 12,
    });
    const list = fc.array(place, { maxLength: 30 });
    const sides = fc.constantFrom('after' as const, 'before' as const);
    fc.assert(
      fc.property(list, edits, orders, fc.integer({ min: 1, max: 5 }), sides, (first, changes, order, count, side) => {
        const query = queryOf({ ...order, count: String(count) });
        const lists = [listOf(first, query)];
        const touched = new Set<string>();
        for (const [gone, come] of changes) {
          for (const one of [...gone, ...idsOf(come)]) touched.add(one);
          const left = (lists.at(-1) ?? []).filter((one) => !touched.has(one.id));
          lists.push(listOf([...left, ...come], query));
        }
        const given = walk(lists, query, side);
        const steady = idsOf(lists[0] ?? []).filter((one) => !touched.has(one));
        expect(given.filter((one) => !touched.has(one))).toEqual(steady);
      }),
    );
  });

  it('RFC 9865 §2: walking back gives the same as walking there', () => {
    fc.assert(
      fc.property(fc.array(place), orders, fc.integer({ min: 1, max: 5 }), (places, order, count) => {
        const query = queryOf({ ...order, count: String(count) });
        const entries = listOf(places, query);
        expect(walk([entries], query, 'after')).toEqual(idsOf(entries));
        expect(walk([entries], query, 'before')).toEqual(idsOf(entries));
      }),
    );
  });
});

/** How many of the list are in the bucket of a place, up to it. */
function rankOf({ kind, id: end }: Place, entries: readonly Entry[]): number {
  return entries.filter((entry) => entry.kind === kind && bucketOf(entry.id) === bucketOf(end) && entry.id <= end)
    .length;
}

function countsOf(ids: readonly string[]): Counts {
  return Array.from({ length: 4096 }, (_, bucket) => ids.filter((one) => bucketOf(one) === bucket).length);
}

/** A kind of resource of which only the ids matter, in memory. */
function kindOf(ids: readonly string[]): Source {
  const all: readonly Listed[] = ids.toSorted().map((one) => sampleGroup('', one));
  const idIn = (item: Listed): string => ('id' in item ? item.id : '');
  return {
    idOf: idIn,
    counts: async () => countsOf(ids),
    from: async ({ bucket, skip }: Start, limit: number) =>
      all.filter((item) => bucketOf(idIn(item)) >= bucket).slice(skip, skip + limit),
    beside: async (one: string | undefined, side: Position['side'], limit: number) => {
      const here = all.filter((item) => one === undefined || (side === 'after' ? idIn(item) > one : idIn(item) < one));
      return side === 'after' ? here.slice(0, limit) : here.slice(Math.max(0, here.length - limit));
    },
  } as unknown as Source;
}

describe('a list of everything in its natural order', () => {
  const at = place.map((one) => ({ ...one, key: undefined }));
  const lists = fc.array(place);
  const counts = fc.integer({ min: 1, max: 5 });
  const kindsOf = (entries: readonly Entry[]): readonly Source[] =>
    [0, 1].map((kind) => kindOf(idsOf(entries.filter((entry) => entry.kind === kind))));

  it('P3: is read by cursor as if it had been cut out of all, across the seam between kinds', async () => {
    const position = fc.record(
      { side: fc.constantFrom('after' as const, 'before' as const), at },
      { requiredKeys: ['side'] },
    );
    await fc.assert(
      fc.asyncProperty(lists, position, counts, async (places, where, count) => {
        const query = queryOf({ count: String(count) });
        const entries = listOf(places, query);
        const read = await walkAll(kindsOf(entries), query, where);
        const { remains: _, ...wanted } = cut(entries, query, where);
        expect({ ...read, entries: idsOf(read.entries) }).toEqual({ ...wanted, entries: idsOf(wanted.entries) });
      }),
    );
  });

  it('P4: is read by startIndex, and by bookmark, as if it had been cut out of all, with what remains', async () => {
    const bookmarked = fc.option(at, { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        lists,
        bookmarked,
        fc.integer({ min: 1, max: 12 }),
        counts,
        async (places, mark, startIndex, count) => {
          const query = queryOf({ startIndex: String(startIndex), count: String(count) });
          const entries = listOf(places, query);
          const bookmark: Bookmark | undefined = mark && { place: mark, rank: rankOf(mark, entries), expiresAt: 0 };
          const sources = kindsOf(entries);
          const read =
            startIndex === 1
              ? await firstStretch(sources, count)
              : await laterStretch(sources, query, Promise.resolve(bookmark));
          const wanted = cutStretch(entries, query, startIndex === 1 ? undefined : bookmark);
          const last = wanted.entries.at(-1);
          expect({ ...read, entries: idsOf(read.entries) }).toEqual({
            entries: idsOf(wanted.entries),
            total: wanted.total,
            remains: wanted.remains,
            rank: last === undefined ? 0 : rankOf(last, entries),
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each<[Record<string, string>, number, boolean]>([
    [{}, 1, true],
    [{}, 2, true],
    [{ sortBy: 'id' }, 1, true],
    [{ sortBy: 'id' }, 2, false],
    [{ sortBy: 'id', sortOrder: 'descending' }, 1, false],
    [{ sortBy: 'userName' }, 1, false],
    [{ sortBy: 'userName', count: '0' }, 1, true],
    [{ filter: 'id pr', count: '0' }, 1, false],
    [{ filter: 'id pr' }, 1, false],
  ])('P5: what is asked by %j of %i kinds is so: %s', (parameters, kinds, expected) => {
    expect(
      isNatural(
        Array.from({ length: kinds }, () => kindOf([])),
        queryOf(parameters),
      ),
    ).toBe(expected);
  });
});

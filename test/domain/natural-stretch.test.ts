import { describe, expect, it } from 'vitest';
import type { Bookmark } from '#domain/bookmark.ts';
import { type Start, bucketOf } from '#domain/counts.ts';
import { laterStretch } from '#domain/natural-stretch.ts';
import type { Listed, Source } from '#domain/source.ts';
import { sampleGroup } from '../support/samples.ts';

/** Ids that begin alike, in the order of their numbers. */
const idOf = (number: number, beginning = '7f0'): string =>
  `${beginning}00000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A list of these ids, of which the counters know fewer or more, and the starts from which it was read by bucket. */
function listOf(ids: readonly string[], counted: readonly string[] = ids) {
  const starts: Start[] = [];
  const all: readonly Listed[] = ids.map((id) => sampleGroup('', id));
  const idIn = (item: Listed): string => ('id' in item ? item.id : '');
  const source = {
    idOf: idIn,
    counts: async () =>
      Array.from({ length: 4096 }, (_, bucket) => counted.filter((id) => bucketOf(id) === bucket).length),
    from: async (start: Start, limit: number) => {
      starts.push(start);
      return all.filter((item) => bucketOf(idIn(item)) >= start.bucket).slice(start.skip, start.skip + limit);
    },
    beside: async (one: string, _: 'after', limit: number) => all.filter((item) => idIn(item) > one).slice(0, limit),
  } as unknown as Source;
  return { source, starts };
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

/** A bookmark whose rank was right before others came or went. */
const bookmarkAt = (number: number, rank: number): Promise<Bookmark | undefined> =>
  Promise.resolve({ place: { key: undefined, kind: 0, id: idOf(number) }, rank, expiresAt: 0 });

async function read(list: ReturnType<typeof listOf>, count: number, bookmark: Promise<Bookmark | undefined>) {
  const stretch = await laterStretch([list.source], { startIndex: 99, count }, bookmark);
  return { ...stretch, entries: stretch.entries.map(({ id }) => id), starts: list.starts };
}

describe('what remains behind a page that ends in the bucket in which it begins', () => {
  it('P4: is counted anew where the bucket is small', async () => {
    const ids = numbers(10).map((number) => idOf(number));
    expect(await read(listOf(ids), 2, bookmarkAt(4, 99))).toEqual({
      entries: ids.slice(5, 7),
      total: 10,
      remains: 3,
      rank: 7,
      starts: [{ bucket: 0x7f0, skip: 0 }],
    });
  });

  it('P4: is known without that where the page has to leave the bucket', async () => {
    const ids = [...numbers(10).map((number) => idOf(number)), idOf(0, '7f1'), idOf(1, '7f1')];
    const page = await read(listOf(ids), 10, bookmarkAt(8, 99));
    expect(page).toMatchObject({ entries: ids.slice(9), remains: 0, rank: 2, starts: [] });
  });

  it('P4: is what the bookmark says where the bucket is large, or has grown since it was counted', async () => {
    const ids = numbers(40).map((number) => idOf(number));
    const large = await read(listOf(ids), 2, bookmarkAt(4, 5));
    expect(large).toMatchObject({ entries: ids.slice(5, 7), remains: 33, rank: 7, starts: [] });
    const grown = await read(listOf(ids, ids.slice(0, 3)), 2, bookmarkAt(30, 2));
    expect(grown).toMatchObject({ entries: ids.slice(31, 33), remains: 1, rank: 4 });
    expect(grown.starts).toHaveLength(1);
  });

  it('P4: is at least one where one more is there than the page holds, whatever the counters say', async () => {
    const ids = numbers(4).map((number) => idOf(number));
    expect(await read(listOf(ids, []), 2, bookmarkAt(0, 1))).toMatchObject({ entries: ids.slice(1, 3), remains: 1 });
  });
});

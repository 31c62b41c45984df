/** How many ids there are in each bucket: one bucket for each three hexadecimal digits that an id begins with. */
export type Counts = readonly number[];

/** Where a page begins: skip so many ids from the beginning of the bucket on. */
export type Start = { readonly bucket: number; readonly skip: number };

/** The beginning of every list. */
export const firstStart: Start = { bucket: 0, skip: 0 };

/** The bucket of an id. */
export function bucketOf(id: string): number {
  return Number.parseInt(id.slice(0, 3), 16);
}

/** The counts with these ids beside. */
export function countWith(counts: Counts, ids: Iterable<string>): Counts {
  const all = [...counts];
  for (const id of ids) {
    const bucket = bucketOf(id);
    all[bucket] = (all[bucket] ?? 0) + 1;
  }
  return all;
}

/** The number of all. */
export function totalOf(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Where the zero-based `offset` is; undefined past the end. */
export function startAt(counts: Counts, offset: number): Start | undefined {
  let skip = offset;
  for (const [bucket, count] of counts.entries()) {
    if (skip < count) return { bucket, skip };
    skip -= count;
  }
  return undefined;
}

/** How many ids there are in the bucket of one; of what is not counted there is none. */
export function countBeside(counts: Counts | undefined, id: string): number {
  return counts?.[bucketOf(id)] ?? 0;
}

/** How many follow the id that is at that rank of its bucket, the first one's being 1. */
export function countAfter(counts: Counts | undefined, id: string, rank: number): number {
  const later = counts?.slice(bucketOf(id) + 1) ?? [];
  return Math.max(0, countBeside(counts, id) - rank) + totalOf(later);
}

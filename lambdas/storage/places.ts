import { type Counts, totalOf } from '#domain/counts.ts';
import * as z from 'zod/mini';
import { firstBucketOfCounter } from './count-keys.ts';
import { itemOf } from './item.ts';
import type { Attributes } from './item.ts';

const buckets = 4096;
/** The numbers are taken as they are: 256 items of sixteen numbers are read for a page. */
const counter = itemOf('count', { SK: z.string() });

/** The counts that the counters hold. */
export function readCounts(items: readonly Attributes[]): Counts {
  const counts = Array.from({ length: buckets }, () => 0);
  for (const item of items) {
    const first = firstBucketOfCounter(counter.parse(item).SK);
    for (let digit = 0; digit < 16; digit++) {
      const count: unknown = item[`d${digit.toString(16)}`];
      if (typeof count === 'number') counts[first + digit] = count;
    }
  }
  return counts;
}

/** The first buckets of at most `parts` ranges that hold about as many each; the first range begins where ids begin. */
export function evenCuts(counts: Counts, parts: number): readonly number[] {
  const total = totalOf(counts);
  const cuts = [0];
  let before = 0;
  let part = 0;
  for (const [bucket, count] of counts.entries()) {
    const next = Math.floor((before * parts) / total);
    if (next > part && before < total) {
      cuts.push(bucket);
      part = next;
    }
    before += count;
  }
  return cuts;
}

/** The buckets in which users were created without an entry in the index of changes, from that hour on. */
export function bucketsMarked(items: readonly Attributes[], hour: string): readonly number[] {
  return items.flatMap((item) => {
    const first = firstBucketOfCounter(counter.parse(item).SK);
    return Array.from({ length: 16 }, (_, digit) => ({ bucket: first + digit, mark: item[`h${digit.toString(16)}`] }))
      .filter(({ mark }) => typeof mark === 'string' && mark >= hour)
      .map(({ bucket }) => bucket);
  });
}

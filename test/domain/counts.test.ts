import { describe, expect, it } from 'vitest';
import { type Counts, bucketOf, countAfter, countWith, startAt, totalOf } from '#domain/counts.ts';

/** Three ids begin with 000, three with 00f, two with fff. */
const counts: Counts = Array.from({ length: 4096 }, (_, bucket) => ({ 0: 3, 15: 3, 4095: 2 })[bucket] ?? 0);

describe('counts by the beginnings of ids', () => {
  it('P3: say how many there are', () => {
    expect(totalOf(counts)).toBe(8);
    expect(totalOf([])).toBe(0);
  });

  it('G1: take in ids that no counter counts', () => {
    const ids = ['000', '00f', '00f', 'abc'].map((beginning) => `${beginning}00000-0000-4000-8000-000000000000`);
    const all = countWith(counts, ids);
    expect([all[0], all[15], all[0xabc], totalOf(all), totalOf(counts)]).toEqual([4, 5, 1, 12, 8]);
    expect(totalOf(countWith([], ids))).toBe(4);
  });

  it.each([
    [0, { bucket: 0, skip: 0 }],
    [2, { bucket: 0, skip: 2 }],
    [3, { bucket: 15, skip: 0 }],
    [5, { bucket: 15, skip: 2 }],
    [6, { bucket: 4095, skip: 0 }],
    [7, { bucket: 4095, skip: 1 }],
    [8, undefined],
  ])('P3: lead place %i to %o', (offset, start) => {
    expect(startAt(counts, offset)).toEqual(start);
  });

  it.each([
    ['000', 1, 7],
    ['000', 3, 5],
    ['00f', 2, 3],
    ['abc', 0, 2],
    ['fff', 2, 0],
    // More came into the bucket than were counted.
    ['00f', 5, 2],
  ])('P4: say how many follow %s at rank %i: %i', (beginning, rank, expected) => {
    const id = `${beginning}45678-0000-4000-8000-000000000000`;
    expect(countAfter(counts, id, rank)).toBe(expected);
    expect(countAfter(undefined, id, 0)).toBe(0);
    expect(bucketOf(id)).toBe(Number.parseInt(beginning, 16));
  });
});

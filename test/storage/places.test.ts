import { expect, it } from 'vitest';
import { totalOf } from '#domain/counts.ts';
import { bucketsMarked, readCounts } from '#storage/places.ts';

const counter = (key: string, counts: Record<string, number | string>) => ({
  PK: 'ORG#o#COUNT',
  SK: key,
  type: 'count',
  v: 1,
  ...counts,
});

it('P3: reads how many ids begin with each three digits', () => {
  const counts = readCounts([counter('USERS#00', { d0: 2, df: 3 }), counter('USERS#ff', { df: 1, d0: 0 })]);
  expect(totalOf(counts)).toBe(6);
  expect([counts[0], counts[15], counts[4095], counts[4080]]).toEqual([2, 3, 1, 0]);
  expect(totalOf(readCounts([]))).toBe(0);
});

it.each([
  [{ type: 'user' }, /Invalid input/u],
  [{ v: 2 }, /is of version 2/u],
])('refuses to read a counter with %o', (change, why) => {
  expect(() => readCounts([{ ...counter('USERS#00', {}), ...change }])).toThrow(why);
});

it.each([
  ['2026-11-23T14', [15, 4095]],
  ['2026-11-23T15', [15]],
  ['2026-11-23T16', []],
])('knows where users were created without an entry from %s on', (hour, buckets) => {
  const marked = [
    counter('USERS#00', { d0: 2, df: 3, hf: '2026-11-23T15' }),
    counter('USERS#ff', { df: 1, hf: '2026-11-23T14', h0: '2025-11-23T14' }),
  ];
  expect(bucketsMarked(marked, hour)).toEqual(buckets);
  expect(totalOf(readCounts(marked))).toBe(6);
});

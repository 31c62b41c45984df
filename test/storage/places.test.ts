import { expect, it } from 'vitest';
import { bucketsMarked, placeOf, readCounts, totalOf } from '#storage/places.ts';

const counter = (key: string, counts: Record<string, number | string>) => ({
  PK: 'ORG#o#COUNT',
  SK: key,
  type: 'count',
  v: 1,
  ...counts,
});

const counts = readCounts(
  [counter('USERS#00', { d0: 2, df: 3 }), counter('USERS#ff', { df: 1, d0: 0 })],
  ['00000000-0000-4000-8000-000000000000', 'fff00000-0000-4000-8000-000000000000'],
);

it('adds up what is counted and what is not', () => {
  expect(totalOf(counts)).toBe(8);
  expect(totalOf(readCounts([]))).toBe(0);
});

it.each([
  [0, { bucket: 0, skip: 0 }],
  [2, { bucket: 0, skip: 2 }],
  [3, { bucket: 15, skip: 0 }],
  [5, { bucket: 15, skip: 2 }],
  [6, { bucket: 4095, skip: 0 }],
  [7, { bucket: 4095, skip: 1 }],
  [8, undefined],
])('P3: finds place %i at %o', (offset, place) => {
  expect(placeOf(counts, offset)).toEqual(place);
});

it.each([{ type: 'user' }, { v: 2 }])('refuses to read a counter with %o', (change) => {
  expect(() => readCounts([{ ...counter('USERS#00', {}), ...change }])).toThrow(/Invalid input/u);
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

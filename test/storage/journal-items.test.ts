import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openGroupItem, readOpenGroup, readSlice, sliceItems } from '#storage/journal-items.ts';
import type { JournalEntry } from '#storage/journal-items.ts';

const [organization, group, change] = [randomUUID(), randomUUID(), randomUUID()];

function entries(count: number): readonly JournalEntry[] {
  return Array.from({ length: count }, (_, place) => ({
    userId: randomUUID(),
    epoch: place * 1_000,
    active: place % 2 === 0,
    joins: place % 3 === 0,
  }));
}

/** What DynamoDB counts of an item: names, text and bytes; a number is at most 21. */
function sizeOf(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce(
    (size, [name, value]) =>
      size + name.length + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 21),
    0,
  );
}

describe('slices', () => {
  it.each([1, 40, 41, 133])('give back the %i entries that they were made of, in their order', (count) => {
    const all = entries(count);
    const slices = sliceItems(organization, group, change, all, 1).map(readSlice);
    expect(slices).toHaveLength(Math.ceil(count / 40));
    expect(slices.flatMap((slice) => slice.entries)).toEqual(all);
    expect(new Set(slices.map(({ changeId }) => changeId))).toEqual(new Set([change]));
    expect(slices.map(({ key }) => key.SK).toSorted()).toEqual(slices.map(({ key }) => key.SK));
  });

  it('take a write unit each, so that 20,000 members take 500 of them', () => {
    const slices = sliceItems(organization, group, change, entries(20_000), 2_000_000_000);
    expect(slices).toHaveLength(500);
    expect(Math.max(...slices.map(sizeOf))).toBeLessThanOrEqual(1_024);
  });
});

describe('the head of a change', () => {
  it('names the group', () => {
    const stamp = { actor: 'key', request: 'r', at: '2026-11-23T12:00:00.000Z' };
    expect(readOpenGroup(openGroupItem(organization, stamp, group, change))).toBe(group);
  });
});

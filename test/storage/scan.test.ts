import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { scan } from '#storage/scan.ts';

type Range = readonly [from: number, to: number];

/** What is in buckets that hold so many each: the items of a bucket are its number. */
function listOf(counts: readonly number[]) {
  const all = Array.from({ length: 4096 }, (_, bucket) => counts[bucket] ?? 0);
  const ranges: Range[] = [];
  return {
    counts: all,
    items: all.flatMap((count, bucket) => Array.from({ length: count }, () => bucket)),
    ranges,
    async *read(bucket: number, end = 4096) {
      ranges.push([bucket, end]);
      for (let one = bucket; one < end; one++) yield Array.from({ length: all[one] ?? 0 }, () => one);
    },
  };
}

const keepAll = async (batch: readonly number[]) => batch;

describe('a scan', () => {
  it.each([
    ['nothing', [], 1],
    ['few', [0, 499, 1], 1],
    ['one more than few', [0, 499, 2], 2],
    ['many, evenly spread', Array.from({ length: 4096 }, () => 1), 9],
    ['very many', Array.from({ length: 4096 }, () => 4), 16],
    ['many in one place', [...Array.from({ length: 7 }, () => 0), 9_000], 1],
    ['many in one place among others', [3, 1, 9_000, 2, 2], 2],
    ['many in the last place', [...Array.from({ length: 4095 }, () => 0), 9_000], 1],
  ])('gives %s in the order of ids, from ranges that leave nothing out', async (_, given, parts) => {
    const { counts, items, read, ranges } = listOf(given);
    expect(await scan(counts, 20_000, read, keepAll)).toEqual(items);
    expect(ranges).toHaveLength(parts);
    expect(ranges[0]?.[0]).toBe(0);
    expect(ranges.at(-1)?.[1]).toBe(4096);
    expect(ranges.slice(1).map(([from]) => from)).toEqual(ranges.slice(0, -1).map(([, to]) => to));
  });

  it('cuts into parts of about the same size', async () => {
    const { counts, read, ranges } = listOf(Array.from({ length: 4096 }, (_, bucket) => (bucket % 5) + 1));
    await scan(counts, 20_000, read, keepAll);
    const sizes = ranges.map(([from, to]) => counts.slice(from, to).reduce((sum, count) => sum + count, 0));
    expect(sizes).toHaveLength(16);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(10);
  });

  it('P1: refuses more than the limit before it reads', async () => {
    const { counts, read, ranges } = listOf([3, 4]);
    expect(await scan(counts, 6, read, keepAll)).toBe('tooMany');
    expect(ranges).toEqual([]);
    expect(await scan(counts, 7, read, keepAll)).toHaveLength(7);
  });

  it('ends every range when one goes wrong', async () => {
    const { counts, read } = listOf(Array.from({ length: 4096 }, () => 4));
    let batches = 0;
    const work = scan(counts, 20_000, read, async (batch) => {
      await turn();
      batches += 1;
      if (batches === 40) throw new Error('No.');
      return batch;
    });
    await expect(work).rejects.toThrow('No.');
    await turn();
    await turn();
    expect(batches).toBeLessThan(40 + 16);
  });
});

import { describe, expect, it } from 'vitest';
import { expiringCache } from '#http/expiring-cache.ts';

describe('expiringCache', () => {
  it('keeps a value until its moment', () => {
    const cache = expiringCache<string>(10);
    cache.set('a', 'one', 100);
    expect(cache.get('a', 99)).toBe('one');
    expect(cache.get('a', 100)).toBeUndefined();
    expect(cache.get('b', 0)).toBeUndefined();
  });

  it('replaces a value and its moment', () => {
    const cache = expiringCache<string>(10);
    cache.set('a', 'one', 100);
    cache.set('a', 'two', 200);
    expect(cache.get('a', 150)).toBe('two');
  });

  it('lets the oldest go when it is full', () => {
    const cache = expiringCache<number>(2);
    cache.set('a', 1, 100);
    cache.set('b', 2, 100);
    cache.set('a', 3, 100);
    cache.set('c', 4, 100);
    expect(['a', 'b', 'c'].map((key) => cache.get(key, 0))).toEqual([3, undefined, 4]);
  });
});

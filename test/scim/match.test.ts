import { describe, expect, it } from 'vitest';
import { parseFilter } from '#scim/filter.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import { passingOver, selecting } from './match.cases.ts';
import { device, jane, user } from './resource-types.ts';

describe('matches', () => {
  it.each(selecting)('P1: selects by %s', (filter) => {
    expect(matches(parseFilter(filter, user), jane)).toBe(true);
  });

  it.each(passingOver)('P1: passes over by %s', (filter) => {
    expect(matches(parseFilter(filter, user), jane)).toBe(false);
  });

  it.each<[string, JsonObject, boolean]>([
    ['floor gt 2', { floor: 3 }, true],
    ['floor ge 3', { floor: 3 }, true],
    ['floor lt 3', { floor: 3 }, false],
    ['floor le 2.5', { floor: 3 }, false],
    ['floor eq 3', { floor: 3 }, true],
    ['floor eq 3', { floor: '3' }, false],
    ['floor gt 2', {}, false],
    ['tags eq "B"', { tags: ['a', 'b'] }, true],
    ['tags ne "a"', { tags: ['a'] }, false],
    ['tags pr', { tags: [] }, false],
    ['installed gt "2024-01-01"', { installed: 'unknown' }, false],
    ['installed eq "2024-01-01"', { installed: 5 }, false],
    ['key co "qq"', { key: 'QQ' }, false],
  ])('P1: answers %s about %j with %s', (filter, resource, expected) => {
    expect(matches(parseFilter(filter, device), resource)).toBe(expected);
  });

  it('P1: gives the same answer when it is asked again, and another for another resource', () => {
    const filter = parseFilter('userName sw "jane"', user);
    expect([jane, { userName: 'bob' }, jane].map((resource) => matches(filter, resource))).toEqual([true, false, true]);
  });

  it('P1: finds nothing in an extension that is absent', () => {
    expect(matches(parseFilter('manager pr', user), { userName: 'x' })).toBe(false);
    expect(matches(parseFilter('manager eq null', user), { userName: 'x' })).toBe(true);
  });
});

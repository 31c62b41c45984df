import { describe, expect, it } from 'vitest';
import { printFilter } from '#scim/filter.ts';
import { readListQuery } from '#scim/query.ts';
import { expectRefusal } from './refusal.ts';
import { user } from './resource-types.ts';

function read(parameters: Record<string, string>): ReturnType<typeof readListQuery> {
  return readListQuery(new Map(Object.entries(parameters)), user);
}

describe('readListQuery', () => {
  it.each<[Record<string, string>, number, number]>([
    [{}, 1, 100],
    [{ startIndex: '101', count: '2' }, 101, 2],
    [{ STARTINDEX: '3', Count: '5', aadOptscim062020: '' }, 3, 5],
    [{ startIndex: '0', count: '0' }, 1, 0],
    [{ startIndex: '-7', count: '-1' }, 1, 0],
    [{ startIndex: '+2', count: '1001' }, 2, 1000],
    [{ startIndex: '99999999999999999999', count: '99999999999999999999' }, Number.MAX_SAFE_INTEGER, 1000],
  ])('P3: reads %j as place %i and count %i', (parameters, startIndex, count) => {
    expect(read(parameters)).toEqual({ filter: undefined, startIndex, count });
  });

  it.each([
    ['startIndex', 'x'],
    ['startIndex', ''],
    ['startIndex', '1.5'],
    ['count', '1e3'],
    ['count', 'all'],
  ])('P3: refuses %s=%s', (name, value) => {
    expectRefusal(() => read({ [name]: value }), 'invalidValue', `${name} must be a whole number`);
  });

  it('P1: reads the filter, and refuses an empty one, which nobody means', () => {
    const { filter } = read({ Filter: 'userName eq "a"' });
    expect(filter && printFilter(filter)).toBe('userName eq "a"');
    expect(read({}).filter).toBeUndefined();
    expectRefusal(() => read({ filter: '' }), 'invalidFilter', 'offset 0');
    expectRefusal(() => read({ filter: ' ' }), 'invalidFilter', 'the end');
    expectRefusal(() => read({ filter: 'shoeSize eq 9' }), 'invalidFilter', 'offset 0');
  });
});

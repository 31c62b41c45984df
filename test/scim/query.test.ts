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
    expect(read(parameters)).toEqual({
      filter: undefined,
      sort: undefined,
      startIndex,
      cursor: undefined,
      count,
      step: count,
    });
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

  it.each<[Record<string, string>, string, number]>([
    [{ cursor: '' }, '', 100],
    [{ Cursor: 'abc', count: '0' }, 'abc', 0],
    [{ cursor: 'abc', startIndex: '1', count: '+7' }, 'abc', 7],
    [{ cursor: '', startIndex: '0', count: '1000' }, '', 1000],
    [{ cursor: '', count: '1001' }, '', 1000],
  ])('P3: reads %j as the cursor "%s" and count %i', (parameters, cursor, count) => {
    expect(read(parameters)).toMatchObject({ startIndex: 1, cursor, count });
  });

  it.each(['-1', 'x', '', '1.5', '1e2'])('RFC 9865 §2.1: refuses count=%s beside a cursor as invalidCount', (count) => {
    expectRefusal(() => read({ cursor: '', count }), 'invalidCount', 'from 0 to 1000. Please send');
  });

  it('P3: refuses a cursor together with another place', () => {
    expectRefusal(() => read({ cursor: '', startIndex: '2' }), 'invalidValue', 'exclude each other. Please send');
  });

  it('P5: reads what to sort by, names in any case', () => {
    expect(read({ SORTBY: 'username', sortorder: 'DESCENDING' }).sort).toMatchObject({
      path: { name: 'userName' },
      order: 'descending',
    });
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

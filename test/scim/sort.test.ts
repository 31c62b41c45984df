import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceType } from '#scim/attribute.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import { compareSortKeys, readSort, type Sort, sortKeyOf } from '#scim/sort.ts';
import { expectRefusal } from './refusal.ts';
import { device, enterprise, jane, user } from './resource-types.ts';

function sortBy(name: string, order?: string, type: ResourceType = user): Sort {
  const sort = readSort(name, order, type);
  if (sort === undefined) throw new Error(`nothing is sorted by ${name}`);
  return sort;
}

function sorted(values: readonly Json[], sort: Sort): readonly Json[] {
  const resources = values.map((value): JsonObject => ({ [sort.path.attribute.name]: value }));
  return resources
    .toSorted((one, other) => compareSortKeys(sort, sortKeyOf(sort, one), sortKeyOf(sort, other)))
    .map((resource) => resource[sort.path.attribute.name] ?? null);
}

describe('readSort', () => {
  it('asks for nothing without sortBy', () => {
    expect(readSort(undefined, undefined, user)).toBeUndefined();
    expect(readSort(undefined, 'descending', user)).toBeUndefined();
  });

  it.each([
    ['USERNAME', 'userName'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName', 'name.familyName'],
    ['emails', 'emails.value'],
    ['emails.type', 'emails.type'],
    ['meta.lastModified', 'meta.lastModified'],
    ['manager', `${enterprise}:manager.value`],
    [`${enterprise}:department`, `${enterprise}:department`],
  ])('RFC 7644 §3.4.2.3: %s stands for %s', (name, canonical) => {
    expect(sortBy(name)).toMatchObject({ path: { name: canonical }, order: 'ascending' });
  });

  it.each<[string, string | undefined, string]>([
    ['shoeSize', undefined, 'sorted by "shoeSize", which no schema has. Please send the name of an attribute'],
    ['', undefined, 'sorted by ""'],
    ['x'.repeat(500), undefined, `"${'x'.repeat(100)}…"`],
    ['name', undefined, 'Please send one of name.formatted, name.familyName'],
    ['meta', undefined, 'meta.resourceType'],
    ['userName', 'upwards', '"upwards" is no sortOrder. Please send ascending or descending.'],
    ['userName', '', '"" is no sortOrder'],
  ])('P1: refuses to sort by %j in the order %j', (name, order, detail) => {
    expectRefusal(() => readSort(name, order, user), 'invalidValue', detail);
  });
});

describe('sortKeyOf', () => {
  it.each<[string, ResourceType, JsonObject, unknown]>([
    ['userName', user, jane, 'jane.doe@example.com'],
    ['externalId', user, jane, 'Ext-1'],
    ['name.familyName', user, jane, 'doe'],
    ['nickName', user, jane, undefined],
    ['title', user, jane, undefined],
    ['active', user, jane, 1],
    ['active', user, { active: false }, 0],
    ['emails', user, jane, 'jane@example.com'],
    ['emails', user, { emails: [{ value: 'b' }, { value: 'a', primary: true }] }, 'a'],
    ['emails.type', user, { emails: [{ type: 'home' }, { value: 'a', primary: true }] }, undefined],
    ['emails', user, { emails: [{ value: 'b' }, { value: 'a', primary: false }] }, 'b'],
    ['phoneNumbers', user, jane, undefined],
    ['name.givenName', user, { name: null }, undefined],
    ['department', user, jane, 'sales'],
    ['manager', user, jane, 'M-1'],
    ['department', user, {}, undefined],
    ['schemas', user, jane, 'urn:ietf:params:scim:schemas:core:2.0:User'],
    ['meta.created', user, jane, Date.parse('2024-05-01T10:00:00Z')],
    ['meta.lastModified', user, jane, Date.parse('2024-06-01T10:00:00.500Z')],
    ['floor', device, { floor: -3 }, -3],
    ['tags', device, { tags: ['B', 'A'] }, 'b'],
    ['key', device, { key: 'Aa==' }, 'Aa=='],
  ])('RFC 7644 §3.4.2.3: reads %s', (name, type, resource, key) => {
    expect(sortKeyOf(sortBy(name, undefined, type), resource)).toBe(key);
  });

  it('keeps the beginning of a long text, in whole characters', () => {
    expect(sortKeyOf(sortBy('title'), { title: 'x'.repeat(1000) })).toBe('x'.repeat(256));
    expect(sortKeyOf(sortBy('title'), { title: `${'x'.repeat(255)}🙂` })).toBe(`${'x'.repeat(255)}\u{fffd}`);
  });
});

describe('compareSortKeys', () => {
  it('P5: sorts missing values last when ascending, and first when descending', () => {
    const values = ['b', null, 'C', 'a'];
    expect(sorted(values, sortBy('title'))).toEqual(['a', 'b', 'C', null]);
    expect(sorted(values, sortBy('title', 'descending'))).toEqual([null, 'C', 'b', 'a']);
  });

  it('P5: sorts numbers, booleans and dates as such, and case where it counts', () => {
    expect(sorted([10, 9, -1], sortBy('floor', 'Ascending', device))).toEqual([-1, 9, 10]);
    expect(sorted([true, false], sortBy('active'))).toEqual([false, true]);
    const dates = ['2024-01-01T00:00:00+02:00', '2023-12-31T23:00:00Z', '2024-01-01T00:00:00+01:30'];
    expect(sorted(dates, sortBy('installed', undefined, device))).toEqual([dates[0], dates[2], dates[1]]);
    expect(sorted(['a', 'B'], sortBy('externalId'))).toEqual(['B', 'a']);
    expect(sorted(['a', 'B'], sortBy('title'))).toEqual(['a', 'B']);
  });

  it('P5: is a total order, and descending is its reverse', () => {
    const key = fc.option(fc.string({ unit: 'binary', maxLength: 3 }), { nil: undefined });
    const [up, down] = [sortBy('title'), sortBy('title', 'descending')];
    fc.assert(
      fc.property(key, key, key, (a, b, c) => {
        const [ab, bc, ac] = [compareSortKeys(up, a, b), compareSortKeys(up, b, c), compareSortKeys(up, a, c)];
        expect(Math.sign(ab) + Math.sign(compareSortKeys(up, b, a))).toBe(0);
        expect(Math.sign(ab) + Math.sign(compareSortKeys(down, a, b))).toBe(0);
        expect(ab === 0).toBe(a === b);
        expect(ab > 0 || bc > 0 || ac <= 0).toBe(true);
      }),
    );
  });
});

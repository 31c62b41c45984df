import { describe, expect, it } from 'vitest';
import type { Json } from '#scim/json.ts';
import { readListQuery } from '#scim/query.ts';
import { readSearchRequest } from '#scim/search-request.ts';
import { urns } from '#scim/urns.ts';
import { expectRefusal } from './refusal.ts';
import { user } from './resource-types.ts';

describe('readSearchRequest', () => {
  it('RFC 7644 §3.4.3: reads everything that a GET may have', () => {
    const body = {
      schemas: [urns.searchRequest],
      attributes: ['userName', 'emails.value'],
      excludedAttributes: [],
      filter: 'active eq true',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 11,
      count: 10,
      cursor: 'abc',
    };
    expect(Object.fromEntries(readSearchRequest(body))).toEqual({
      attributes: 'userName,emails.value',
      excludedattributes: '',
      filter: 'active eq true',
      sortby: 'userName',
      sortorder: 'descending',
      startindex: '11',
      count: '10',
      cursor: 'abc',
    });
  });

  it('reads names in any case, the first of several, numbers as text; nulls and unknown ones are not sent', () => {
    const body = { COUNT: '5', count: 7, StartIndex: null, filter: null, domain: 'x', toString: 'x' };
    expect(Object.fromEntries(readSearchRequest(body))).toEqual({ count: '5' });
    expect(readSearchRequest({}).size).toBe(0);
  });

  it.each<[Json]>([[null], [[]], ['filter'], [7]])('RFC 7644 §3.12: refuses %j as invalidSyntax', (body) => {
    expectRefusal(() => readSearchRequest(body), 'invalidSyntax', 'Please send an object');
  });

  it.each<[string, Json, string]>([
    ['attributes', 'userName', 'a list of attribute names'],
    ['Attributes', ['userName', 7], 'attributes is not of the right kind'],
    ['excludedAttributes', { userName: true }, 'a list of attribute names'],
    ['filter', 7, 'Please send a text, or leave filter out'],
    ['sortBy', ['userName'], 'a text'],
    ['sortOrder', true, 'a text'],
    ['cursor', 7, 'a text'],
  ])('P1: refuses %s %j as invalidValue', (name, value, detail) => {
    expectRefusal(() => readSearchRequest({ [name]: value }), 'invalidValue', detail);
  });

  it.each<[Json]>([[1.5], [true], [[1]], [{}], ['x'], ['']])('P3: leads to a refusal of the count %j', (count) => {
    expectRefusal(() => readListQuery(readSearchRequest({ count }), user), 'invalidValue', 'count must be a whole');
    expectRefusal(() => readListQuery(readSearchRequest({ count, cursor: '' }), user), 'invalidCount', 'count must be');
  });
});

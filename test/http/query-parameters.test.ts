import { describe, expect, it } from 'vitest';
import { readQueryParameters } from '#http/query-parameters.ts';
import { invalidValue } from '#scim/errors.ts';

describe('readQueryParameters', () => {
  it.each([
    ['', {}],
    ['&&', {}],
    ['filter=userName%20eq%20%22a%40example.com%22', { filter: 'userName eq "a@example.com"' }],
    ['filter=userName+eq+%22a%2Bb%40example.com%22', { filter: 'userName eq "a+b@example.com"' }],
    ['filter=a%3D1&b=2', { filter: 'a=1', b: '2' }],
    ['filter=displayName eq "a,b"', { filter: 'displayName eq "a,b"' }],
    ['filter=a=b', { filter: 'a=b' }],
    ['count=1&count=2&COUNT=3', { count: '1' }],
    ['startIndex=1&StartIndex=2', { startindex: '1' }],
    ['flag&count=', { flag: '', count: '' }],
    ['%66ilter=x', { filter: 'x' }],
    ['name=%C3%A9%F0%9F%98%80', { name: 'é😀' }],
    ['__proto__=x', { ['__proto__']: 'x' }],
  ])('reads %s', (query, expected) => {
    expect([...readQueryParameters(query)]).toEqual(Object.entries(expected));
  });

  it.each(['filter=%', 'filter=%zz', 'filter=%C3', '%FF=1', 'a=1&filter=100%'])('refuses %s', (query) => {
    expect(() => readQueryParameters(query)).toThrow(
      invalidValue(
        'The query of the request is not valid percent-encoding of UTF-8. Please encode each value of the query.',
      ),
    );
  });
});

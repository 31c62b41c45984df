import { describe, expect, it } from 'vitest';
import { bulkLimits, readBulkRequest } from '#scim/bulk-request.ts';
import { ScimError } from '#scim/errors.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import { unreadable } from './bulk-request.cases.ts';
import { expectRefusal, refusalOf } from './refusal.ts';

const baseUrls = ['https://api.test/scim/v2', 'https://api.test/scim', '/scim/v2', '/scim'];

function read(body: Json) {
  return readBulkRequest(body, baseUrls);
}

/** The one operation of a request, as it was read. */
function readOne(operation: Json) {
  const [entry] = read({ Operations: [operation] }).entries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

describe('readBulkRequest', () => {
  it('RFC 7644 §3.7: reads operations with bulkId, version and data', () => {
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      failOnErrors: 2,
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'ada@example.com' } },
        { method: 'PUT', path: '/Users/1', version: 'W/"1.1"', data: {} },
        { method: 'DELETE', path: '/Groups/bulkId:b', data: { ignored: true } },
      ],
    };
    expect(read(body)).toEqual({
      failOnErrors: 2,
      entries: [
        {
          method: 'POST',
          bulkId: 'a',
          asked: { method: 'POST', endpoint: '/Users', bulkId: 'a', data: { userName: 'ada@example.com' } },
        },
        { method: 'PUT', asked: { method: 'PUT', endpoint: '/Users', id: '1', version: 'W/"1.1"', data: {} } },
        { method: 'DELETE', asked: { method: 'DELETE', endpoint: '/Groups', id: 'bulkId:b', data: null } },
      ],
    });
  });

  it('RFC 7643 §2.1: reads names and methods in any case, and an empty list', () => {
    const operation = { METHOD: 'post', Path: '/Groups', BULKID: 'a', Data: { displayName: 'x' } };
    expect(read({ operations: [operation] }).entries).toEqual([
      { method: 'POST', bulkId: 'a', asked: expect.objectContaining({ method: 'POST', endpoint: '/Groups' }) },
    ]);
    expect(read({ Operations: [] })).toEqual({ failOnErrors: undefined, entries: [] });
  });

  it('takes the bare operations of a PATCH, as RFC 7644 §3.7.3 shows them', () => {
    const data = [{ op: 'remove', path: 'nickName' }];
    expect(readOne({ method: 'PATCH', path: '/Users/1', data }).asked).toMatchObject({ data: { Operations: data } });
    const message = { Operations: data };
    expect(readOne({ method: 'PATCH', path: '/Users/1', data: message }).asked).toMatchObject({ data: message });
    expect(readOne({ method: 'PUT', path: '/Users/1', data }).asked).toMatchObject({ data });
  });

  it.each([
    ['/Users/1'],
    ['Users/1'],
    ['/Users/1/'],
    [' /Users/1 '],
    ['/Users/%31'],
    ['/scim/v2/Users/1'],
    ['/scim/Users/1'],
    ['https://api.test/scim/v2/Users/1'],
    ['HTTPS://API.test/scim/Users/1'],
  ])('reads the path %s', (path) => {
    expect(readOne({ method: 'DELETE', path }).asked).toEqual({
      method: 'DELETE',
      endpoint: '/Users',
      id: '1',
      data: null,
    });
  });

  it.each(unreadable)('refuses an operation with %s, and that one alone', (_, operation, status, scimType, detail) => {
    const { entries } = read({ Operations: [operation, { method: 'DELETE', path: '/Users/2' }] });
    expect(entries[0]?.asked).toBeInstanceOf(ScimError);
    expect(entries[0]?.asked).toMatchObject({ status, scimType, detail: expect.stringContaining(detail) });
    expect(entries[1]?.asked).toMatchObject({ id: '2' });
  });

  it.each([
    ['a method that is none', { method: 'GET', path: '/Users/1' }],
    ['no data', { method: 'PUT', path: '/Users/1' }],
    ['a version that is no text', { method: 'DELETE', path: '/Users/1', version: 1 }],
  ])('RFC 7644 §3.7.3: says which resource an operation with %s is on', (_, operation) => {
    expect(readOne(operation).named).toEqual({ endpoint: '/Users', id: '1' });
  });

  it('hands on what is no refusal', () => {
    const operation = {
      method: 'DELETE',
      get path(): string {
        throw new TypeError('a fault');
      },
    };
    expect(() => readOne(operation)).toThrow(TypeError);
  });

  it('repeats of an operation what can be read', () => {
    expect(readOne({ method: 'get', bulkId: 'a' })).toMatchObject({ method: 'GET', bulkId: 'a' });
    expect(readOne({ method: 'x'.repeat(21), bulkId: 7 })).toEqual({ asked: expect.any(ScimError) });
  });

  it('refuses all operations that share a bulkId, because nobody can tell which one a reference means', () => {
    const post = (bulkId: string): JsonObject => ({ method: 'POST', path: '/Users', bulkId, data: {} });
    const { entries } = read({
      Operations: [post('a'), post('b'), { method: 'DELETE', path: '/Users/1', bulkId: 'a' }, post(''), post('')],
    });
    expect(entries.map(({ asked }) => (asked instanceof ScimError ? asked.detail : asked.bulkId))).toEqual([
      'Several operations have the bulkId "a". Please give each one of its own.',
      'b',
      'Several operations have the bulkId "a". Please give each one of its own.',
      expect.stringContaining('has no bulkId'),
      expect.stringContaining('has no bulkId'),
    ]);
  });

  it.each([[null], [[]], ['x']])('refuses %s as a whole', (body) => {
    expectRefusal(() => read(body), 'invalidSyntax', 'must be a JSON object');
  });

  it('refuses a body without operations', () => {
    expectRefusal(() => read({ Operations: {} }), 'invalidSyntax', 'needs a list named Operations');
  });

  it('RFC 7644 §3.7.4: refuses more operations than maxOperations, and says how many that is', () => {
    const operations = Array.from({ length: bulkLimits.maxOperations + 1 }, () => ({}));
    expect(read({ Operations: operations.slice(1) }).entries).toHaveLength(1000);
    expect(refusalOf(() => read({ Operations: operations }))).toMatchObject({
      status: 413,
      detail:
        'The request has 1001 operations, and the limit is 1000 (maxOperations). Nothing was changed; please send ' +
        'them in several requests.',
    });
  });

  it.each([
    [1, 1],
    ['3', 3],
    [null, undefined],
  ])('reads failOnErrors %s', (failOnErrors, expected) => {
    expect(read({ Operations: [], failOnErrors }).failOnErrors).toBe(expected);
  });

  it.each([0, -1, 1.5, '0', 'one', '', true, [1]])('refuses failOnErrors %s', (failOnErrors) => {
    expectRefusal(() => read({ Operations: [], failOnErrors }), 'invalidValue', 'failOnErrors must be a whole number');
  });
});

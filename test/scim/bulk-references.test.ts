import { describe, expect, it } from 'vitest';
import { deferAttributes, findReferences, referredBulkId, resolveReferences } from '#scim/bulk-references.ts';
import type { Json } from '#scim/json.ts';
import { enterprise } from './resource-types.ts';

const idOf = (bulkId: string): string => `id-of-${bulkId}`;

/** What is sent, the bulkIds that it refers to, and what becomes of it. */
const cases: readonly (readonly [string, Json, readonly string[], Json])[] = [
  ['a whole text', 'bulkId:a', ['a'], 'id-of-a'],
  ['a text that only holds one', 'see bulkId:a', [], 'see bulkId:a'],
  ['a text in other case', 'BulkId:a', [], 'BulkId:a'],
  ['no bulkId at all', 'bulkId:', [''], 'id-of-'],
  ['scalars', [null, true, 7], [], [null, true, 7]],
  [
    'members',
    { members: [{ value: 'bulkId:a' }, { value: '1' }, { value: 'bulkId:b:c' }] },
    ['a', 'b:c'],
    { members: [{ value: 'id-of-a' }, { value: '1' }, { value: 'id-of-b:c' }] },
  ],
  ['a manager', { [enterprise]: { manager: 'bulkId:a' } }, ['a'], { [enterprise]: { manager: 'id-of-a' } }],
  [
    'the filter of a PATCH path',
    { Operations: [{ op: 'remove', Path: 'members[value eq "bulkId:a" or value eq "bulkId:b"]' }] },
    ['a', 'b'],
    { Operations: [{ op: 'remove', Path: 'members[value eq "id-of-a" or value eq "id-of-b"]' }] },
  ],
  [
    'a key with a filter',
    { value: { 'emails[value eq "bulkId:a"].type': 'work' } },
    ['a'],
    { value: { 'emails[value eq "id-of-a"].type': 'work' } },
  ],
  [
    'an escape in a filter',
    { path: 'members[value eq "bulkId:\\"a\\u0062\\""]' },
    ['"ab"'],
    { path: 'members[value eq "id-of-\\"ab\\""]' },
  ],
  [
    'a wrong escape, which the path is refused for',
    { path: 'x[y eq "bulkId:\\q" or y eq "bulkId:\\N" or y eq "bulkId:\\u00zz"]' },
    [],
    { path: 'x[y eq "bulkId:\\q" or y eq "bulkId:\\N" or y eq "bulkId:\\u00zz"]' },
  ],
  [
    'a literal that only holds one, behind an escaped quote',
    { path: 'emails[type eq "the \\"bulkId:a\\"" or value eq "bulkId:b"]' },
    ['b'],
    { path: 'emails[type eq "the \\"bulkId:a\\"" or value eq "id-of-b"]' },
  ],
  [
    'a literal without an end, however many it seems to begin',
    { path: '"bulkId:\\'.repeat(100_000) },
    [],
    { path: '"bulkId:\\'.repeat(100_000) },
  ],
  ['a path without a filter', { path: 'members' }, [], { path: 'members' }],
  ['a literal in any other text', { title: 'the "bulkId:a"' }, [], { title: 'the "bulkId:a"' }],
];

describe('references (RFC 7644 §3.7.2)', () => {
  it.each(cases)('are found in %s', (_, value, bulkIds) => {
    expect([...findReferences(value)]).toEqual(bulkIds);
  });

  it.each(cases)('are replaced in %s', (_, value, __, resolved) => {
    expect(resolveReferences(value, idOf)).toEqual(resolved);
  });

  it('name a bulkId after the colon', () => {
    expect(referredBulkId('bulkId:a')).toBe('a');
    expect(referredBulkId('a')).toBeUndefined();
  });
});

describe('deferAttributes', () => {
  const isMissing = (bulkId: string): boolean => bulkId === 'later';

  it('RFC 7644 §3.7.1: leaves out what refers to what is not there yet, of an extension that attribute alone', () => {
    const resource = {
      userName: 'ada@example.com',
      nickName: 'bulkId:later',
      emails: [{ value: 'bulkId:there' }],
      [enterprise]: { department: 'Sales', manager: { value: 'bulkId:later' } },
    };
    expect(deferAttributes(resource, isMissing)).toEqual({
      now: { userName: 'ada@example.com', emails: [{ value: 'bulkId:there' }], [enterprise]: { department: 'Sales' } },
      later: { nickName: 'bulkId:later', [enterprise]: { manager: { value: 'bulkId:later' } } },
    });
  });

  it('takes an attribute under a URN as a whole', () => {
    const resource = { [`${enterprise}:manager`]: 'bulkId:later' };
    expect(deferAttributes(resource, isMissing)).toEqual({ now: {}, later: resource });
  });

  it('leaves alone what is no object: it is refused', () => {
    expect(deferAttributes(['bulkId:later'], isMissing)).toEqual({ now: ['bulkId:later'], later: {} });
  });
});

import { describe, expect, it } from 'vitest';
import type { Json } from '#scim/json.ts';
import { readMembers, splitMembers } from '#scim/members.ts';
import { readPatchRequest } from '#scim/patch.ts';
import { expectRefusal, refusalOf } from './refusal.ts';
import { group } from './resource-types.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:Group';

function split(...operations: readonly Json[]): ReturnType<typeof splitMembers> {
  return splitMembers(readPatchRequest({ Operations: operations }, group));
}

/** How often so many members that are added, and as many that are removed, are looked at. */
function looksAtEach(count: number): { readonly member: number; readonly removal: number } {
  const looks = { member: 0, removal: 0 };
  const value = Array.from({ length: count }, (_, index) => ({
    get value(): string {
      looks.member++;
      return `user-${index}`;
    },
  }));
  const removals = value.map((_, index) => ({
    op: 'remove',
    get path(): string {
      looks.removal++;
      return `members[value eq "user-${index}"]`;
    },
  }));
  expect(split({ op: 'add', path: 'members', value }, ...removals).members).toHaveLength(count + 1);
  return { member: looks.member / count, removal: looks.removal / count };
}

describe('splitMembers', () => {
  it.each<[string, Json, unknown]>([
    [
      'a value list',
      { op: 'add', path: 'members', value: [{ value: 'u1', display: 'U' }, { value: 'u2' }] },
      { kind: 'add', members: [{ value: 'u1' }, { value: 'u2' }] },
    ],
    ['one member', { op: 'Add', path: 'members', value: { value: 'u1' } }, { kind: 'add', members: [{ value: 'u1' }] }],
    ['a plain id', { op: 'add', path: 'members', value: 'u1' }, { kind: 'add', members: [{ value: 'u1' }] }],
    [
      'null as $ref',
      { op: 'Add', path: 'members', value: [{ $ref: null, value: 'u1' }] },
      { kind: 'add', members: [{ value: 'u1' }] },
    ],
    [
      'a type, and a $ref that the id says already',
      { op: 'add', path: `${core}:members`, value: [{ value: 'u1', type: 'User', $ref: 'https://x/Users/u1' }] },
      { kind: 'add', members: [{ value: 'u1', type: 'User' }] },
    ],
    ['no path', { op: 'add', value: { Members: [{ value: 'u1' }] } }, { kind: 'add', members: [{ value: 'u1' }] }],
    [
      'no path and a URN',
      { op: 'add', value: { [core]: { members: [{ value: 'u1' }] } } },
      { kind: 'add', members: [{ value: 'u1' }] },
    ],
    [
      'a filter on the id',
      { op: 'add', path: 'members[value eq "u1"]', value: { value: 'u1', type: 'User' } },
      { kind: 'add', members: [{ value: 'u1', type: 'User' }] },
    ],
    [
      'a filter on the id, and no id',
      { op: 'add', path: 'members[value eq "u1"]', value: [] },
      { kind: 'add', members: [{ value: 'u1' }] },
    ],
    [
      'a filter on the id, and null',
      { op: 'add', path: 'members[value eq "u1"]', value: null },
      { kind: 'add', members: [{ value: 'u1' }] },
    ],
    [
      'a replacement of one by null as the removal that it is',
      { op: 'replace', path: 'members[value eq "u1"]', value: null },
      { kind: 'remove', ids: ['u1'] },
    ],
    [
      'a replacement',
      { op: 'replace', path: 'members', value: [{ value: 'u1' }, { value: 'u1', type: 'User' }] },
      { kind: 'replace', members: [{ value: 'u1' }] },
    ],
    [
      'a replacement without a path',
      { op: 'replace', value: { members: [{ value: 'u1' }] } },
      { kind: 'replace', members: [{ value: 'u1' }] },
    ],
    ['a replacement by nobody', { op: 'replace', path: 'members', value: [] }, { kind: 'removeAll' }],
    ['a replacement by null', { op: 'replace', value: { members: null } }, { kind: 'removeAll' }],
    ['a removal of all', { op: 'remove', path: 'members' }, { kind: 'removeAll' }],
    ['a removal with null as value', { op: 'Remove', path: 'members', value: null }, { kind: 'removeAll' }],
    [
      'a removal by value list',
      { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'u1' }] },
      { kind: 'remove', ids: ['u1'] },
    ],
    ['a removal of nobody', { op: 'remove', path: 'members', value: [] }, { kind: 'remove', ids: [] }],
    ['a removal by id', { op: 'remove', path: 'members[value eq "u1"]' }, { kind: 'remove', ids: ['u1'] }],
    [
      'a removal by ids',
      { op: 'remove', path: 'members[value eq "u1" or (value eq "u2" or value eq "u3")]' },
      { kind: 'remove', ids: ['u1', 'u2', 'u3'] },
    ],
  ])('G7: reads %s', (_name, operation, expected) => {
    expect(split(operation)).toEqual({ members: [expected], rest: [] });
  });

  it.each([
    'members[value sw "u"]',
    'members[value eq "u1" or type eq "User"]',
    'members[value eq "u1" and type eq "User"]',
    'members[value eq null]',
  ])('G7: leaves %s to be matched', (path) => {
    expect(split({ op: 'remove', path }).members).toMatchObject([{ kind: 'removeMatching' }]);
  });

  it('G8: refuses more than ten such filters', () => {
    const operations = Array.from({ length: 11 }, () => ({ op: 'remove', path: 'members[value sw "u"]' }));
    expect(split(...operations.slice(1)).members).toHaveLength(10);
    expect(refusalOf(() => split(...operations))).toMatchObject({ status: 413 });
  });

  it("P2: knows no display name of a member, which is the user's", () => {
    const operation = { op: 'replace', path: 'members[value eq "u1"].display', value: 'U' };
    expectRefusal(() => split(operation), 'invalidPath', 'offset 23');
    const filtered = { op: 'remove', path: 'members[display eq "U"]' };
    expectRefusal(() => split(filtered), 'invalidFilter', 'offset 8');
  });

  it.each<Json>([
    { op: 'replace', path: 'members[value eq "u1"].value', value: 'u2' },
    { op: 'replace', path: 'members[value eq "u1"].type', value: 'Group' },
    { op: 'remove', path: 'members.value' },
    { op: 'replace', path: 'members[value eq "u1"]', value: { value: 'u2' } },
    { op: 'add', path: 'members[value eq "u1" or value eq "u2"]', value: [] },
    { op: 'add', path: 'members[type eq "User"]', value: { value: 'u1' } },
  ])('G7: refuses %j, which would turn a member into another', (operation) => {
    expectRefusal(() => split(operation), 'mutability', 'cannot be changed. Please remove the member');
  });

  it('G6: leaves everything else to the group', () => {
    const { members, rest } = split(
      { op: 'replace', value: { id: 'g', displayName: 'New', members: [{ value: 'u1' }] } },
      { op: 'replace', path: 'externalId', value: 'e' },
    );
    expect(members).toEqual([{ kind: 'replace', members: [{ value: 'u1' }] }]);
    expect(rest.map(({ path: { path }, value }) => [path.name, value])).toEqual([
      ['displayName', 'New'],
      ['externalId', 'e'],
    ]);
  });

  it('G8: looks no more often at each of 20,000 members and as many removals than at each of ten', () => {
    expect(looksAtEach(20_000)).toEqual(looksAtEach(10));
  });
});

describe('readMembers', () => {
  it.each<[Json, unknown]>([
    [null, []],
    [[], []],
    [[null], []],
    ['u1', [{ value: 'u1' }]],
    [{ VALUE: 'u1' }, [{ value: 'u1' }]],
    [
      ['u1', { value: 'u2' }],
      [{ value: 'u1' }, { value: 'u2' }],
    ],
  ])('G7: reads %j', (value, expected) => {
    expect(readMembers(value)).toEqual(expected);
  });

  it.each<[Json, string]>([
    [[{ display: 'U' }], 'Each of members needs a value'],
    [[{ value: '' }], 'Each of members needs a value'],
    [[{ value: null }], 'Each of members needs a value'],
    [[{}], 'Each of members needs a value'],
    [[''], 'Each of members needs a value'],
    [[{ value: 5 }], 'members.value must be a text, but the number 5 was sent'],
    [5, 'members must be an object, but the number 5 was sent'],
    [[{ value: ['u1'] }], 'members.value must be a text, but a list was sent'],
    [[{ value: {} }], 'members.value must be a text, but an object was sent'],
    [[['u1']], 'members must be an object, but a list was sent'],
  ])('G7: refuses %j', (value, detail) => {
    expectRefusal(() => readMembers(value), 'invalidValue', detail);
  });
});

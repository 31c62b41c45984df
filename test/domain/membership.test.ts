import { describe, expect, it } from 'vitest';
import { membersReplaced, needsPresentMembers, sumUpMembers } from '../../lambdas/domain/membership.ts';
import { groupType } from '../../lambdas/domain/resource-types.ts';
import type { Member } from '../../lambdas/domain/group.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { splitMembers } from '../../lambdas/scim/members.ts';
import { readPatchRequest } from '../../lambdas/scim/patch.ts';

function operations(...list: JsonObject[]) {
  return splitMembers(readPatchRequest({ Operations: list }, groupType())).members;
}

function sum(list: JsonObject[], present: readonly string[] = []) {
  const members: Member[] = present.map((userId) => ({ userId, waiting: userId.startsWith('waiting'), epoch: 0 }));
  const { replaces, joining, leaving } = sumUpMembers(operations(...list), members, 'https://scim.test');
  return { replaces, joining: [...joining.keys()], leaving: [...leaving] };
}

const add = (...ids: string[]): JsonObject => ({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) });
const remove = (...ids: string[]): JsonObject => ({
  op: 'Remove',
  path: 'members',
  value: ids.map((value) => ({ value })),
});
const replace = (...ids: string[]): JsonObject => ({
  op: 'replace',
  path: 'members',
  value: ids.map((value) => ({ value })),
});

describe('the operations on members, summed up in their order', () => {
  it.each<[string, JsonObject[], { replaces: boolean; joining: string[]; leaving: string[] }]>([
    ['G7: adds', [add('a', 'b'), add('a')], { replaces: false, joining: ['a', 'b'], leaving: [] }],
    ['G7: removes', [remove('a')], { replaces: false, joining: [], leaving: ['a'] }],
    [
      'G7: takes the last word on one member',
      [add('a'), remove('a'), remove('b'), add('b')],
      { replaces: false, joining: ['b'], leaving: ['a'] },
    ],
    [
      'G7: replaces, and forgets what came before',
      [add('x'), replace('a'), add('b')],
      { replaces: true, joining: ['a', 'b'], leaving: [] },
    ],
    ['G7: empties', [{ op: 'replace', path: 'members', value: [] }], { replaces: true, joining: [], leaving: [] }],
    [
      'G7: empties by remove without a value',
      [{ op: 'remove', path: 'members' }],
      { replaces: true, joining: [], leaving: [] },
    ],
    [
      'G7: removes by filter',
      [{ op: 'remove', path: 'members[value eq "a"]' }],
      { replaces: false, joining: [], leaving: ['a'] },
    ],
  ])('%s', (_, list, expected) => {
    expect(sum(list)).toEqual(expected);
  });

  it('P2: a filter that names no ids is asked of the members, of those that join in the same request too', () => {
    const all = { op: 'remove', path: 'members[value sw "a"]' };
    expect(needsPresentMembers(operations(all))).toBe(true);
    expect(needsPresentMembers(operations(add('a')))).toBe(false);
    expect(sum([add('a3', 'b3'), all], ['a1', 'b1'])).toEqual({
      replaces: false,
      joining: ['b3'],
      leaving: ['a1', 'a3'],
    });
    expect(sum([replace('a9', 'b9'), all], ['a1'])).toEqual({ replaces: true, joining: ['b9'], leaving: ['a9'] });
  });

  it('G7: a filter takes out waiting members too, who must not come back with a reactivation', () => {
    const users = { op: 'remove', path: 'members[type eq "User"]' };
    expect(sum([users], ['a', 'waiting'])).toMatchObject({ leaving: ['a', 'waiting'] });
  });

  it('P2: a filter sees of a member what SCIM shows of it', () => {
    const byReference = { op: 'remove', path: 'members[$ref ew "/Users/a"]' };
    expect(sum([byReference], ['a', 'b'])).toMatchObject({ leaving: ['a'] });
  });

  it('G7: the same member twice in a list is one member', () => {
    expect([...membersReplaced([{ value: 'a' }, { value: 'a' }]).joining.keys()]).toEqual(['a']);
  });
});

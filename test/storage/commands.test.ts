import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { changeGroup } from '#storage/group-commands.ts';
import { addressLimit } from '#domain/limits.ts';
import { changeUser, createUser, groupsTouched, removeUser } from '#storage/user-commands.ts';
import type { Action } from '#storage/write.ts';
import { sampleGroup, sampleUser, withAttributes, withStanding } from '../support/samples.ts';

const scope = {
  tableName: 'T',
  organization: 'o',
  stamp: { actor: 'k', request: 'r', at: '2026-11-23T12:00:00.000Z' },
};

function keyOf({ Put, Update, Delete }: Action): string {
  const key = (Put?.Item ?? Update?.Key ?? Delete?.Key ?? {}) as Record<string, unknown>;
  return `${Put ? 'put' : Update ? 'update' : 'delete'} ${String(key['SK'])}`;
}

function emails(count: number, name = 'mail') {
  return Array.from({ length: count }, (_, index) => ({ value: `${name}${index}@example.com` }));
}

describe('users', () => {
  const id = 'abc00000-0000-4000-8000-000000000000';
  const user = sampleUser(
    { userName: 'A@b.c', externalId: 'E', emails: [{ value: 'A@b.c' }, { value: 'a@B.c' }] },
    {},
    id,
  );

  it('U1: are created by one transaction of six, whose name alone can be refused', () => {
    const writes = createUser(scope, user);
    expect(writes.map(({ action, refused }) => [keyOf(action), refused])).toEqual([
      ['put USER#a@b.c', 'nameTaken'],
      [`put ${id}`, undefined],
      [`put ${id}#M`, undefined],
      [`put MAIL#a@b.c#${id}`, undefined],
      [`put EXT#E#${id}`, undefined],
      ['update USERS#ab', undefined],
    ]);
  });

  it('write nothing where nothing changes, and one item where one half does', () => {
    expect(changeUser(scope, { before: user, after: user })).toEqual({ halves: [], members: [] });
    const titled = withAttributes(user, { ...user.profile.attributes, title: 'Boss' });
    expect(changeUser(scope, { before: user, after: titled }).halves.map(({ action }) => keyOf(action))).toEqual([
      `put ${id}`,
    ]);
    const promoted = withStanding(user, { role: 'Admin' });
    expect(changeUser(scope, { before: user, after: promoted }).halves.map(({ action }) => keyOf(action))).toEqual([
      `put ${id}#M`,
    ]);
  });

  it('lead from every address and the externalId', () => {
    const writes = createUser(scope, sampleUser({ emails: emails(addressLimit), externalId: 'E' }));
    expect(writes).toHaveLength(3 + addressLimit + 1 + 1);
  });

  it('U4: fit into a transaction without their memberships, whatever else changes in the same request', () => {
    const groups = new Set([randomUUID(), randomUUID()]);
    const all = { emails: emails(addressLimit), externalId: 'E' };
    const leaver = sampleUser(all, { groups });
    const moved = { userName: 'other@example.com', emails: emails(addressLimit, 'new'), externalId: 'F' };
    const after = withStanding(withAttributes(leaver, moved), { active: false, epoch: 1, groups: new Set() });
    const plan = changeUser(scope, { before: leaver, after });
    expect(plan.halves).toHaveLength(2 + 2 + 2 * (addressLimit + 1));
    expect(plan.members.map(({ action }) => keyOf(action))).toEqual([
      `delete ${leaver.profile.id}`,
      `delete ${leaver.profile.id}`,
    ]);
    expect(removeUser(scope, leaver).members).toEqual(plan.members);
  });

  it('P5: touch the groups whose members they change, each once', () => {
    const [kept, left, came] = [randomUUID(), randomUUID(), randomUUID()];
    const before = sampleUser({}, { groups: new Set([kept, left]) });
    const after = withStanding(before, { groups: new Set([kept, came]) });
    expect(groupsTouched([[before.standing, after.standing]]).toSorted()).toEqual([left, came].toSorted());
    expect(groupsTouched([[before.standing, undefined]]).toSorted()).toEqual([kept, left].toSorted());
    const moved = withStanding(before, { epoch: 1 });
    expect(groupsTouched([[before.standing, moved.standing]])).toHaveLength(2);
  });
});

describe('groups', () => {
  const group = sampleGroup();
  const user = sampleUser();
  const change = { before: group, after: group, add: [user.standing], remove: [], exclusive: false };

  it('G8: keep the shared item out of the transaction', () => {
    const { together, afterwards } = changeGroup(scope, change);
    expect(together.map(({ action }) => keyOf(action))).toEqual([
      `update ${user.profile.id}#M`,
      `put ${user.profile.id}`,
    ]);
    expect(afterwards && keyOf(afterwards.action)).toBe(`update ${group.id}`);
  });

  it('P5: are part of it where the change is exclusive', () => {
    const { together, afterwards } = changeGroup(scope, { ...change, exclusive: true });
    expect(together).toHaveLength(3);
    expect(together[0]?.action.Update?.ConditionExpression).toBe('attribute_exists(PK) AND #version = :was_version');
    expect(afterwards).toBeUndefined();
  });

  it('move a waiting member of an active user instead of holding both', () => {
    const standing = { ...user.standing, waiting: new Set([group.id]) };
    const [write] = changeGroup(scope, { ...change, add: [standing] }).together;
    expect(write?.action.Update?.UpdateExpression).toContain('DELETE #waiting :waiting');
  });

  it('throw for an id that is no UUID instead of storing it', () => {
    expect(() => changeGroup(scope, { ...change, before: { ...group, id: 'X' } })).toThrow(/not a UUID/u);
  });
});

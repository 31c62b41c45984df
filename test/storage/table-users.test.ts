import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, Registry } from '#domain/directory.ts';
import type { Organization, Ownership } from '#domain/organization.ts';
import type { Standing, User } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { standingKey } from '#storage/user-keys.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { groupPage, userPage } from '../support/pages.ts';
import { at, found, sampleGroup, sampleUser, stamp, withAttributes, withStanding } from '../support/samples.ts';

let table: TestTable;
let registry: Registry;
let organization: Organization;
let directory: Directory;
let owner: User;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
beforeEach(async () => {
  ({ organization, directory, owner } = await found(registry));
});
afterAll(() => table.stop());

async function create(user: User = sampleUser()): Promise<User> {
  expect(await directory.createUser(user)).toBe('written');
  return user;
}

async function createGroup(members: readonly Standing[] = []): Promise<string> {
  const group = sampleGroup();
  expect(await directory.createOrdinaryGroup(group, members)).toBe('written');
  return group.id;
}

async function read(id: string): Promise<User> {
  const user = await directory.user(id);
  if (user === undefined) throw new Error(`There is no user ${id}.`);
  return user;
}

describe('createUser', () => {
  it('U3: gives back what was written, with attributes in their order', async () => {
    const user = await create(
      sampleUser({
        userName: 'Ada@Example.com',
        name: { givenName: 'Ada', familyName: 'Lovelace' },
        emails: [{ value: 'ada@example.com', primary: true }],
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: '', manager: { value: 'x' } },
        aaa: [1.5, 0, 1e21, true],
      }),
    );
    const stored = await read(user.profile.id);
    expect(stored).toEqual(user);
    expect(JSON.stringify(stored.profile.attributes)).toBe(JSON.stringify(user.profile.attributes));
  });

  it('U1: refuses a userName that differs in case alone', async () => {
    await create(sampleUser({ userName: 'ada@example.com' }));
    const second = sampleUser({ userName: 'ADA@example.com' });
    expect(await directory.createUser(second)).toBe('nameTaken');
    expect(await directory.user(second.profile.id)).toBeUndefined();
    expect((await userPage(directory, 0, 0)).total).toBe(2);
  });

  it('throws where an id is used twice', async () => {
    const user = await create();
    const again = sampleUser({}, {}, user.profile.id);
    await expect(directory.createUser(again)).rejects.toThrow(/Transaction/u);
  });
});

describe('finding users', () => {
  it('U1: finds a userName whatever its case', async () => {
    const { profile } = await create(sampleUser({ userName: 'Grace@Example.com' }));
    expect(await directory.userIdByName('gRACE@example.COM')).toBe(profile.id);
    expect(await directory.userIdByName('grace@example.co')).toBeUndefined();
  });

  it('finds every user of an externalId, its case kept', async () => {
    const one = await create(sampleUser({ externalId: 'E1' }));
    const two = await create(sampleUser({ externalId: 'E1' }));
    await create(sampleUser({ externalId: 'e1' }));
    await create(sampleUser({ externalId: 'E1#x' }));
    await create(sampleUser({ externalId: `E1#${randomUUID()}` }));
    const ids = await directory.userIdsByExternalId('E1');
    expect(ids.toSorted()).toEqual([one.profile.id, two.profile.id].toSorted());
    expect(await directory.userIdsByExternalId('E')).toEqual([]);
  });

  it('finds users by any of their addresses, case ignored', async () => {
    const { profile } = await create(
      sampleUser({ emails: [{ value: 'A@example.com' }, { value: 'a@EXAMPLE.com' }, { value: 'b@example.com' }] }),
    );
    expect(await directory.userIdsByEmail('a@example.com')).toEqual([profile.id]);
    expect(await directory.userIdsByEmail('B@example.com')).toEqual([profile.id]);
    expect(await directory.userIdsByEmail('c@example.com')).toEqual([]);
  });

  it.each([
    ['an externalId of 5,000 characters', { externalId: 'x'.repeat(5_000) }],
    ['an externalId of four-byte characters', { externalId: '𝒳'.repeat(300) }],
  ])('keeps and finds %s', async (_, attributes) => {
    const { profile } = await create(sampleUser(attributes));
    await create(sampleUser({ externalId: `${attributes.externalId}y` }));
    expect(await directory.userIdsByExternalId(attributes.externalId)).toEqual([profile.id]);
  });

  it.each(['', 'no-uuid', 'ORG#x', '%', `${randomUUID()}#M`, randomUUID().toUpperCase(), randomUUID()])(
    'T1: has no user with the id "%s"',
    async (id) => {
      expect(await directory.user(id)).toBeUndefined();
      expect(await directory.standings([id])).toEqual(new Map());
    },
  );

  it('reads the standings of more users than one batch takes, each once', async () => {
    const users = await Promise.all(Array.from({ length: 230 }, () => create()));
    const ids = users.map(({ profile }) => profile.id);
    const standings = await directory.standings([...ids, ...ids, randomUUID()]);
    expect(standings.size).toBe(230);
    expect(standings.get(ids[7] ?? '')).toEqual(users[7]?.standing);
  });
});

describe('changeUser', () => {
  it('U1: moves the name and the lookups, and frees the old ones', async () => {
    const before = await create(
      sampleUser({ userName: 'old@example.com', externalId: 'E', emails: [{ value: 'x@example.com' }] }),
    );
    const after = withAttributes(before, { userName: 'new@example.com', emails: [{ value: 'y@example.com' }] });
    expect(await directory.changeUser({ before, after })).toBe('written');
    expect(await read(before.profile.id)).toEqual(after);
    expect(await directory.userIdByName('new@example.com')).toBe(before.profile.id);
    expect(await directory.userIdsByExternalId('E')).toEqual([]);
    expect(await directory.userIdsByEmail('x@example.com')).toEqual([]);
    expect(await directory.userIdsByEmail('y@example.com')).toEqual([before.profile.id]);
    await create(sampleUser({ userName: 'old@example.com' }));
  });

  it('U1: keeps the name where only its case changes', async () => {
    const before = await create(sampleUser({ userName: 'old@example.com' }));
    const after = withAttributes(before, { userName: 'OLD@example.com' });
    expect(await directory.changeUser({ before, after })).toBe('written');
    expect(await directory.userIdByName('old@example.com')).toBe(before.profile.id);
  });

  it('U1: refuses a name that somebody else has, and writes nothing', async () => {
    await create(sampleUser({ userName: 'taken@example.com' }));
    const before = await create(sampleUser({ userName: 'free@example.com' }));
    const after = withAttributes(before, { userName: 'Taken@example.com' });
    expect(await directory.changeUser({ before, after })).toBe('nameTaken');
    expect(await read(before.profile.id)).toEqual(before);
  });

  it('P5: is stale where the profile or the standing has changed meanwhile', async () => {
    const before = await create();
    const renamed = withAttributes(before, { ...before.profile.attributes, title: 'Boss' });
    const promoted = withStanding(before, { role: 'Admin' });
    expect(await directory.changeUser({ before, after: renamed })).toBe('written');
    expect(await directory.changeUser({ before, after: renamed })).toBe('stale');
    expect(await directory.changeUser({ before, after: promoted })).toBe('written');
    expect(await directory.changeUser({ before, after: promoted })).toBe('stale');
    expect(await read(before.profile.id)).toEqual({ profile: renamed.profile, standing: promoted.standing });
  });

  it('is stale where the user is gone', async () => {
    const before = sampleUser();
    expect(await directory.changeUser({ before, after: withStanding(before, { role: 'Admin' }) })).toBe('stale');
    expect(await directory.user(before.profile.id)).toBeUndefined();
  });

  it('throws where a change does not raise the revision', async () => {
    const before = await create();
    const after = { ...before, standing: { ...before.standing } };
    await expect(directory.changeUser({ before, after })).rejects.toThrow(/must raise the revision/u);
  });

  it('U4, G7: takes memberships with a deactivation, and shows waiting ones with the reactivation', async () => {
    const user = await create();
    const kept = await createGroup([user.standing]);
    const waiting = await createGroup();
    const active = await read(user.profile.id);
    const inactive = withStanding(active, {
      active: false,
      epoch: 1,
      groups: new Set(),
      taken: { at, epoch: 1, role: 'Member', groups: active.standing.groups },
    });
    expect(await directory.changeUser({ before: active, after: inactive })).toBe('written');
    expect(await directory.members(sampleGroup(undefined, kept))).toEqual([]);
    expect(await read(user.profile.id)).toEqual(inactive);

    const pushed = await directory.group(waiting);
    if (pushed === undefined) throw new Error('The group is missing.');
    const change = { before: pushed, after: pushed, add: [inactive.standing], remove: [], exclusive: false };
    expect(await directory.changeGroup(change)).toBe('written');
    expect(await directory.members(sampleGroup(undefined, waiting))).toEqual([
      { userId: user.profile.id, waiting: true, epoch: 1 },
    ]);

    const before = await read(user.profile.id);
    expect(before.standing.waiting).toEqual(new Set([waiting]));
    const after = withStanding(before, { active: true, groups: before.standing.waiting, waiting: new Set() });
    expect(await directory.changeUser({ before, after })).toBe('written');
    expect(await directory.members(sampleGroup(undefined, waiting))).toEqual([
      { userId: user.profile.id, waiting: false, epoch: 1 },
    ]);
  });

  it('P5: raises the version of the groups whose members a deactivation changes', async () => {
    const user = await create();
    const group = await createGroup([user.standing]);
    const before = await read(user.profile.id);
    const after = withStanding(before, { active: false, epoch: 1, groups: new Set() });
    await directory.changeUser({ before, after });
    expect((await directory.group(group))?.version).toBe(2);
  });
});

describe('a transfer of ownership', () => {
  async function transferTo(before: User, ownership: Ownership, previous: Standing) {
    const after = withStanding(before, { owner: true, role: 'Admin', formerOwner: false });
    return directory.changeUser({
      before,
      after,
      transfer: {
        before: ownership,
        after: { userId: before.profile.id, version: ownership.version + 1, replacedByScimAt: at },
        previous: {
          before: previous,
          after: { ...previous, owner: false, formerOwner: true, revision: previous.revision + 1 },
        },
      },
    });
  }

  it('O3: makes the named user the owner and the previous one an Admin', async () => {
    const user = await create();
    const ownership = await directory.owner();
    expect(ownership).toEqual({ userId: owner.profile.id, version: 1 });
    expect(await transferTo(user, ownership, owner.standing)).toBe('written');
    expect(await directory.owner()).toEqual({ userId: user.profile.id, version: 2, replacedByScimAt: at });
    expect((await read(user.profile.id)).standing).toMatchObject({ owner: true, role: 'Admin' });
    const previous = (await read(owner.profile.id)).standing;
    expect(previous).toMatchObject({ owner: false, role: 'Admin', formerOwner: true });
  });

  it('O1: refuses a transfer that rests on an earlier owner', async () => {
    const [one, two] = [await create(), await create()];
    const ownership = await directory.owner();
    expect(await transferTo(one, ownership, owner.standing)).toBe('written');
    expect(await transferTo(two, ownership, owner.standing)).toBe('ownerMoved');
    expect((await directory.owner()).userId).toBe(one.profile.id);
    expect(await read(two.profile.id)).toEqual(two);
  });

  it('U4: gives a membership that the user did not wait for where the group had none before', async () => {
    const user = await create();
    const group = { ...sampleGroup(), memberPartitions: new Set<string>() };
    await directory.createOrdinaryGroup(group, []);
    const after = withStanding(user, { groups: new Set([group.id]) });
    expect(await directory.changeUser({ before: user, after })).toBe('written');
    const stored = await directory.group(group.id);
    expect(stored?.memberPartitions).toEqual(new Set([user.profile.id.charAt(0)]));
    expect(stored && (await directory.members(stored))).toHaveLength(1);
  });

  it('O1: is stale where the candidate has been deactivated meanwhile', async () => {
    const user = await create();
    await directory.changeUser({ before: user, after: withStanding(user, { active: false, epoch: 1 }) });
    expect(await transferTo(user, await directory.owner(), owner.standing)).toBe('stale');
    expect((await directory.owner()).userId).toBe(owner.profile.id);
  });
});

describe('removeUser', () => {
  it('U5: leaves nothing behind, and frees the name', async () => {
    const user = await create(
      sampleUser({ userName: 'ada@example.com', externalId: 'E', emails: [{ value: 'x@example.com' }] }),
    );
    const group = await createGroup([user.standing]);
    expect(await directory.removeUser(await read(user.profile.id))).toBe('written');
    expect(await directory.user(user.profile.id)).toBeUndefined();
    expect(await directory.members(sampleGroup(undefined, group))).toEqual([]);
    expect((await directory.group(group))?.version).toBe(2);
    expect(await directory.userIdByName('ada@example.com')).toBeUndefined();
    expect(await directory.userIdsByExternalId('E')).toEqual([]);
    expect(await directory.userIdsByEmail('x@example.com')).toEqual([]);
    expect((await userPage(directory, 0, 0)).total).toBe(1);
    await create(sampleUser({ userName: 'ada@example.com' }));
  });

  it('U5: leaves for a day who did it, where no reader finds it', async () => {
    const user = await create();
    const neighbour = await create();
    const ids = [user.profile.id, neighbour.profile.id];
    const request = stamp();
    await tableRegistry(table).directory(organization.id, request).removeUser(user);
    const key = standingKey(organization.id, user.profile.id);
    const client = DynamoDBDocumentClient.from(table.client);
    const { Item: left } = await client.send(new GetCommand({ TableName: table.tableName, Key: key }));
    expect(left).toEqual({
      ...key,
      type: 'tombstone',
      v: 1,
      by: { actor: request.actor, request: request.requestId, at: request.at },
      userId: user.profile.id,
      name: user.profile.attributes['userName'],
      expiresAt: Date.parse(request.at) / 1000 + 86_400,
    });
    expect([...(await directory.standings(ids)).keys()]).toEqual([neighbour.profile.id]);
    expect((await directory.users(ids)).map(({ profile }) => profile.id)).toEqual([neighbour.profile.id]);
    expect(await directory.user(user.profile.id)).toBeUndefined();
    for (const side of ['after', 'before'] as const) {
      const met = (await directory.usersBeside(undefined, side, 1000)).map(({ profile }) => profile.id);
      expect(met).not.toContain(user.profile.id);
      expect(met).toContain(neighbour.profile.id);
    }
    const all = await directory.scanUsers(1000, async (batch) => batch.map(({ profile }) => profile.id));
    expect(all).not.toContain(user.profile.id);
    expect(all).toContain(neighbour.profile.id);
  });

  it('P5: is stale where the user has changed meanwhile, or is gone', async () => {
    const user = await create();
    await directory.changeUser({ before: user, after: withStanding(user, { role: 'Admin' }) });
    expect(await directory.removeUser(user)).toBe('stale');
    const now = await read(user.profile.id);
    expect(await directory.removeUser(now)).toBe('written');
    expect(await directory.removeUser(now)).toBe('stale');
    expect((await userPage(directory, 0, 0)).total).toBe(1);
  });
});

describe('pages of users', () => {
  it('P3: has the same users at any offset, in the order of their ids', async () => {
    await Promise.all(Array.from({ length: 310 }, () => create()));
    const all = await directory.usersBeside(undefined, 'after', 1_000);
    expect(all).toHaveLength(311);
    const ids = all.map(({ profile }) => profile.id);
    expect(ids).toEqual(ids.toSorted());
    for (const [offset, limit] of [
      [0, 311],
      [0, 100],
      [1, 100],
      [99, 3],
      [150, 200],
      [310, 10],
      [311, 10],
      [5000, 10],
      [17, 0],
    ] as const) {
      const page = await userPage(directory, offset, limit);
      expect(page.total).toBe(311);
      expect(page.items).toEqual(all.slice(offset, offset + limit));
    }
  });

  it('goes on where a page of the database ends early', async () => {
    const big = 'x'.repeat(60_000);
    await Promise.all(Array.from({ length: 40 }, () => create(sampleUser({ title: big }))));
    const page = await userPage(directory, 3, 38);
    expect(page.items).toHaveLength(38);
    expect(new Set(page.items.map(({ profile }) => profile.id)).size).toBe(38);
  });
});

describe('tenancy', () => {
  it("T1: sees nothing of another organization's", async () => {
    const user = await create(sampleUser({ externalId: 'E', emails: [{ value: 'x@example.com' }] }));
    const group = sampleGroup('Design');
    await directory.createOrdinaryGroup(group, [user.standing]);
    const { directory: other, owner: otherOwner } = await found(registry);
    const name = String(user.profile.attributes['userName']);
    const now = await read(user.profile.id);

    expect(await other.user(user.profile.id)).toBeUndefined();
    expect(await other.standings([user.profile.id])).toEqual(new Map());
    expect(await other.userIdByName(name)).toBeUndefined();
    expect(await other.userIdsByExternalId('E')).toEqual([]);
    expect(await other.userIdsByEmail('x@example.com')).toEqual([]);
    expect(await userPage(other, 0, 100)).toEqual({ items: [otherOwner], total: 1 });
    expect(await other.group(group.id)).toBeUndefined();
    expect(await other.groups([group.id])).toEqual(new Map());
    expect(await other.ordinaryGroupIdByName('Design')).toBeUndefined();
    expect(await groupPage(other, await other.structure(), 0, 100)).toEqual({ items: [], total: 0 });
    expect(await other.members(group)).toEqual([]);
    expect(await other.removeUser(now)).toBe('stale');
    expect(await other.changeUser({ before: now, after: withStanding(now, { role: 'Admin' }) })).toBe('stale');
    const change = { before: group, after: group, add: [now.standing], remove: [], exclusive: false };
    expect(await other.changeGroup({ ...change, add: [{ ...now.standing, groups: new Set() }] })).toBe('stale');
    expect(await other.removeOrdinaryGroup(group)).toBe('stale');
    expect(await other.createUser(sampleUser({ userName: name }))).toBe('written');
    expect(await read(user.profile.id)).toEqual(now);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, Registry } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { User } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { userPage } from '../support/pages.ts';
import { attachRecorder } from '../support/recorder.ts';
import type { Recorder } from '../support/recorder.ts';
import { at, found, sampleGroup, sampleUser, withAttributes, withStanding } from '../support/samples.ts';

let table: TestTable;
let recorder: Recorder;
let registry: Registry;
let directory: Directory;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  registry = tableRegistry({ client, tableName: table.tableName });
  ({ directory } = await found(registry));
  for (let batch = 0; batch < 10; batch++) {
    await Promise.all(Array.from({ length: 100 }, () => directory.createUser(sampleUser())));
  }
});
afterAll(() => table.stop());

/** What Okta sends of an ordinary person. */
function ordinaryUser(groups: ReadonlySet<string> = new Set()): User {
  const userName = `${randomUUID()}@example.com`;
  return sampleUser(
    {
      userName,
      externalId: '00u1abcdefGHIJKLMN5d7',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      displayName: 'Ada Lovelace',
      emails: [{ value: userName, type: 'work', primary: true }],
      title: 'Principal Engineer',
      locale: 'en-GB',
    },
    { groups },
  );
}

async function create(user: User = ordinaryUser()): Promise<User> {
  await directory.createUser(user);
  return user;
}

/** In so many groups; nobody reads the groups. */
async function createInGroups(count: number): Promise<User> {
  return create(ordinaryUser(new Set(Array.from({ length: count }, () => randomUUID()))));
}

async function createGroup(members: readonly User[] = [], group: Group = sampleGroup()): Promise<Group> {
  await directory.createOrdinaryGroup(
    group,
    members.map(({ standing }) => standing),
  );
  return group;
}

describe('calls one after another', () => {
  it('GET user by id: 1, at most 3 read units', async () => {
    const { profile } = await create(ordinaryUser(new Set(Array.from({ length: 50 }, () => randomUUID()))));
    const { depth, calls, readUnits } = await recorder.record(() => directory.user(profile.id));
    expect({ depth, calls: calls.length }).toEqual({ depth: 1, calls: 1 });
    expect(readUnits).toBeLessThanOrEqual(3);
  });

  it('list by userName eq: 2', async () => {
    const { profile } = await create();
    const { depth, calls, readUnits } = await recorder.record(async () => {
      const id = await directory.userIdByName(String(profile.attributes['userName']));
      return directory.user(id ?? '');
    });
    expect({ depth, calls: calls.length }).toEqual({ depth: 2, calls: 2 });
    expect(readUnits).toBeLessThanOrEqual(4);
  });

  it('POST user: 1 transaction, at most 16 write units', async () => {
    const { depth, calls, writeUnits } = await recorder.record(() => directory.createUser(ordinaryUser()));
    expect({ depth, names: calls.map(({ name }) => name) }).toEqual({ depth: 1, names: ['TransactWriteItems'] });
    expect(writeUnits).toBeLessThanOrEqual(16);
  });

  it.each([
    ['one address', 1, undefined, 11],
    ['one address and an externalId', 1, 'E', 13],
    ['three addresses', 3, undefined, 15],
    ['three addresses and an externalId', 3, 'E', 16],
    ['four addresses and an externalId', 4, 'E', 18],
  ])('POST user with %s (%i, %s): %i write units, its place in the index of changes included', async (...row) => {
    const [, addresses, externalId, units] = row;
    const emails = Array.from({ length: addresses }, () => ({ value: `${randomUUID()}@example.com` }));
    const user = sampleUser({ emails, ...(externalId !== undefined && { externalId }) });
    const { writeUnits } = await recorder.record(() => directory.createUser(user));
    expect(writeUnits).toBe(units);
  });

  it.each([
    ['in the hour of the last one', at, 1],
    ['in another hour', '2026-11-23T13:00:00.000Z', 3],
  ])('a change of the profile %s (%s): %i write units', async (_, modifiedAt, units) => {
    const before = await create();
    const profile = { ...withAttributes(before, { ...before.profile.attributes, title: 'x' }).profile, modifiedAt };
    const change = { before, after: { profile, standing: before.standing } };
    const { writeUnits } = await recorder.record(() => directory.changeUser(change));
    expect(writeUnits).toBe(units);
  });

  it('DELETE user: 1 transaction of as many write units as the creation took', async () => {
    // What it leaves for a day is in the way of the pages that others count.
    const { directory: elsewhere } = await found(registry);
    const user = ordinaryUser();
    const { writeUnits: created } = await recorder.record(() => elsewhere.createUser(user));
    const { calls, writeUnits } = await recorder.record(() => elsewhere.removeUser(user));
    expect(calls.map(({ name }) => name)).toEqual(['TransactWriteItems']);
    expect({ created, writeUnits }).toEqual({ created: 13, writeUnits: 13 });
  });

  it('PUT user: 2', async () => {
    const { profile } = await create();
    const { depth, calls, writeUnits } = await recorder.record(async () => {
      const before = (await directory.user(profile.id)) ?? sampleUser();
      const after = withAttributes(before, { ...before.profile.attributes, title: 'Fellow' });
      return directory.changeUser({ before, after });
    });
    expect({ depth, names: calls.map(({ name }) => name) }).toEqual({ depth: 2, names: ['Query', 'PutItem'] });
    expect(writeUnits).toBe(1);
  });

  it('deactivate a user in g groups: 3 with the read', async () => {
    const user = await create();
    const groups = await Promise.all(Array.from({ length: 8 }, () => createGroup([])));
    for (const group of groups) {
      const now = (await directory.user(user.profile.id)) ?? user;
      const change = { before: group, after: group, add: [now.standing], remove: [], exclusive: false };
      await directory.changeGroup(change);
    }
    const { depth, calls, result } = await recorder.record(async () => {
      const before = (await directory.user(user.profile.id)) ?? user;
      return directory.changeUser({
        before,
        after: withStanding(before, { active: false, epoch: 1, groups: new Set() }),
      });
    });
    expect(result).toBe('written');
    expect({ depth, calls: calls.length }).toEqual({ depth: 3, calls: 2 + 8 });
  });

  it.each([0, 100, 613, 900])(
    'list of 100 users from place %i: 2, at most 1.5 times the read units of the page',
    async (offset) => {
      const { depth, calls, readUnits, result } = await recorder.record(() => userPage(directory, offset, 100));
      expect(result.items).toHaveLength(100);
      expect({ depth, calls: calls.length }).toEqual({ depth: 2, calls: 2 });
      // The counters of a thousand users, and the pages themselves.
      expect(readUnits).toBeLessThanOrEqual(10 + 25);
    },
  );

  it('GET group without members: 1', async () => {
    const { id } = await createGroup();
    const { depth, calls, readUnits } = await recorder.record(() => directory.group(id));
    expect({ depth, calls: calls.length, readUnits }).toEqual({ depth: 1, calls: 1, readUnits: 1 });
  });

  it('GET group with m members: 2, pages in parallel', async () => {
    const users = await Promise.all(Array.from({ length: 40 }, () => create()));
    const { id } = await createGroup(users);
    const { depth, result } = await recorder.record(async () => {
      const [group, transit] = await Promise.all([directory.group(id), directory.usersInTransit()]);
      return group && directory.members(group, transit);
    });
    expect(result).toHaveLength(40);
    expect(depth).toBe(2);
  });

  it('GET group looks for members only where there are some: nowhere in a group that never had one', async () => {
    const empty = await createGroup([], { ...sampleGroup(), memberPartitions: new Set() });
    const small = await createGroup([await create()], { ...sampleGroup(), memberPartitions: new Set() });
    const read = async ({ id }: Group): Promise<number> => {
      const [group, transit] = await Promise.all([directory.group(id), directory.usersInTransit()]);
      const { calls } = await recorder.record(async () => group && directory.members(group, transit));
      return calls.length;
    };
    expect([await read(empty), await read(small)]).toEqual([0, 1]);
  });

  it('PATCH group: one call more for the first member ever in a part of the group', async () => {
    const idInOnePart = (): string => `a${randomUUID().slice(1)}`;
    const users = await Promise.all([1, 2].map(() => create(sampleUser({}, {}, idInOnePart()))));
    const { id } = await createGroup([], { ...sampleGroup(), memberPartitions: new Set() });
    const depths: number[] = [];
    for (const { standing } of users) {
      const { depth } = await recorder.record(async () => {
        const before = await directory.group(id);
        if (before === undefined) throw new Error('The group is missing.');
        await directory.changeGroup({ before, after: before, add: [standing], remove: [], exclusive: false });
      });
      depths.push(depth);
    }
    expect(depths).toEqual([4, 3]);
  });

  it.each([1, 10, 49])('PATCH group adding %i members: 3, at most 6 write units a member', async (count) => {
    const users = await Promise.all(Array.from({ length: count }, () => createInGroups(49)));
    const { id } = await createGroup();
    const { depth, calls, writeUnits, result } = await recorder.record(async () => {
      const [before, standings] = await Promise.all([
        directory.group(id),
        directory.standings(users.map(({ profile }) => profile.id)),
      ]);
      if (before === undefined) return 'gone';
      const change = { before, after: before, add: [...standings.values()], remove: [], exclusive: false };
      return directory.changeGroup(change);
    });
    expect(result).toBe('written');
    expect({ depth, calls: calls.length }).toEqual({ depth: 3, calls: 4 });
    expect(writeUnits).toBeLessThanOrEqual(6 * count + 1);
  });

  it.each([
    // The standing, the member, the group.
    [1, 2 + 2 + 1],
    [30, 2 + 2 + 1],
    // The standing is larger than 1 KB.
    [49, 4 + 2 + 1],
  ])('a member in %i groups comes and goes hours after the last change: %i write units', async (held, units) => {
    const user = await createInGroups(held);
    const { id } = await createGroup();
    for (const [hour, op] of [
      ['14', 'add'],
      ['15', 'remove'],
    ] as const) {
      const [before, standings] = await Promise.all([directory.group(id), directory.standings([user.profile.id])]);
      if (before === undefined) throw new Error('The group is missing.');
      const after = { ...before, modifiedAt: `2026-11-23T${hour}:00:00.000Z` };
      const change = { before, after, add: [], remove: [], exclusive: false, [op]: [...standings.values()] };
      const { result, writeUnits } = await recorder.record(() => directory.changeGroup(change));
      expect(result).toBe('written');
      expect(writeUnits).toBe(units);
    }
  });

  it('users beside an id: 1, no more than their page', async () => {
    const [middle] = (await userPage(directory, 500, 1)).items;
    for (const side of ['after', 'before'] as const) {
      const work = () => directory.usersBeside(middle?.profile.id, side, 100);
      const { depth, calls, readUnits, result } = await recorder.record(work);
      expect(result).toHaveLength(100);
      expect({ depth, calls: calls.length }).toEqual({ depth: 1, calls: 1 });
      expect(readUnits).toBeLessThanOrEqual(25);
    }
  });

  it('users of known ids: 1, a batch for each fifty', async () => {
    const { items } = await userPage(directory, 0, 120);
    const work = () => directory.users(items.map(({ profile }) => profile.id));
    const { depth, calls, readUnits } = await recorder.record(work);
    expect({ depth, calls: calls.length, readUnits }).toEqual({ depth: 1, calls: 3, readUnits: 240 });
  });

  it('every user: 2, the counters and then ranges side by side', async () => {
    const { depth, calls, result } = await recorder.record(() => directory.scanUsers(20_000, async (users) => users));
    expect(result.length).toBeGreaterThan(1_000);
    expect({ depth, calls: calls.length }).toEqual({ depth: 2, calls: 1 + 3 });
  });

  it('users changed in a span: 1, side by side, nearly free where nothing was changed', async () => {
    const work = () => directory.userIdsByModification({ from: '2030-01-01T00:00:00Z' }, 100);
    const { depth, calls, readUnits, result } = await recorder.record(work);
    expect(result.length).toBeLessThan(100);
    expect({ depth, calls: calls.length }).toEqual({ depth: 1, calls: 16 + 1 });
    expect(readUnits).toBeLessThanOrEqual(20);
  });

  it('the structure: 1 read unit while it holds', async () => {
    await directory.structure();
    const { depth, calls, readUnits } = await recorder.record(() => directory.structure());
    expect({ depth, calls: calls.length, readUnits }).toEqual({ depth: 1, calls: 1, readUnits: 1 });
  });
});

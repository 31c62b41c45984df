import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, GroupChange, Registry } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Standing, User } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { groupPage } from '../support/pages.ts';
import { at, found, newPart, sampleGroup, sampleProject, sampleUser, stamp, withStanding } from '../support/samples.ts';

const later = '2026-11-24T08:00:00.000Z';

let table: TestTable;
let registry: Registry;
let directory: Directory;
let organization: string;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
beforeEach(async () => {
  const realm = await found(registry);
  directory = realm.directory;
  organization = realm.organization.id;
});
afterAll(() => table.stop());

async function createUsers(count: number, standing: Partial<Standing> = {}): Promise<User[]> {
  const users = Array.from({ length: count }, () => sampleUser({}, standing));
  await Promise.all(users.map((user) => directory.createUser(user)));
  return users.toSorted((one, other) => (one.profile.id < other.profile.id ? -1 : 1));
}

async function createGroup(group: Group = sampleGroup(), members: readonly Standing[] = []): Promise<Group> {
  expect(await directory.createOrdinaryGroup(group, members)).toBe('written');
  return group;
}

async function readGroup(id: string): Promise<Group> {
  const group = await directory.group(id);
  if (group === undefined) throw new Error(`There is no group ${id}.`);
  return group;
}

async function readStanding(id: string): Promise<Standing> {
  const standing = (await directory.standings([id])).get(id);
  if (standing === undefined) throw new Error(`There is no user ${id}.`);
  return standing;
}

function changeOf(before: Group, change: Partial<GroupChange> = {}): GroupChange {
  return { before, after: { ...before, modifiedAt: later }, add: [], remove: [], exclusive: false, ...change };
}

describe('changeGroup', () => {
  it('G7: adds the active as members and the inactive as waiting, on both sides', async () => {
    const group = await createGroup();
    const [active] = await createUsers(1);
    const [inactive] = await createUsers(1, { active: false, epoch: 3 });
    if (active === undefined || inactive === undefined) throw new Error('Two users are needed.');
    const add = [active.standing, inactive.standing];
    expect(await directory.changeGroup(changeOf(group, { add }))).toBe('written');
    const members = [
      { userId: active.profile.id, waiting: false, epoch: 0 },
      { userId: inactive.profile.id, waiting: true, epoch: 3 },
    ].toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
    expect(await directory.members(group)).toEqual(members);
    expect(await readStanding(active.profile.id)).toEqual({
      ...active.standing,
      groups: new Set([group.id]),
      revision: 2,
      modifiedAt: later,
    });
    expect((await readStanding(inactive.profile.id)).waiting).toEqual(new Set([group.id]));
    expect(await readGroup(group.id)).toEqual({ ...group, version: 2, modifiedAt: later });
  });

  it('G7: takes out members and waiting ones, and adds and removes at once', async () => {
    const [one, two, three] = await createUsers(3);
    const [waiting] = await createUsers(1, { active: false });
    if (one === undefined || two === undefined || three === undefined || waiting === undefined)
      throw new Error('Four.');
    const group = await createGroup(sampleGroup(), [one.standing, two.standing, waiting.standing]);
    const standings = await directory.standings([one.profile.id, waiting.profile.id]);
    const change = changeOf(group, { add: [three.standing], remove: [...standings.values()] });
    expect(await directory.changeGroup(change)).toBe('written');
    const members = await directory.members(group);
    expect(members.map(({ userId }) => userId)).toEqual([two.profile.id, three.profile.id].toSorted());
    expect((await readStanding(one.profile.id)).groups.size).toBe(0);
    expect((await readStanding(waiting.profile.id)).waiting.size).toBe(0);
  });

  it('G7: writes nothing for a member added again or an absent one removed', async () => {
    const [one, two] = await createUsers(2);
    if (one === undefined || two === undefined) throw new Error('Two users are needed.');
    const group = await createGroup(sampleGroup(), [one.standing]);
    const member = await readStanding(one.profile.id);
    for (const exclusive of [true, false]) {
      const change = changeOf(group, { add: [member], remove: [two.standing], exclusive });
      expect(await directory.changeGroup(change)).toBe('written');
    }
    expect(await readGroup(group.id)).toEqual(group);
    expect(await readStanding(one.profile.id)).toEqual(member);
    expect(await readStanding(two.profile.id)).toEqual(two.standing);
  });

  it.each([
    ['deactivated', { active: false, epoch: 1 }],
    ['deactivated and activated again', { epoch: 2 }],
  ])('U4: is stale where a user has been %s since, and changes nobody', async (_, change) => {
    const group = await createGroup();
    const users = await createUsers(3);
    const [changed] = users;
    if (changed === undefined) throw new Error('A user is needed.');
    await directory.changeUser({ before: changed, after: withStanding(changed, change) });
    const add = users.map(({ standing }) => standing);
    expect(await directory.changeGroup(changeOf(group, { add }))).toBe('stale');
    expect(await directory.members(group)).toEqual([]);
    expect(await readGroup(group.id)).toEqual(group);
  });

  it('U5: is stale where a user has been deleted since, and does not bring the standing back', async () => {
    const group = await createGroup();
    const [user] = await createUsers(1);
    if (user === undefined) throw new Error('A user is needed.');
    await directory.removeUser(user);
    expect(await directory.changeGroup(changeOf(group, { add: [user.standing] }))).toBe('stale');
    expect(await directory.standings([user.profile.id])).toEqual(new Map());
  });

  it('P5: an exclusive change is stale where the group has changed since, any other is not', async () => {
    const group = await createGroup();
    const [one, two, three] = await createUsers(3);
    if (one === undefined || two === undefined || three === undefined) throw new Error('Three users are needed.');
    expect(await directory.changeGroup(changeOf(group, { add: [one.standing] }))).toBe('written');
    expect(await directory.changeGroup(changeOf(group, { add: [two.standing], exclusive: true }))).toBe('stale');
    expect(await directory.changeGroup(changeOf(group, { add: [three.standing] }))).toBe('written');
    expect(await directory.members(group)).toHaveLength(2);
    expect((await readGroup(group.id)).version).toBe(3);
  });

  it('G10: stores, changes and clears the externalId, and forgets that nobody has written yet', async () => {
    const group = await createGroup({ ...sampleGroup(), untouched: true });
    expect((await readGroup(group.id)).untouched).toBe(true);
    const after = { ...group, externalId: 'E1', untouched: false, modifiedAt: later };
    expect(await directory.changeGroup(changeOf(group, { after }))).toBe('written');
    expect(await readGroup(group.id)).toEqual({ ...after, version: 2 });
    const { externalId: _, ...cleared } = after;
    expect(await directory.changeGroup(changeOf(after, { after: cleared }))).toBe('written');
    expect(await readGroup(group.id)).toEqual({ ...cleared, version: 3 });
  });

  it('G10: renames an ordinary group and frees the old name', async () => {
    const group = await createGroup(sampleGroup('Design Team'));
    const after: Group = { ...group, place: { kind: 'ordinary', name: 'Brand' }, modifiedAt: later };
    expect(await directory.changeGroup(changeOf(group, { after }))).toBe('written');
    expect(await readGroup(group.id)).toEqual({ ...after, version: 2 });
    expect(await directory.ordinaryGroupIdByName('designteam')).toBeUndefined();
    expect(await directory.ordinaryGroupIdByName('brand')).toBe(group.id);
    expect(await directory.changeGroup(changeOf(group, { after }))).toBe('stale');
    await createGroup(sampleGroup('DesignTeam'));
  });

  it('G3: refuses a rename to a taken name, and keeps the members out too', async () => {
    await createGroup(sampleGroup('Brand'));
    const group = await createGroup(sampleGroup('Design'));
    const [user] = await createUsers(1);
    const after: Group = { ...group, place: { kind: 'ordinary', name: 'b r a n d' } };
    const add = user === undefined ? [] : [user.standing];
    expect(await directory.changeGroup(changeOf(group, { after, add }))).toBe('nameTaken');
    expect(await directory.members(group)).toEqual([]);
    expect(await readGroup(group.id)).toEqual(group);
  });

  it('G3: changes case and white space of a name that stays its own', async () => {
    const group = await createGroup(sampleGroup('Design Team'));
    const after: Group = { ...group, place: { kind: 'ordinary', name: 'designTEAM' } };
    expect(await directory.changeGroup(changeOf(group, { after }))).toBe('written');
    expect((await readGroup(group.id)).place).toEqual(after.place);
    expect(await directory.ordinaryGroupIdByName('design team')).toBe(group.id);
  });

  it('G8: raises the version late where a request died after it had written the members', async () => {
    const group = await createGroup();
    const [user] = await createUsers(1);
    if (user === undefined) throw new Error('There is no user.');
    const client = table.newClient();
    const calls = injectFaults(client, ({ name }) =>
      name === 'UpdateItem' ? { error: new Error('died') } : undefined,
    );
    const dying = tableRegistry({ client, tableName: table.tableName }).directory(organization, stamp());
    const change = changeOf(group, { after: { ...group, modifiedAt: later }, add: [user.standing] });
    await expect(dying.changeGroup(change)).rejects.toThrow('died');
    expect(calls.map(({ name }) => name)).toEqual(['TransactWriteItems', 'UpdateItem']);
    expect(await directory.members(group)).toHaveLength(1);
    expect((await readGroup(group.id)).version).toBe(group.version);

    const again = async (): Promise<void> => {
      const before = await readGroup(group.id);
      const standings = await directory.standings([user.profile.id]);
      const after = { ...before, modifiedAt: later };
      expect(await directory.changeGroup(changeOf(before, { after, add: [...standings.values()] }))).toBe('written');
    };
    await again();
    expect((await readGroup(group.id)).version).toBe(group.version + 1);
    await again();
    expect((await readGroup(group.id)).version).toBe(group.version + 1);
  });

  it('G8: writes members and attributes of one request together', async () => {
    const group = await createGroup();
    const [user] = await createUsers(1);
    if (user === undefined) throw new Error('There is no user.');
    const client = table.newClient();
    const calls = injectFaults(client, () => undefined);
    const watched = tableRegistry({ client, tableName: table.tableName }).directory(organization, stamp());
    const after = { ...group, externalId: 'E', modifiedAt: later };
    expect(await watched.changeGroup(changeOf(group, { after, add: [user.standing] }))).toBe('written');
    expect(calls.map(({ name }) => name)).toEqual(['TransactWriteItems']);
    expect(await readGroup(group.id)).toMatchObject({ externalId: 'E', version: group.version + 1 });
  });

  it('reads members until two readings agree', async () => {
    const users = await createUsers(2);
    const group = await createGroup(
      sampleGroup(),
      users.map(({ standing }) => standing),
    );
    const [first] = users;
    const client = table.newClient();
    let queries = 0;
    let change: Promise<unknown> | undefined;
    const leave = async (): Promise<unknown> => {
      const standings = await directory.standings([first?.profile.id ?? '']);
      return directory.changeGroup(changeOf(group, { remove: [...standings.values()] }));
    };
    const moving = tableRegistry({ client, tableName: table.tableName }).directory(organization, stamp());
    client.middlewareStack.add(
      (next, context) => async (args) => {
        // The second reading waits for a change that comes between.
        if (context.commandName === 'QueryCommand' && ++queries > 17) await (change ??= leave());
        return next(args);
      },
      { step: 'initialize', name: 'meanwhile', priority: 'low' },
    );
    expect(await moving.membersAtOnce(group)).toHaveLength(1);
    // Three readings: the users in transit, and sixteen partitions.
    expect(queries).toBe(51);
  });

  it.each([
    [49, false, undefined],
    [50, false, 1],
    [49, true, 1],
    [50, true, 1],
  ])(
    'G8: of %i members, exclusive %s, is written, and has others beside it decide again: %s',
    async (count, exclusive, commits) => {
      const group = await createGroup();
      const add = (await createUsers(count)).map(({ standing }) => standing);
      expect(await directory.changeGroup(changeOf(group, { add, exclusive }))).toBe('written');
      const after = await readGroup(group.id);
      expect(after).toMatchObject({ version: 2, modifiedAt: later });
      expect(after.journal?.commits).toBe(commits);
      expect(await directory.members(after)).toHaveLength(count);
    },
  );

  it('G5: takes back what was added to a group that was deleted meanwhile', async () => {
    const group = await createGroup();
    const users = await createUsers(3);
    expect(await directory.removeOrdinaryGroup(group)).toBe('written');
    const add = users.map(({ standing }) => standing);
    expect(await directory.changeGroup(changeOf(group, { add }))).toBe('gone');
    expect(await directory.members(group)).toEqual([]);
    for (const { profile } of users) expect((await readStanding(profile.id)).groups.size).toBe(0);
    expect(await directory.group(group.id)).toBeUndefined();
  });
});

describe('ordinary groups', () => {
  it('G3: refuses a name that differs in case and white space alone', async () => {
    await createGroup(sampleGroup('Design Team'));
    expect(await directory.createOrdinaryGroup(sampleGroup('DESIGNteam'), [])).toBe('nameTaken');
    expect((await groupPage(directory, await directory.structure(), 0, 10)).total).toBe(1);
  });

  it.each([48, 49])('G8: are created with %i members, which one transaction holds or not', async (count) => {
    const users = (await createUsers(count)).map(({ standing }) => standing);
    const { id } = await createGroup(sampleGroup(), users);
    const group = await readGroup(id);
    expect(group.journal?.commits).toBe(count > 48 ? 1 : undefined);
    expect(await directory.members(group)).toHaveLength(count);
  });

  it('U4: are not created where a member has been deactivated since', async () => {
    const [user] = await createUsers(1);
    if (user === undefined) throw new Error('A user is needed.');
    await directory.changeUser({ before: user, after: withStanding(user, { active: false, epoch: 1 }) });
    const group = sampleGroup('Design');
    expect(await directory.createOrdinaryGroup(group, [user.standing])).toBe('stale');
    expect(await directory.group(group.id)).toBeUndefined();
    expect(await directory.ordinaryGroupIdByName('Design')).toBeUndefined();
  });

  it('G10: go with their name and memberships', async () => {
    const users = await createUsers(120);
    const group = await createGroup(sampleGroup('Design'));
    for (const start of [0, 40, 80]) {
      const add = users.slice(start, start + 40).map(({ standing }) => standing);
      await directory.changeGroup(changeOf(group, { add }));
    }
    expect(await directory.removeOrdinaryGroup(group)).toBe('stale');
    expect(await directory.removeOrdinaryGroup(await readGroup(group.id))).toBe('written');
    expect(await directory.group(group.id)).toBeUndefined();
    expect(await directory.ordinaryGroupIdByName('Design')).toBeUndefined();
    expect(await directory.members(group)).toEqual([]);
    const standings = await directory.standings(users.map(({ profile }) => profile.id));
    expect([...standings.values()].every(({ groups }) => groups.size === 0)).toBe(true);
    expect((await groupPage(directory, await directory.structure(), 0, 0)).total).toBe(0);
    await createGroup(sampleGroup('Design'));
  });
});

describe('pages of groups', () => {
  it('P3: have the same groups at any offset: ordinary ones and those that the structure generates', async () => {
    const structure = await directory.structure();
    const { project, groups } = sampleProject(structure);
    await directory.putPart(structure, newPart({ kind: 'project', value: project }, groups));
    await Promise.all(Array.from({ length: 150 }, () => createGroup()));
    const now = await directory.structure();
    const all = await directory.groupsBeside(now, undefined, 'after', 1_000);
    expect(all).toHaveLength(153);
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted());
    for (const [offset, limit] of [
      [0, 153],
      [0, 10],
      [77, 50],
      [150, 10],
      [153, 1],
      [12, 0],
    ] as const) {
      const page = await groupPage(directory, now, offset, limit);
      expect(page).toEqual({ items: all.slice(offset, offset + limit), total: 153 });
    }
    expect((await groupPage(directory, structure, 0, 200)).items).toHaveLength(150);
  });

  it('reads those of the groups that exist', async () => {
    const group = await createGroup();
    expect(await directory.groups([group.id, randomUUID(), 'x', group.id])).toEqual(new Map([[group.id, group]]));
    expect(await directory.group('x')).toBeUndefined();
  });
});

it('keeps what a group was created with', async () => {
  const group = { ...sampleGroup('A'), externalId: '', version: 7, createdAt: at };
  await createGroup(group);
  expect(await readGroup(group.id)).toEqual(group);
});

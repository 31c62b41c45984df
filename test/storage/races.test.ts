import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Directory, Registry } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import {
  at,
  found,
  newPart,
  sampleGroup,
  sampleProject,
  sampleUser,
  settled,
  stamp,
  withStanding,
} from '../support/samples.ts';
import { userPage } from '../support/pages.ts';

const racers = 64;

let table: TestTable;
let registry: Registry;
let directory: Directory;
let owner: User;
let organization: string;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
beforeEach(async () => {
  const realm = await found(registry);
  ({ directory, owner } = realm);
  organization = realm.organization.id;
});
afterAll(() => table.stop());

async function createUsers(count: number): Promise<User[]> {
  const users = Array.from({ length: count }, () => sampleUser());
  await Promise.all(users.map((user) => directory.createUser(user)));
  return users;
}

function tally(outcomes: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(outcomes, (outcome) => outcome)).map(([name, same]) => [name, same?.length ?? 0]),
  );
}

it('U1: of 64 who create one userName one succeeds, and 63 hear that it is taken', async () => {
  const users = Array.from({ length: racers }, (_, index) =>
    sampleUser({ userName: index % 2 === 0 ? 'ada@example.com' : 'ADA@example.com' }),
  );
  const outcomes = await Promise.all(users.map((user) => directory.createUser(user)));
  expect(tally(outcomes)).toEqual({ written: 1, nameTaken: 63 });
  expect((await userPage(directory, 0, 10)).total).toBe(2);
  const winner = users[outcomes.indexOf('written')];
  expect(await directory.userIdByName('ada@example.com')).toBe(winner?.profile.id);
});

it('O1: of 64 transfers that rest on one owner one succeeds, and the rest hear why', async () => {
  const users = await createUsers(racers);
  const ownership = await directory.owner();
  const outcomes = await Promise.all(
    users.map((before) =>
      directory.changeUser({
        before,
        after: withStanding(before, { owner: true, role: 'Admin' }),
        transfer: {
          before: ownership,
          after: { userId: before.profile.id, version: 2, replacedByScimAt: at },
          previous: { before: owner.standing, after: withStanding(owner, { owner: false }).standing },
        },
      }),
    ),
  );
  const { written, ownerMoved = 0, stale = 0 } = tally(outcomes);
  expect(written).toBe(1);
  expect(ownerMoved + stale).toBe(racers - 1);
  const flagged = await directory.scanUsers(1_000, async (all) =>
    all.filter(({ standing }) => standing.owner).map(({ profile }) => profile.id),
  );
  expect(flagged).toEqual([(await directory.owner()).userId]);
});

it('P5: keeps all of 64 adds of different users to one group', async () => {
  const users = await createUsers(racers);
  const group = sampleGroup();
  await directory.createOrdinaryGroup(group, []);
  const outcomes = await Promise.all(
    users.map(({ standing }) =>
      directory.changeGroup({ before: group, after: group, add: [standing], remove: [], exclusive: false }),
    ),
  );
  expect(tally(outcomes)).toEqual({ written: racers });
  const members = await directory.members(group);
  expect(members.map(({ userId }) => userId)).toEqual(users.map(({ profile }) => profile.id).toSorted());
  expect((await directory.group(group.id))?.version).toBe(group.version + racers);
});

it('G8: of 64 replacements that rest on one version one succeeds, whole', async () => {
  const users = await createUsers(racers * 2);
  const group = sampleGroup();
  await directory.createOrdinaryGroup(group, []);
  const outcomes = await Promise.all(
    Array.from({ length: racers }, (_, index) => {
      const add = users.slice(2 * index, 2 * index + 2).map(({ standing }) => standing);
      return directory.changeGroup({ before: group, after: group, add, remove: [], exclusive: true });
    }),
  );
  expect(tally(outcomes)).toEqual({ written: 1, stale: racers - 1 });
  const first = 2 * outcomes.indexOf('written');
  const members = await directory.members(group);
  const expected = users.slice(first, first + 2).map(({ profile }) => profile.id);
  expect(members.map(({ userId }) => userId)).toEqual(expected.toSorted());
});

it('G8: an add that names a member is decided again where a replacement takes that member out meanwhile', async () => {
  const [member, other] = await createUsers(2);
  if (member === undefined || other === undefined) throw new Error('There are no users.');
  const group = sampleGroup();
  await directory.createOrdinaryGroup(group, [member.standing]);
  const before = await directory.group(group.id);
  const ids = [member.profile.id, other.profile.id];
  const add = [...(await directory.standings(ids)).values()];
  if (before === undefined) throw new Error(`There is no group ${group.id}.`);
  const client = table.newClient();
  let replacement: string | undefined;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const output = await next(args);
      if (context.commandName === 'TransactWriteItemsCommand') {
        const remove = [...(await directory.standings(ids.slice(0, 1))).values()];
        replacement ??= await directory.changeGroup({ before, after: before, add: [], remove, exclusive: true });
      }
      return output;
    },
    { step: 'initialize', name: 'meanwhile', priority: 'low' },
  );
  const adding = tableRegistry({ client, tableName: table.tableName }).directory(organization, stamp());
  expect(await adding.changeGroup({ before, after: before, add, remove: [], exclusive: false })).toBe('stale');
  expect(replacement).toBe('written');
});

it('U4: an add that races a deactivation is refused or wiped, and never stays', async () => {
  const users = await createUsers(racers);
  const group = sampleGroup();
  await directory.createOrdinaryGroup(group, []);
  await Promise.all(
    users.map(async (user) => {
      const [add, deactivation] = await Promise.all([
        directory.changeGroup({ before: group, after: group, add: [user.standing], remove: [], exclusive: false }),
        directory.changeUser({ before: user, after: withStanding(user, { active: false, epoch: 1 }) }),
      ]);
      // One of the two saw the other: the deactivation then wipes what it finds when it is decided again.
      expect([add, deactivation].toSorted()).toEqual(['stale', 'written']);
      if (deactivation === 'written') return;
      const before = await directory.user(user.profile.id);
      if (before === undefined) throw new Error('The user is missing.');
      const after = withStanding(before, { active: false, epoch: 1, groups: new Set() });
      expect(await directory.changeUser({ before, after })).toBe('written');
    }),
  );
  expect(await directory.members(group)).toEqual([]);
  const standings = await directory.standings(users.map(({ profile }) => profile.id));
  expect([...standings.values()].every(({ active, groups }) => !active && groups.size === 0)).toBe(true);
});

it('G5: adds that race the deletion of their group leave no membership behind', async () => {
  const users = await createUsers(32);
  const group = sampleGroup();
  await directory.createOrdinaryGroup(group, []);
  const [removal, ...adds] = await Promise.all([
    settled(async () => directory.removeOrdinaryGroup((await directory.group(group.id)) ?? group)),
    ...users.map(({ standing }) =>
      directory.changeGroup({ before: group, after: group, add: [standing], remove: [], exclusive: false }),
    ),
  ]);
  expect(removal).toBe('written');
  expect(adds.filter((outcome) => outcome !== 'written' && outcome !== 'gone')).toEqual([]);
  expect(await directory.group(group.id)).toBeUndefined();
  expect(await directory.members(group)).toEqual([]);
  const standings = await directory.standings(users.map(({ profile }) => profile.id));
  expect([...standings.values()].every(({ groups }) => groups.size === 0)).toBe(true);
});

it('G3: of 64 changes of one structure version one succeeds', async () => {
  const structure = await directory.structure();
  const outcomes = await Promise.all(
    Array.from({ length: racers }, (_, index) => {
      const { project, groups } = sampleProject(structure, `Project ${index % 2}`);
      return directory.putPart(structure, newPart({ kind: 'project', value: project }, groups));
    }),
  );
  const { written, stale = 0, nameTaken = 0 } = tally(outcomes);
  expect(written).toBe(1);
  expect(stale + nameTaken).toBe(racers - 1);
  expect((await directory.structure()).version).toBe(structure.version + 1);
});

it('P3: counts exactly, whoever creates and deletes at once', async () => {
  const users = await createUsers(racers);
  await Promise.all([
    ...users.slice(0, 32).map((user) => directory.removeUser(user)),
    ...users.slice(0, 32).map((user) => directory.removeUser(user)),
    createUsers(20),
  ]);
  const page = await userPage(directory, 0, 1_000);
  expect(page.total).toBe(1 + 32 + 20);
  expect(page.items).toHaveLength(page.total);
});

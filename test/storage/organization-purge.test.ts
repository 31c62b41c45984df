import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Registry } from '#domain/directory.ts';
import type { StoredChange } from '#storage/change-items.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { purgeAgain, purgeOrganization } from '#storage/organization-purge.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Worker } from '#storage/stream-consumer.ts';
import type { Attributes } from '#storage/item.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { answeringAtOnce, userInGroups } from '../support/memberships.ts';
import { stamp } from '../support/samples.ts';
import { foundWorld, idOf } from '../support/world.ts';
import type { World } from '../support/world.ts';

let table: TestTable;
let registry: Registry;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
afterAll(() => table.stop());

const always = () => true;

/** Everything in the table that names the organization, but its activity. */
async function itemsOf(id: string): Promise<readonly Attributes[]> {
  const client = DynamoDBDocumentClient.from(table.client);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table.tableName, ConsistentRead: true }));
  return Items.filter((item) => JSON.stringify(item).includes(id));
}

async function namesOf(id: string): Promise<readonly string[]> {
  return (await itemsOf(id)).map(({ SK }) => String(SK)).toSorted();
}

/** An organization with people, groups, members who wait, and keys. */
async function inhabited(people = 5): Promise<World> {
  const world = await foundWorld({ registry }, { settings: { groups: 'open' } });
  const users = await Promise.all(
    Array.from({ length: people }, (_, n) =>
      world.createUser(`p${n}@example.com`, { externalId: `E${n}`, emails: [{ value: `q${n}@example.com` }] }),
    ),
  );
  const members = users.map((user) => ({ value: idOf(user) }));
  const crew = idOf(await world.createGroup('Crew', { members: members.slice(0, 40) }));
  await world.patchUser(idOf(users[0] ?? {}), [{ op: 'replace', value: { active: false } }]);
  await world.patchGroup(crew, [{ op: 'add', path: 'members', value: members.slice(0, 1) }]);
  await world.deleteUser(idOf(users[1] ?? {}));
  for (const name of ['One', 'Two']) {
    const key = { id: randomUUID(), hash: randomUUID(), organizationId: world.organization.id, name };
    const replaced = [{ hash: randomUUID(), until: '2027-01-01T00:00:00.000Z' }];
    const more = {
      scope: 'full',
      createdAt: '2026-11-23T12:00:00.000Z',
      expiresAt: '2028-01-01T00:00:00.000Z',
    } as const;
    await world.directory.createKey({ ...key, ...more, replaced });
  }
  return world;
}

async function markRemoved({ organization, directory }: World): Promise<void> {
  const removedAt = new Date().toISOString();
  const after = { ...organization, revision: 1, removedAt };
  expect(await directory.changeOrganization(organization, after)).toBe('written');
}

const remains = ['META', 'OWNER', 'PROJECT', 'PROJECT', 'STRUCTURE', 'TEAM'];

it('erases everything but what requests still read that began before, and what says that it was removed', async () => {
  const [world, other] = [await inhabited(), await inhabited()];
  const others = await namesOf(other.organization.id);
  await markRemoved(world);
  const { handled, left: work } = await purgeOrganization(open(world), begun(world), always);
  expect(work).toBeUndefined();
  const left = await namesOf(world.organization.id);
  expect(left.map((name) => name.replace(/#.*/u, ''))).toEqual(remains);
  expect(handled).toBeGreaterThan(50);
  expect(await purgeOrganization(open(world), begun(world), always)).toEqual({ handled: 0, left: undefined });
  expect(await namesOf(other.organization.id)).toEqual(others);
});

it('ends when the time is over, and goes on where it was', async () => {
  const world = await inhabited(60);
  await markRemoved(world);
  let erased = 0;
  let steps = 0;
  for (let done = false; !done; steps++) {
    let parts = 0;
    const { handled, left } = await purgeOrganization(open(world), begun(world), () => parts++ === 0);
    done = left === undefined;
    erased += handled;
    expect(steps).toBeLessThan(100);
  }
  expect(steps).toBeGreaterThan(3);
  expect(erased).toBeGreaterThan(60 * 6);
  expect(await namesOf(world.organization.id)).toHaveLength(remains.length);
});

it('ends a step by itself before long', async () => {
  const world = await inhabited(250);
  await markRemoved(world);
  const { handled, left } = await purgeOrganization(open(world), begun(world), always);
  expect(handled).toBeGreaterThanOrEqual(1_000);
  expect(handled).toBeLessThan(1_500);
  expect(left).toEqual({});
});

it('takes memberships along that were to follow a user, and changes of members that were to be applied', async () => {
  const world = await foundWorld({ registry }, { settings: { groups: 'open' } });
  const { organization } = world;
  const session = open(world);
  const { user, groups } = await userInGroups(session, world.directory, 110);
  const brief = answeringAtOnce(table, organization.id);
  expect(await brief.removeUser(user)).toBe('written');
  const [group] = [...(await world.directory.groups(groups)).values()];
  const people = await Promise.all(Array.from({ length: 60 }, (_, n) => world.createUser(`m${n}@example.com`)));
  const add = [...(await world.directory.standings(people.map(idOf))).values()];
  if (group === undefined) throw new Error('The group is missing.');
  expect(await brief.changeGroup({ before: group, after: group, add, remove: [], exclusive: false })).toBe('written');
  expect(await namesOf(organization.id)).toEqual(expect.arrayContaining([expect.stringMatching(/#000[01]$/u)]));
  await markRemoved(world);
  expect((await purgeOrganization(session, begun(world), always)).left).toBeUndefined();
  const left = (await itemsOf(organization.id)).map(({ type }) => type);
  expect(left.filter((type) => ['member', 'slice', 'openUser', 'openGroup'].includes(String(type)))).toEqual([]);
  await purgeAgain([due(world)], worker());
  expect(await namesOf(organization.id)).toEqual(['META']);
});

it('a crash at any point loses sight of nothing: memberships and hashes go before what leads to them', async () => {
  const world = await inhabited();
  await markRemoved(world);
  for (let writes = 0; ; writes++) {
    const client = table.newClient();
    let count = 0;
    injectFaults(client, ({ name }) => {
      if (name !== 'BatchWriteItem' && name !== 'DeleteItem') return undefined;
      return count++ < writes ? undefined : { error: new Error('The process has ended.') };
    });
    const session = sessionOpener({ client, tableName: table.tableName })(world.organization.id, stamp());
    const done = await purgeOrganization(session, begun(world), always).then(
      () => true,
      () => false,
    );
    if (done) break;
    expect(writes).toBeLessThan(100);
  }
  expect(await namesOf(world.organization.id)).toHaveLength(remains.length);
});

it('what changes between a look and the erasure is not lost sight of: a membership, and a key made anew', async () => {
  const world = await inhabited();
  await markRemoved(world);
  const group = await world.groupNamed('Statsig-ProjectA-Admin');
  const members = (await world.listUsers()).resources.map((user) => ({ value: idOf(user) }));
  const [key] = await world.directory.keys();
  if (key === undefined) throw new Error('The organization has no key.');
  const late = new Map<string, () => Promise<unknown>>([
    [`KEY#${key.hash}`, () => world.directory.changeKey(key, { ...key, hash: randomUUID() })],
    [
      `ORG#${world.organization.id}#MEMBERS#`,
      () => world.patchGroup(group, [{ op: 'add', path: 'members', value: members }]),
    ],
  ]);
  const client = table.newClient();
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = JSON.stringify(args.input);
      for (const [beginning, write] of late) {
        if (!('RequestItems' in args.input) || !input.includes(beginning)) continue;
        late.delete(beginning);
        await write();
      }
      return next(args);
    },
    { step: 'initialize', name: 'lateWrites' },
  );
  const session = sessionOpener({ client, tableName: table.tableName })(world.organization.id, stamp());
  for (let left: unknown = {}; left !== undefined;) ({ left } = await purgeOrganization(session, begun(world), always));
  expect(late.size).toBe(0);
  await purgeAgain([due(world)], worker());
  expect(await namesOf(world.organization.id)).toEqual(['META']);
});

it('two at once do no harm', async () => {
  const world = await inhabited();
  await markRemoved(world);
  await Promise.all([
    purgeOrganization(open(world), begun(world), always),
    purgeOrganization(open(world), begun(world), always),
  ]);
  expect(await namesOf(world.organization.id)).toHaveLength(remains.length);
});

it('an organization that was not removed is never erased', async () => {
  const world = await inhabited();
  const before = await namesOf(world.organization.id);
  await expect(purgeOrganization(open(world), begun(world), always)).rejects.toThrow('was not removed');
  await expect(purgeAgain([due(world)], worker())).rejects.toThrow('was not removed');
  expect(await namesOf(world.organization.id)).toEqual(before);
});

it('goes over it once more: what was written late goes, and what requests read until then', async () => {
  const world = await inhabited();
  await markRemoved(world);
  await purgeOrganization(open(world), begun(world), always);
  await world.createUser('late@example.com', { externalId: 'L' });
  await purgeAgain([{ ...due(world), byTimeToLive: false }], worker());
  expect((await namesOf(world.organization.id)).length).toBeGreaterThan(remains.length);
  await purgeAgain([due(world)], worker());
  expect(await namesOf(world.organization.id)).toEqual(['META']);
});

it('comes back where the time has not sufficed', async () => {
  const world = await inhabited();
  await markRemoved(world);
  await purgeAgain([due(world)], { ...worker(), timeLeft: () => false });
  const client = DynamoDBDocumentClient.from(table.client);
  const key = { PK: `ORG#${world.organization.id}`, SK: 'META#PURGE' };
  const { Item: item } = await client.send(new GetCommand({ TableName: table.tableName, Key: key }));
  expect(item).toMatchObject({ type: 'purge', by: { actor: 'rollcall' }, expiresAt: expect.any(Number) });
  await purgeAgain([due(world)], worker());
  // It would have gone by its time to live.
  expect(await namesOf(world.organization.id)).toEqual(['META', 'META#PURGE']);
});

it('the item that says that an organization was removed goes after 31 days', async () => {
  const world = await foundWorld({ registry });
  await markRemoved(world);
  const meta = (await itemsOf(world.organization.id)).find(({ SK }) => SK === 'META');
  const days = (Number(meta?.['expiresAt']) * 1000 - Date.parse(String(meta?.['removedAt']))) / 86_400_000;
  expect(days).toBeGreaterThan(30.9);
  expect(days).toBeLessThanOrEqual(31);
});

/** The change as it begins. */
function begun({ organization }: World): StoredChange {
  const change = {
    id: randomUUID(),
    kind: 'organizationDeletion',
    targetId: organization.id,
    status: 'running',
  } as const;
  return { ...change, startedAt: new Date().toISOString(), handled: 0, work: {} };
}

function open({ organization }: World) {
  return sessionOpener(table)(organization.id, stamp());
}

function worker(): Worker {
  return {
    open: (organization) => sessionOpener(table)(organization, { ...stamp(), actor: 'rollcall' }),
    timeLeft: always,
    now: () => new Date(),
  };
}

/** What the stream tells when the time to live has taken the reminder of a purge. */
function due({ organization }: World) {
  const key = { PK: `ORG#${organization.id}`, SK: 'META#PURGE' };
  return { organization: organization.id, key, before: { ...key, type: 'purge' }, byTimeToLive: true, sequence: '1' };
}

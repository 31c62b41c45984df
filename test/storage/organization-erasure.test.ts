import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScimKey, regenerateKey } from '#domain/console-keys.ts';
import { removeOrganization } from '#domain/console-organizations.ts';
import { versionOf } from '#storage/item.ts';
import type { Attributes } from '#storage/item.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { purgeAgain } from '#storage/organization-purge.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Worker } from '#storage/stream-consumer.ts';
import { setAside } from '#storage/undone.ts';
import { consoleOf } from '../support/console.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { importInto, textFrom, writeExport } from '../support/exports.ts';
import { injectFaults } from '../support/faults.ts';
import { answeringAtOnce } from '../support/memberships.ts';
import { startStreamedTable, type StreamedTable } from '../support/stream.ts';
import { foundWorld, idOf, stamp, type World } from '../support/world.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

/** When organizations are removed here, in seconds since 1970. */
const removedAt = Math.floor(Date.now() / 1000);

type Place = Pick<TestTable, 'client' | 'tableName'>;

/** The whole table. */
async function scan({ client: plain, tableName }: Place = table): Promise<readonly Attributes[]> {
  const client = DynamoDBDocumentClient.from(plain);
  const items: Attributes[] = [];
  let start: Attributes | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** The keys of all items that mention an organization, in key or value. */
async function mentionsOf(id: string, place: Place = table): Promise<readonly string[]> {
  const items = (await scan(place)).filter((item) => JSON.stringify(item).includes(id));
  return items.map(({ PK, SK }) => `${PK} ${SK}`).toSorted((one, other) => (one < other ? -1 : 1));
}

/** An organization that has one of everything that a table can hold of it. */
async function inhabited(): Promise<World> {
  const registry = tableRegistry(table);
  const world = await foundWorld({ registry }, { settings: { groups: 'open' } });
  const { organization } = world;
  const users = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      world.createUser(`p${n}@example.com`, {
        externalId: `E${n}`,
        emails: [{ value: `q${n}@example.com` }],
        name: { givenName: `G${n}`, familyName: 'Ada' },
      }),
    ),
  );
  const members = users.map((user) => ({ value: idOf(user) }));
  await world.createGroup('Crew', { members: members.slice(0, 30) });
  const late = idOf(await world.createGroup('Late'));
  await world.patchUser(idOf(users[0] ?? {}), [{ op: 'replace', value: { active: false } }]);
  await world.deleteUser(idOf(users[1] ?? {}));
  await world.deleteGroup(idOf(await world.createGroup('Gone', { members: members.slice(2, 4) })));
  const console = consoleOf(registry, world);
  const key = await createScimKey(console, { name: 'Okta', scope: 'full', expiresAt: '2099-01-01T00:00:00.000Z' });
  await regenerateKey(console, key.id, { graceSeconds: 60 });
  await world.listUsers({ startIndex: '1', count: '10' });
  const target = { type: 'user', id: randomUUID(), name: 'nobody@example.com' } as const;
  const refused = { at: stamp().at, actor: key.id, outcome: 'refused', actions: [], target } as const;
  await registry.noteActivities(organization.id, [{ ...refused, requestId: randomUUID() }], Date.now() + 10_000);
  await table.drain();
  // Records that nobody could work on, one of them too large for one item.
  for (const size of [10, 900_000]) {
    const Keys = { PK: { S: `ORG#${organization.id}#USERS` }, SK: { S: 'u' } };
    const noise = Array.from({ length: size }, () => Math.random().toString(36).charAt(2)).join('');
    const record = { dynamodb: { Keys, NewImage: { ...Keys, noise: { S: noise } }, SequenceNumber: String(size) } };
    await setAside(open(world), {
      consumer: 'maintainNames',
      organization: organization.id,
      sequence: `${size}${organization.id}`,
      record,
      error: 1,
    });
  }
  await open(world).client.send(
    new PutCommand({
      TableName: table.tableName,
      Item: { PK: `ORG#${organization.id}#RATE`, SK: new Date().toISOString(), type: 'requestCount', v: 1 },
    }),
  );
  // A change that is committed and not applied.
  const [group] = [...(await world.directory.groups([late])).values()];
  if (group === undefined) throw new Error('The group is missing.');
  const add = [...(await world.directory.standings(users.slice(2).map(idOf))).values()];
  const change = { before: group, after: group, add, remove: [], exclusive: false };
  expect(await answeringAtOnce(table, organization.id).changeGroup(change)).toBe('written');
  return world;
}

/** The same without ids. */
async function kindsOf(id: string, place?: Place): Promise<readonly string[]> {
  return (await mentionsOf(id, place)).map((key) =>
    key.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, 'o'),
  );
}

/** What says that there was an organization and how its deletion went, and what brings the worker to it at last. */
const remains = ['ORG#o META', 'ORG#o META#PURGE', 'ORG#o#CHANGES o'];

it('every item carries its type, and the version of its form', async () => {
  await inhabited();
  const items = await scan();
  expect(items.filter(({ type, v }) => typeof type !== 'string' || v !== versionOf(type))).toEqual([]);
  const types = new Set(items.map(({ type }) => String(type)));
  const there =
    'organization organizationName owner structure project team scimKey keyReminder profile standing tombstone';
  const more =
    'userName groupName externalId email name count group member sweep change slice openGroup activity bookmark';
  const expected = `${there} ${more} undone undonePart requestCount`.split(' ');
  expect(expected.filter((type) => !types.has(type))).toEqual([]);
});

describe('an organization that was deleted', () => {
  it('leaves nothing in the whole table but that it was, and that for 31 days', async () => {
    const other = await inhabited();
    // Last, because the worker applies whatever is committed until then.
    const world = await inhabited();
    const others = await mentionsOf(other.organization.id);
    const kinds = await kindsOf(world.organization.id);
    // All that there is to be erased is there.
    const parts = ['#JOURNAL#', '#WALKS', '#ACTIVITY#OF#', '#ACTIVITY#NOTED', '#RATE', '#OPEN', 'KEY#', 'UNDONE '];
    expect(parts.filter((part) => !kinds.some((key) => key.includes(part)))).toEqual([]);
    await remove(world);
    await table.drain();
    await purgeAgain([due(world)], worker());
    expect(await kindsOf(world.organization.id)).toEqual(remains);
    const items = await scan();
    const left = items.filter(({ PK }) => String(PK).startsWith(`ORG#${world.organization.id}`));
    const days = left.map(({ type, expiresAt }) => [type, (Number(expiresAt) - removedAt) / 86_400]);
    // All of it goes by its time to live.
    expect(Object.fromEntries(days)).toEqual({ organization: 31, purge: 15 / 1440, change: expect.closeTo(30, 1) });
    // What a part of a large record holds is found by its head alone.
    expect(
      items.filter(({ PK }) => String(PK).startsWith('UNDONE#') && String(PK).includes(world.organization.id)),
    ).toEqual([]);
    expect(await mentionsOf(other.organization.id)).toEqual(others);
  });

  it('leaves nothing either where the worker dies at any point of the erasure', async () => {
    const world = await inhabited();
    await remove(world);
    for (let writes = 0; ; writes += 7) {
      const client = table.newClient();
      let count = 0;
      injectFaults(client, ({ name }) => {
        if (name !== 'BatchWriteItem' && name !== 'DeleteItem') return undefined;
        return count++ < writes ? undefined : { error: new Error('The process has ended.') };
      });
      const done = await purgeAgain([due(world)], worker({ ...table, client })).then(
        () => true,
        () => false,
      );
      if (done) break;
      expect(writes).toBeLessThan(500);
    }
    expect(await kindsOf(world.organization.id)).toEqual(remains);
  });

  it('leaves nothing of ten thousand items, and of each organization beside it everything', async () => {
    const plain = await startTestTable();
    const world = await foundWorld({ registry: tableRegistry(plain) });
    const [id, people] = [randomUUID(), 1_500];
    const file = await crowdedExport(plain, world, people);
    await importInto(plain, { file, as: id });
    const before = await mentionsOf(world.organization.id, plain);
    expect((await mentionsOf(id, plain)).length).toBeGreaterThan(10_000);
    const organization = { ...world.organization, id };
    const crowd = { ...world, organization, context: { ...world.context, organization } };
    await remove(crowd, plain);
    await purgeAgain([due(crowd)], worker(plain));
    expect(await kindsOf(id, plain)).toEqual(remains);
    expect(await mentionsOf(world.organization.id, plain)).toEqual(before);
    await plain.stop();
  }, 60_000);
});

/** An export of an organization with so many people more, each in all its groups. */
async function crowdedExport(from: TestTable, { organization }: World, people: number): Promise<string> {
  const text = await textFrom(from, organization.id);
  const lines = text.trimEnd().split('\n').slice(0, -1);
  const values = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const groups = values.filter(({ kind }) => kind === 'group').map(({ id }) => id);
  const owner = values.find(({ kind }) => kind === 'user');
  const standing = { ...(owner?.['standing'] as object), owner: false, groups: groups.slice(0, 3) };
  const crowd = Array.from({ length: people }, (_, n) => {
    const attributes = { userName: `c${n}@example.com`, name: { givenName: `C${n}`, familyName: 'Ada' } };
    return { ...owner, id: randomUUID(), attributes, standing };
  });
  return writeExport([...lines, ...crowd.map((line) => JSON.stringify(line))]);
}

/** Removes an organization, as the Console does in a request that has all the time it needs. */
async function remove(world: World, place: TestTable = table): Promise<void> {
  const registry = tableRegistry(place);
  const at = new Date(removedAt * 1000).toISOString();
  const directory = registry.directory(world.organization.id, stamp({ at, actor: 'local:admin' }));
  const now = (): Date => new Date(at);
  await removeOrganization(consoleOf(registry, world, { directory, now }), 'Acme');
}

function open({ organization }: World) {
  return sessionOpener(table)(organization.id, stamp());
}

function worker(place: Pick<TestTable, 'client' | 'tableName'> = table): Worker {
  return {
    open: (organization) => sessionOpener(place)(organization, { ...stamp(), actor: 'rollcall' }),
    timeLeft: () => true,
    now: () => new Date(),
  };
}

/** What the stream tells when the time to live has taken the reminder of a purge. */
function due({ organization }: World) {
  const key = { PK: `ORG#${organization.id}`, SK: 'META#PURGE' };
  return { organization: organization.id, key, before: { ...key, type: 'purge' }, byTimeToLive: true, sequence: '1' };
}

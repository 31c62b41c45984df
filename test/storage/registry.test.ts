import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Registry } from '#domain/directory.ts';
import type { KeyRecord } from '#domain/key.ts';
import { stampedItem } from '#storage/item.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { userPage } from '../support/pages.ts';
import { at, found, newPart, sampleGroup, sampleProject, sampleUser, stamp } from '../support/samples.ts';

let table: TestTable;
let registry: Registry;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
afterAll(() => table.stop());

function keyOf(organizationId: string): KeyRecord {
  return { id: randomUUID(), hash: randomUUID(), organizationId, name: 'Okta', scope: 'full', createdAt: at };
}

const createKey = (key: KeyRecord) => registry.directory(key.organizationId, stamp()).createKey(key);

it('O1: writes an organization together with its owner', async () => {
  const { organization, owner, directory } = await found(registry);
  expect(await registry.organization(organization.id)).toEqual(organization);
  expect(await directory.owner()).toEqual({ userId: owner.profile.id, version: 1 });
  expect(await directory.user(owner.profile.id)).toEqual(owner);
  expect(await userPage(directory, 0, 10)).toEqual({ items: [owner], total: 1 });
  expect(await directory.userIdByName(String(owner.profile.attributes['userName']))).toBe(owner.profile.id);
});

it('O1: refuses an organization that exists, and leaves its owner', async () => {
  const { organization, owner, directory } = await found(registry);
  const second = sampleUser({}, { owner: true, role: 'Admin' });
  await expect(registry.createOrganization(organization, second, stamp())).rejects.toThrow(/Transaction/u);
  expect((await directory.owner()).userId).toBe(owner.profile.id);
});

it.each([
  ['no expiry', {}],
  ['an expiry', { expiresAt: '2027-01-01T00:00:00.000Z', scope: 'read' as const }],
  ['everything', { expiresAt: at, deactivatedAt: at, lastUsedAt: at }],
])('T2: finds a key with %s by its hash alone', async (_, more) => {
  const key = { ...keyOf(randomUUID()), ...more };
  await createKey(key);
  expect(await registry.key(key.hash)).toEqual(key);
  expect(await registry.key(key.id)).toBeUndefined();
});

it('T2: refuses a hash that exists', async () => {
  const key = keyOf(randomUUID());
  await createKey(key);
  await expect(createKey({ ...keyOf(randomUUID()), hash: key.hash })).rejects.toThrow(/Transaction/u);
  expect(await registry.key(key.hash)).toEqual(key);
});

it('knows no organization and no key that was never written', async () => {
  expect(await registry.organization(randomUUID())).toBeUndefined();
  expect(await registry.key('')).toBeUndefined();
});

it('T1: every item but a key and the list of organizations begins with its organization, has type and version, and only keys expire', async () => {
  const { organization, directory } = await found(registry);
  await createKey({ ...keyOf(organization.id), expiresAt: at });
  const user = sampleUser({ externalId: 'E', emails: [{ value: 'x@example.com' }] });
  await directory.createUser(user);
  await directory.createOrdinaryGroup(sampleGroup(), [user.standing]);
  const structure = await directory.structure();
  const { project, groups } = sampleProject(structure);
  await directory.putPart(structure, newPart({ kind: 'project', value: project }, groups));

  const client = DynamoDBDocumentClient.from(table.client);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table.tableName }));
  const own = Items.filter((item) => JSON.stringify(item).includes(organization.id));
  const types = new Set(own.map(({ type }) => String(type)));
  expect(types).toEqual(
    new Set([
      'organization',
      'owner',
      'structure',
      'project',
      'scimKey',
      'organizationName',
      'profile',
      'standing',
      'userName',
      'externalId',
      'email',
      'member',
      'group',
      'groupName',
      'count',
    ]),
  );
  for (const item of own) {
    expect(String(item['PK'])).toMatch(/^(?:ORG#[0-9a-f-]{36}(?:#|$)|KEY#|ORGANIZATIONS$)/u);
    expect(item).toMatchObject({ v: 1 });
    // 90 days after its end: until then its use is told from that of a key that never was.
    expect(item['expiresAt']).toBe(item['type'] === 'scimKey' ? Date.parse(at) / 1000 + 90 * 86_400 : undefined);
  }
});

it('stamps every item but the counters, which belong to everybody', async () => {
  const { organization } = await found(registry);
  const client = DynamoDBDocumentClient.from(table.client);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table.tableName }));
  const own = Items.filter((item) => JSON.stringify(item).includes(organization.id));
  const unstamped = own.filter((item) => !stampedItem.safeParse(item).success);
  expect(unstamped.map(({ type }) => String(type))).toEqual(['count']);
});

it('stamps what a request writes with its key, its id, its beginning and the person for whom', async () => {
  const { organization } = await found(registry);
  const request = { ...stamp(), onBehalfOf: randomUUID() };
  const user = sampleUser();
  await registry.directory(organization.id, request).createUser(user);
  const client = DynamoDBDocumentClient.from(table.client);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table.tableName }));
  const profile = Items.find(({ SK }) => SK === user.profile.id);
  expect(profile?.['by']).toEqual({
    actor: request.actor,
    request: request.requestId,
    at: request.at,
    onBehalfOf: request.onBehalfOf,
  });
});

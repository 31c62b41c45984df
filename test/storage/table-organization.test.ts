import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, Registry } from '#domain/directory.ts';
import type { KeyRecord } from '#domain/key.ts';
import type { Organization } from '#domain/organization.ts';
import type { Attributes } from '#storage/item.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { at, found, stamp } from '../support/samples.ts';

let table: TestTable;
let registry: Registry;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
  documents = DynamoDBDocumentClient.from(table.client);
});
afterAll(() => table.stop());

const day = 86_400;
const seconds = (moment: string): number => Date.parse(moment) / 1000;

function keyOf({ id }: Organization, more: Partial<KeyRecord> = {}): KeyRecord {
  const key = { id: randomUUID(), hash: randomUUID(), organizationId: id, name: 'Okta', createdAt: at };
  return { ...key, scope: 'full', ...more };
}

async function itemAt(PK: string, SK: string): Promise<Attributes | undefined> {
  const command = new GetCommand({ TableName: table.tableName, Key: { PK, SK }, ConsistentRead: true });
  return (await documents.send(command)).Item;
}

const byHash = (hash: string) => itemAt(`KEY#${hash}`, 'KEY');
const reminderOf = (key: KeyRecord) => itemAt(`ORG#${key.organizationId}#PENDING`, `REMINDER#${key.id}`);

describe('an organization', () => {
  it('is changed only as it was read, and only while it is there', async () => {
    const { organization, directory } = await found(registry);
    const [one, other] = ['One', 'Other'].map((name) => ({ ...organization, name, revision: 1 })) as [
      Organization,
      Organization,
    ];
    expect(await directory.changeOrganization(organization, one)).toBe('written');
    expect(await directory.changeOrganization(organization, other)).toBe('stale');
    expect(await registry.organization(organization.id)).toEqual(one);
    const removed = { ...one, revision: 2, removedAt: at };
    expect(await directory.changeOrganization(one, removed)).toBe('written');
    expect(await directory.changeOrganization(one, { ...one, revision: 2 })).toBe('stale');
    expect(await directory.changeOrganization({ ...one, revision: 2 }, { ...one, revision: 3 })).toBe('stale');
    expect(await registry.organization(organization.id)).toBeUndefined();
    expect(await registry.organizationEvenRemoved(organization.id)).toEqual(removed);
    expect(await registry.organizationEvenRemoved(randomUUID())).toBeUndefined();
  });

  it('that was made before there was a limit of requests has none of its own', async () => {
    const { organization } = await found(registry);
    await documents.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: { PK: `ORG#${organization.id}`, SK: 'META' },
        UpdateExpression: 'REMOVE #s.rateLimit',
        ExpressionAttributeNames: { '#s': 'settings' },
      }),
    );
    expect((await registry.organization(organization.id))?.settings).toEqual({
      ...organization.settings,
      rateLimit: null,
    });
  });

  it('is listed under its present name alone, and no longer once it is removed', async () => {
    const { organization, directory } = await found(registry);
    const listed = async (): Promise<readonly unknown[]> => {
      const command = new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'PK = :list',
        ExpressionAttributeValues: { ':list': 'ORGANIZATIONS' },
        ConsistentRead: true,
      });
      const { Items = [] } = await documents.send(command);
      return Items.filter(({ id }) => id === organization.id).map(({ SK }) => String(SK));
    };
    expect(await listed()).toEqual([`NAME#acme\t${organization.id}`]);
    const renamed = { ...organization, name: 'Ümbrella', revision: 1 };
    await directory.changeOrganization(organization, renamed);
    expect(await listed()).toEqual([`NAME#ümbrella\t${organization.id}`]);
    await directory.changeOrganization(renamed, { ...renamed, revision: 2, removedAt: at });
    expect(await listed()).toEqual([]);
  });

  it('of the longest name in the widest characters has a place in the list', async () => {
    const { organization, directory } = await found(registry);
    // One of these becomes eighteen when it is folded.
    const name = '\uFDFA'.repeat(100);
    expect(await directory.changeOrganization(organization, { ...organization, name, revision: 1 })).toBe('written');
    const { organizations } = await registry.organizations(1, { id: '0', name });
    expect(organizations).toMatchObject([{ id: organization.id }]);
  });
});

describe('a SCIM key', () => {
  let organization: Organization;
  let directory: Directory;
  beforeAll(async () => {
    ({ organization, directory } = await found(registry));
  });

  it('T2: is found by its id and in the list, with everything that is known of it', async () => {
    const replaced = [{ hash: randomUUID(), until: '2027-01-01T00:00:00.000Z' }];
    const key = keyOf(organization, { expiresAt: '2028-01-01T00:00:00.000Z', replaced });
    await directory.createKey(key);
    expect(await directory.keyById(key.id)).toEqual(key);
    expect(await directory.keys()).toContainEqual(key);
    expect(await registry.key(key.hash)).toEqual({ ...key, replaced: undefined });
  });

  it('T1: is not found by another organization', async () => {
    const key = keyOf(organization);
    await directory.createKey(key);
    const other = await found(registry);
    expect(await other.directory.keys()).toEqual([]);
    expect(await other.directory.keyById(key.id)).toBeUndefined();
  });

  it('T2: that another took the place of ends by itself, and is gone 90 days later', async () => {
    const before = keyOf(organization, { lastUsedAt: at });
    await directory.createKey(before);
    const until = '2026-12-01T00:00:00.000Z';
    const after = { ...keyOf(organization), id: before.id, replaced: [{ hash: before.hash, until }] };
    expect(await directory.changeKey(before, after)).toBe('written');
    expect(await registry.key(before.hash)).toMatchObject({ id: before.id, expiresAt: until });
    expect(await byHash(before.hash)).toMatchObject({ expiresAt: seconds(until) + 90 * day });
    expect(await registry.key(after.hash)).toMatchObject({ id: before.id });
    expect(await byHash(after.hash)).not.toHaveProperty('expiresAt');
    expect(await itemAt(`ORG#${organization.id}`, `KEY#${before.id}`)).not.toHaveProperty('expiresAt');
  });

  it('T2: is changed only as it was read, with all its hashes or none', async () => {
    const before = keyOf(organization);
    await directory.createKey(before);
    const first = { ...before, hash: randomUUID() };
    expect(await directory.changeKey(before, first)).toBe('written');
    const late = { ...before, hash: randomUUID() };
    expect(await directory.changeKey(before, late)).toBe('stale');
    expect(await registry.key(late.hash)).toBeUndefined();
    const ended = { ...first, deactivatedAt: at };
    expect(await directory.changeKey(first, ended)).toBe('written');
    expect(await directory.changeKey(first, { ...first, hash: late.hash })).toBe('stale');
    expect(await registry.key(first.hash)).toMatchObject({ deactivatedAt: at });
    expect(await byHash(first.hash)).toMatchObject({ expiresAt: seconds(at) + 90 * day });
  });

  it.each([
    ['more than 30 days ahead', '2027-01-01T00:00:00.000Z', seconds('2026-12-02T00:00:00.000Z')],
    ['30 days ahead', '2026-12-23T12:00:00.000Z', undefined],
    ['tomorrow', '2026-11-24T12:00:00.000Z', undefined],
    ['not', undefined, undefined],
  ])('whose end is %s: when it is time to warn of it', async (_, expiresAt, due) => {
    const key = keyOf(organization, expiresAt === undefined ? {} : { expiresAt });
    await directory.createKey(key);
    expect((await reminderOf(key))?.['expiresAt']).toBe(due);
  });

  it('that is deactivated needs no warning; one that is made anew does', async () => {
    const key = keyOf(organization, { expiresAt: '2028-01-01T00:00:00.000Z' });
    await directory.createKey(key);
    const again = { ...key, hash: randomUUID() };
    await directory.changeKey(key, again);
    expect(await reminderOf(key)).toMatchObject({ type: 'keyReminder', keyId: key.id, endsAt: key.expiresAt });
    await directory.changeKey(again, { ...again, deactivatedAt: at });
    expect(await reminderOf(key)).toBeUndefined();
  });

  it('T2: the list tells the last use of the present key alone', async () => {
    const before = keyOf(organization);
    await directory.createKey(before);
    const after = {
      ...before,
      hash: randomUUID(),
      replaced: [{ hash: before.hash, until: '2027-01-01T00:00:00.000Z' }],
    };
    await directory.changeKey(before, after);
    await registry.keyUsed(before, '2026-11-23T13:00:00.000Z');
    expect((await directory.keyById(before.id))?.lastUsedAt).toBeUndefined();
    expect(await registry.key(before.hash)).toMatchObject({ lastUsedAt: '2026-11-23T13:00:00.000Z' });
    await registry.keyUsed(after, '2026-11-23T14:00:00.000Z');
    expect((await directory.keyById(before.id))?.lastUsedAt).toBe('2026-11-23T14:00:00.000Z');
  });

  it('T2: a use of a key that is gone makes no item', async () => {
    const key = keyOf(organization);
    await registry.keyUsed(key, at);
    expect(await byHash(key.hash)).toBeUndefined();
    expect(await directory.keyById(key.id)).toBeUndefined();
  });

  it('is stamped in every place with the request that wrote it', async () => {
    const request = { ...stamp(), actor: 'local:admin', onBehalfOf: randomUUID() };
    const own = registry.directory(organization.id, request);
    const key = keyOf(organization, { expiresAt: '2028-01-01T00:00:00.000Z' });
    await own.createKey(key);
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: table.tableName, ConsistentRead: true }));
    const written = Items.filter((item) => JSON.stringify(item).includes(key.id));
    expect(written).toHaveLength(3);
    const by = { actor: 'local:admin', request: request.requestId, at: request.at, onBehalfOf: request.onBehalfOf };
    for (const item of written) expect(item['by']).toEqual(by);
  });
});

it('what founds an organization is stamped with the request of the Console', async () => {
  const { organization } = await found(registry);
  const meta = await itemAt(`ORG#${organization.id}`, 'META');
  expect(meta?.['by']).toMatchObject({ actor: 'key-1', at });
});

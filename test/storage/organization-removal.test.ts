import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, DeleteCommand, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readChange } from '#domain/console-changes.ts';
import { createScimKey } from '#domain/console-keys.ts';
import { removeOrganization } from '#domain/console-organizations.ts';
import type { Console } from '#domain/console.ts';
import { tableRegistry } from '#storage/registry.ts';
import { consoleOf, principal } from '../support/console.ts';
import { startStreamedTable } from '../support/stream.ts';
import type { StreamedTable } from '../support/stream.ts';
import { foundWorld, stamp, verbs } from '../support/world.ts';
import type { World } from '../support/world.ts';

let table: StreamedTable;
let world: World;
let console: Console;
let changeId: string;

beforeAll(async () => {
  table = await startStreamedTable();
  const registry = tableRegistry(table);
  world = await foundWorld({ registry });
  const users = await Promise.all(Array.from({ length: 30 }, (_, n) => world.createUser(`p${n}@example.com`)));
  const group = await world.groupNamed('Statsig-ProjectA-Member');
  await world.patchGroup(group, [{ op: 'add', path: 'members', value: users.map(({ id }) => ({ value: id ?? '' })) }]);
  console = consoleOf(registry, world, { answerBy: Date.now() - 1 });
  await createScimKey(console, { name: 'Okta', scope: 'full', expiresAt: '2099-01-01T00:00:00.000Z' });
  await table.drain();
  const outcome = await removeOrganization(console, 'Acme');
  if (outcome.done) throw new Error('There was no time to do anything.');
  changeId = outcome.change.id;
});
afterAll(() => table.stop());

async function keysLeft(): Promise<readonly string[]> {
  const client = DynamoDBDocumentClient.from(table.client);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table.tableName, ConsistentRead: true }));
  const own = Items.filter((item) => JSON.stringify(item).includes(world.organization.id));
  return own.map(({ PK, SK }) => `${PK} ${SK}`).filter((key) => !key.includes('#ACTIVITY#'));
}

it('the worker erases what the request had no time for, and it can be followed', async () => {
  expect(await readChange(console, changeId)).toMatchObject({ status: 'running', handled: 0 });
  await table.drain();
  expect(await readChange(console, changeId)).toMatchObject({ status: 'done', finishedAt: expect.any(String) });
  expect((await readChange(console, changeId)).handled).toBeGreaterThan(120);
  const partition = `ORG#${world.organization.id}`;
  const left = (await keysLeft()).map((key) => key.replace(partition, 'ORG').replace(/ (\w+)#.*/u, ' $1'));
  expect(new Set(left)).toEqual(
    new Set([
      'ORG META',
      'ORG OWNER',
      'ORG PROJECT',
      'ORG META',
      'ORG STRUCTURE',
      'ORG TEAM',
      `ORG#CHANGES ${changeId}`,
    ]),
  );
});

it('T3: a Lambda that still remembers the key meets an organization without people, and no fault', async () => {
  // Another one than removed it, which has not read the structure yet.
  const directory = tableRegistry(table).directory(world.organization.id, stamp());
  const late = verbs({ ...world.context, directory });
  expect(await late.listUsers()).toMatchObject({ totalResults: 0, resources: [] });
  expect(await late.listUsers({ filter: 'userName eq "p1@example.com"' })).toMatchObject({ totalResults: 0 });
  expect(await late.listGroups()).toMatchObject({ resources: [] });
  await expect(late.readUser(randomUUID())).rejects.toMatchObject({ status: 404 });
  expect(await late.createUser('late@example.com')).toMatchObject({ userName: 'late@example.com' });
});

it('the activity log says who removed the organization, and nothing of what was erased for it', async () => {
  const client = DynamoDBDocumentClient.from(table.client);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table.tableName, ConsistentRead: true }));
  const done = Items.filter(({ PK }) => PK === `ORG#${world.organization.id}#ACTIVITY#DONE`);
  const actions = done.flatMap((item) => [...((item['actions'] ?? []) as Iterable<string>)]);
  expect(actions.filter((action) => action === 'organization.deleted')).toHaveLength(1);
  expect(actions.filter((action) => action.endsWith('.deleted') && action !== 'organization.deleted')).toEqual([]);
});

it('once the time has come the rest goes too, but that it was removed, and how', async () => {
  // What the Lambda wrote that still remembered the key.
  expect((await keysLeft()).filter((key) => key.includes('#NAMES'))).toHaveLength(1);
  const client = DynamoDBDocumentClient.from(table.client);
  const partition = `ORG#${world.organization.id}`;
  const Key = { PK: partition, SK: 'META#PURGE' };
  const { Item: purge } = await client.send(new GetCommand({ TableName: table.tableName, Key }));
  expect(purge).toMatchObject({ type: 'purge', by: { actor: principal } });
  expect(purge?.['expiresAt']).toBe(Date.parse(purge?.['by'].at) / 1000 + 15 * 60);
  await client.send(new DeleteCommand({ TableName: table.tableName, Key }));
  await table.drain();
  expect((await keysLeft()).toSorted()).toEqual([`${partition} META`, `${partition}#CHANGES ${changeId}`]);
  expect(await readChange(console, changeId)).toMatchObject({ status: 'done' });
});

import { randomUUID } from 'node:crypto';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Item } from '#storage/item.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Session } from '#storage/session.ts';
import { findingKinds } from '../../upkeep/finding.ts';
import type { FindingCode } from '../../upkeep/finding.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import type { StreamedTable } from '../support/stream.ts';
import { startStreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';
import { foundWorld, idOf } from '../support/world.ts';
import { damages, doneChange, sliceOf } from './damage.cases.ts';

let table: StreamedTable;
let client: DynamoDBDocumentClient;
let session: Session;
let items: readonly Item[];

beforeAll(async () => {
  table = await startStreamedTable();
  client = DynamoDBDocumentClient.from(table.client, { marshallOptions: { removeUndefinedValues: true } });
  const world = await foundWorld({ registry: tableRegistry(table) }, { settings: { groups: 'open' } });
  const [ada = '', bob = ''] = await Promise.all(
    ['ada', 'bob'].map(async (name) => {
      const user = await world.createUser(`${name}@example.com`, {
        ...(name === 'ada' && { externalId: name }),
        emails: [{ value: `${name}@example.com` }],
        name: { givenName: name, familyName: 'Example' },
      });
      return idOf(user);
    }),
  );
  const everybody = idOf(await world.createGroup('Everybody', { members: [{ value: ada }] }));
  await world.createGroup('Statsig-ProjectA-Core-Admin', { members: [{ value: ada }] });
  await world.patchUser(bob, [{ op: 'replace', path: 'active', value: false }]);
  await world.patchGroup(everybody, [{ op: 'add', path: 'members', value: [{ value: bob }] }]);
  const key = { id: randomUUID(), hash: 'aa'.repeat(32), organizationId: world.organization.id };
  const createdAt = '2026-03-01T12:00:00.000Z';
  await world.directory.createKey({ ...key, name: 'Okta', scope: 'full', createdAt });
  await table.drain();
  session = operatorSession(table, world.organization.id);
  items = ((await client.send(new ScanCommand({ TableName: table.tableName }))).Items ?? []) as Item[];
});
afterAll(() => table.stop());

const put = (item: Item) => client.send(new PutCommand({ TableName: table.tableName, Item: item }));
const erase = ({ PK, SK }: Item) => client.send(new DeleteCommand({ TableName: table.tableName, Key: { PK, SK } }));

it('finds nothing before anything is damaged', async () => {
  expect(await verifyOrganization(session, { whole: true })).toEqual([]);
});

it.each(damages)('finds that $words', async ({ to, becomes, beside, finds }) => {
  const item = items.find(to);
  if (item === undefined) throw new Error('There is nothing to damage.');
  const instead = becomes?.(item, items);
  const more = beside?.(item);
  if (instead !== undefined || more === undefined) await erase(item);
  if (instead !== undefined) await put(instead);
  if (more !== undefined) await put(more);
  try {
    const found = await verifyOrganization(session, { whole: true });
    expect(found.map(({ code }) => code).toSorted()).toEqual([...finds].toSorted());
  } finally {
    for (const one of [instead, more]) if (one !== undefined) await erase(one);
    const was = items.find(({ PK, SK }) => more?.PK === PK && more.SK === SK);
    for (const one of [item, was]) if (one !== undefined) await put(one);
  }
});

it('reports what is different with each look as such, and nothing that is right by then', async () => {
  const profile = items.find(({ type, SK }) => type === 'profile' && items.some((one) => one.SK === `${SK}#M`));
  const names = items.filter(({ type }) => type === 'userName');
  const name = names.find(({ userId }) => userId === profile?.SK);
  if (profile === undefined || name === undefined) throw new Error('There is nobody.');
  let looks = 0;
  const whileChanging = async (last: () => Promise<unknown>): Promise<readonly FindingCode[]> => {
    looks = 0;
    const sleep = async (): Promise<void> => {
      looks++;
      await (looks === 5 ? last() : put({ ...profile, revision: 100 + looks }));
    };
    const found = await verifyOrganization({ ...session, timing: { ...session.timing, sleep } }, { whole: true });
    return found.map(({ code }) => code);
  };
  try {
    await erase(name);
    expect(await whileChanging(() => put({ ...profile, revision: 200 }))).toEqual(['changesTooFast']);
    expect(await whileChanging(() => put(name))).toEqual([]);
  } finally {
    for (const one of [profile, name]) await put(one);
  }
});

it('G8: finds a slice that its change has left', async () => {
  const group = items.find(({ type }) => type === 'group');
  if (group === undefined) throw new Error('There is no group.');
  const [slice, change] = [sliceOf(group), doneChange(group)];
  for (const one of [slice, change]) await put(one);
  const found = await verifyOrganization(session);
  for (const one of [slice, change]) await erase(one);
  expect(found.map(({ code, severity, keys }) => [code, severity, keys])).toEqual([
    ['sliceLeft', 'damage', [{ PK: slice.PK, SK: slice.SK }]],
  ]);
});

it('notes the slices of a change that never counted once for each change', async () => {
  const group = items.find(({ type }) => type === 'group');
  if (group === undefined) throw new Error('There is no group.');
  const [one, other] = [sliceOf(group), sliceOf(group, randomUUID())];
  const slices = [
    other,
    ...Array.from({ length: 205 }, (_, place) => ({ ...one, SK: `${one.SK.slice(0, -4)}${1000 + place}` })),
  ];
  await Promise.all(slices.map(put));
  const found = await verifyOrganization(session, { whole: true });
  await Promise.all(slices.map(erase));
  expect(found.map(({ code, keys }) => [code, keys.length])).toEqual([
    ['sliceOfNothing', 1],
    ['sliceOfNothing', 1],
  ]);
  const words = found.map((finding) => finding.words).join('\n');
  expect(words).toMatch(/which is none\. So do 204 more beside it\.$/mu);
  expect(words).toMatch(/which is none\.$/mu);
});

it('can find each kind of damage', () => {
  const found = new Set<string>([...damages.flatMap(({ finds }) => finds), 'sliceLeft', 'changesTooFast']);
  expect(Object.keys(findingKinds).filter((code) => !found.has(code))).toEqual([]);
});

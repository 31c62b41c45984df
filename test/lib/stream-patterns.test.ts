import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DynamoDBRecord } from 'aws-lambda';
import { tableRegistry } from '#storage/registry.ts';
import { streamPatterns } from '../../lib/stream-patterns.ts';
import { matchesAny } from '../../local/stream-filter.ts';
import { openStream } from '../../local/stream-reader.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { foundWorld, idOf } from '../support/world.ts';

let table: TestTable;

beforeAll(async () => {
  table = await startTestTable({ streamed: true });
});
afterAll(() => table.stop());

/** `INSERT profile`, of every record. */
function wordOf({ eventName, dynamodb }: DynamoDBRecord): string {
  return `${eventName} ${(dynamodb?.NewImage ?? dynamodb?.OldImage)?.['type']?.S}`;
}

it('hand the worker what something follows from, and nothing of the rest', async () => {
  const world = await foundWorld({ registry: tableRegistry(table) }, { settings: { groups: 'open' } });
  const user = idOf(
    await world.createUser('ada@example.com', { externalId: 'E', emails: [{ value: 'a@example.com' }] }),
  );
  await world.patchUser(user, [{ op: 'replace', path: 'title', value: 'Fellow' }]);
  const group = idOf(await world.createGroup('Readers'));
  // More than one transaction holds, so that it is journaled.
  const many = await Promise.all(Array.from({ length: 60 }, (_, n) => world.createUser(`u${n}@example.com`)));
  const value = many.map((one) => ({ value: idOf(one) }));
  await world.patchGroup(group, [{ op: 'add', path: 'members', value }]);
  await world.directory.putBookmark(
    'question',
    101,
    { place: { kind: 0, id: user, key: '' }, rank: 0, expiresAt: 1 },
    undefined,
  );
  await world.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
  await world.deleteGroup(group);
  await world.deleteUser(user);

  const stream = await openStream(table.client, { ...table, positions: () => ({}) });
  const records: DynamoDBRecord[] = [];
  for (let come = await stream.read(); come !== undefined; come = await stream.read()) records.push(...come.records);
  stream.close();
  const all = new Set(records.map(wordOf));
  const handed = new Set(records.filter((record) => matchesAny(streamPatterns, record)).map(wordOf));
  expect([...handed].toSorted()).toEqual([
    'INSERT change',
    'INSERT group',
    'INSERT organization',
    'INSERT profile',
    'INSERT standing',
    'INSERT structure',
    'INSERT sweep',
    'MODIFY change',
    'MODIFY group',
    'MODIFY profile',
    'MODIFY standing',
    'MODIFY structure',
    'MODIFY tombstone',
    'REMOVE profile',
  ]);
  const types = new Set([...all.difference(handed)].map((word) => word.replace(/^\w+ /u, '')));
  expect([...types].toSorted()).toEqual([
    'bookmark',
    'count',
    'email',
    'externalId',
    'group',
    'groupName',
    'member',
    'openGroup',
    'organizationName',
    'owner',
    'project',
    'slice',
    'team',
    'userName',
  ]);
});

import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeOrdinaryGroup } from '#storage/group-commands.ts';
import { sweepKey } from '#storage/group-keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { writeTogether } from '#storage/send-writes.ts';
import type { Session } from '#storage/session.ts';
import { sweepGroup } from '#storage/sweep.ts';
import { standingKey } from '#storage/user-keys.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { found, sampleGroup, sampleUser } from '../support/samples.ts';

let table: TestTable;

beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

function openSession(organization: string): Session {
  return {
    client: DynamoDBDocumentClient.from(table.client, { marshallOptions: { removeUndefinedValues: true } }),
    tableName: table.tableName,
    organization,
    stamp: { actor: 'rollcall', request: randomUUID(), at: new Date().toISOString() },
    deadline: Infinity,
    timing: { now: () => Date.now(), sleep: async () => undefined, random: () => 0, newToken: () => randomUUID() },
  };
}

it('G5: removes what a deletion left, and may be repeated', async () => {
  const { organization, directory } = await found(tableRegistry(table));
  const session = openSession(organization.id);
  const users = Array.from({ length: 30 }, () => sampleUser());
  await Promise.all(users.map((user) => directory.createUser(user)));
  const group = sampleGroup();
  await directory.createOrdinaryGroup(
    group,
    users.map(({ standing }) => standing),
  );
  const other = sampleGroup();
  const standings = await directory.standings(users.map(({ profile }) => profile.id));
  await directory.createOrdinaryGroup(other, [...standings.values()]);

  // The deletion alone, as if the request had died right after it.
  expect(await writeTogether(session, removeOrdinaryGroup(session, group))).toBe('written');
  const mark = new GetCommand({ TableName: table.tableName, Key: sweepKey(organization.id, group.id) });
  expect((await session.client.send(mark)).Item).toMatchObject({ type: 'sweep', groupId: group.id });
  expect(await directory.members(group)).toHaveLength(30);

  await sweepGroup(session, group.id);
  await sweepGroup(session, group.id);
  // The mark stays: a request that began before the deletion may still write a membership and die.
  expect((await session.client.send(mark)).Item).toMatchObject({ groupId: group.id });
  expect(await directory.members(group)).toEqual([]);
  expect(await directory.members(other)).toHaveLength(30);
  const swept = await directory.standings(users.map(({ profile }) => profile.id));
  expect(new Set([...swept.values()].map(({ groups }) => [...groups].join()))).toEqual(new Set([other.id]));
});

it('U5: leaves what a deleted user has left as it is, and ends the membership', async () => {
  const { organization, directory } = await found(tableRegistry(table));
  const session = openSession(organization.id);
  const user = sampleUser();
  await directory.createUser(user);
  const group = sampleGroup();
  await directory.createOrdinaryGroup(group, [user.standing]);
  const [standing] = (await directory.standings([user.profile.id])).values();
  // As of a request that knew nothing of the membership.
  const unaware = { profile: user.profile, standing: { ...user.standing, revision: standing?.revision ?? 0 } };
  expect(await directory.removeUser(unaware)).toBe('written');
  const tombstone = new GetCommand({
    TableName: table.tableName,
    Key: standingKey(organization.id, user.profile.id),
  });
  const { Item: before } = await session.client.send(tombstone);
  expect(before).toMatchObject({ type: 'tombstone' });

  await sweepGroup(session, group.id);
  expect(await directory.members(group)).toEqual([]);
  expect((await session.client.send(tombstone)).Item).toEqual(before);
});

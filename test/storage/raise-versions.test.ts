import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deactivated, revised } from '#domain/standing.ts';
import type { User } from '#domain/user.ts';
import { raiseVersions } from '#storage/raise-versions.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import { injectFaults } from '../support/faults.ts';
import { attachRecorder } from '../support/recorder.ts';
import { at, found, sampleGroup, sampleUser, stamp } from '../support/samples.ts';
import { startStreamedTable } from '../support/stream.ts';
import type { StreamedTable } from '../support/stream.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

const later = '2026-11-23T12:30:00.000Z';

/** A group with one member, and the directory of a process that dies before it raises the version. */
async function dying() {
  const { organization, directory } = await found(tableRegistry(table));
  const user = sampleUser();
  await directory.createUser(user);
  const group = sampleGroup();
  await directory.createOrdinaryGroup(group, [user.standing]);
  await table.drain([]);
  const client = table.newClient();
  injectFaults(client, ({ name, input }) =>
    name === 'UpdateItem' && JSON.stringify(input).includes(group.id) ? { error: new Error('killed') } : undefined,
  );
  const dead = tableRegistry({ ...table, client }).directory(organization.id, { ...stamp(), at: later });
  return { directory, user: (await directory.user(user.profile.id)) as User, group, dead };
}

function off(user: User): User {
  return { ...user, standing: revised(user.standing, deactivated(user.standing, later), later) };
}

it('P5: a member change whose request died raises the version all the same, once', async () => {
  const { directory, user, group, dead } = await dying();
  const after = { ...group, modifiedAt: later };
  const change = { before: group, after, add: [], remove: [user.standing], exclusive: false };
  await expect(dead.changeGroup(change)).rejects.toThrow('killed');
  expect(await directory.group(group.id)).toMatchObject({ version: 1, modifiedAt: at });
  await table.drain([raiseVersions]);
  expect(await directory.group(group.id)).toMatchObject({ version: 2, modifiedAt: later });
});

it.each(['deactivation', 'deletion'])('P5: so does a %s', async (what) => {
  const { directory, user, group, dead } = await dying();
  const done = what === 'deletion' ? dead.removeUser(user) : dead.changeUser({ before: user, after: off(user) });
  await expect(done).rejects.toThrow('killed');
  await table.drain([raiseVersions]);
  expect(await directory.group(group.id)).toMatchObject({ version: 2, modifiedAt: later });
});

it('raises nothing where the request has done it, and costs one read then', async () => {
  const { directory, user, group } = await dying();
  await directory.changeUser({ before: user, after: off(user) });
  expect(await directory.group(group.id)).toMatchObject({ version: 2 });
  const { calls } = await attachRecorder(table.client).record(() => table.drain([raiseVersions]));
  expect(calls.map(({ name }) => name)).toEqual(['BatchGetItem']);
  expect(await directory.group(group.id)).toMatchObject({ version: 2 });
});

it('raises nothing that somebody has raised between the look and the write', async () => {
  const { directory, user, group, dead } = await dying();
  await expect(dead.changeUser({ before: user, after: off(user) })).rejects.toThrow('killed');
  const client = table.newClient();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'UpdateItemCommand') {
          const after = { ...group, modifiedAt: later, externalId: 'x' };
          await directory.changeGroup({ before: group, after, add: [], remove: [], exclusive: false });
        }
        return next(args);
      },
    { step: 'initialize', name: 'rival' },
  );
  const open = (organization: string) => sessionOpener({ ...table, client })(organization, stamp());
  await table.drain([(records, worker) => raiseVersions(records, { ...worker, open })]);
  expect(await directory.group(group.id)).toMatchObject({ version: 2, externalId: 'x' });
});

it('leaves alone what nobody asked for, and groups that are gone', async () => {
  const { directory, user, group, dead } = await dying();
  await expect(dead.changeUser({ before: user, after: off(user) })).rejects.toThrow('killed');
  expect(await directory.removeOrdinaryGroup(group)).toBe('written');
  const renamed = { ...user.profile, attributes: { userName: `${randomUUID()}@example.com` }, revision: 2 };
  const now = (await directory.user(user.profile.id)) as User;
  await directory.changeUser({ before: now, after: { ...now, profile: renamed } });
  await table.drain([raiseVersions]);
  expect(await directory.group(group.id)).toBeUndefined();
});

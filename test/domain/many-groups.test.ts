import { afterAll, beforeAll, expect, it } from 'vitest';
import { transferOwnership } from '#domain/console-owner.ts';
import { changeMember, readMember, removeMember } from '#domain/console-members.ts';
import { restoreMember } from '#domain/console-restore.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { JsonObject } from '#scim/json.ts';
import { consoleOf } from '../support/console.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { answeringAtOnce, openSession, userInGroups } from '../support/memberships.ts';
import { contextOf, foundWorld, groupNames, idOf, memberIds, verbs } from '../support/world.ts';

/** More than one transaction holds. */
const count = 120;

const off: JsonObject[] = [{ op: 'replace', value: { active: false } }];
const on: JsonObject[] = [{ op: 'replace', value: { active: true } }];
const owns: JsonObject[] = [{ op: 'replace', path: 'statsigOrgRole', value: 'Owner' }];

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

/** A user in many groups, and requests that are answered before a single membership has followed. */
async function member(options: { readonly waiting?: boolean } = {}) {
  const registry = tableRegistry(table);
  const realm = await foundWorld({ registry }, { settings: { groups: 'open', ownerTransferCooldown: 0 } });
  const { organization, directory, clock } = realm;
  const { user, groups } = await userInGroups(openSession(table, organization.id), directory, count, options);
  const brief = answeringAtOnce(table, organization.id);
  const client = verbs(contextOf(registry, organization, brief, clock));
  const console = { ...consoleOf(registry, realm), directory: brief };
  const id = user.profile.id;
  /** In how many of the groups SCIM shows the user, asked in each way. */
  const seen = async (): Promise<readonly number[]> => {
    const { resources } = await client.listGroups({ count: '1000' });
    const one = await client.readGroup(groups[0] ?? '');
    const found = await client.listGroups({ filter: `members.value eq "${id}"`, count: '0' });
    const listed = resources.filter((group) => memberIds(group).includes(id)).length;
    return [listed, memberIds(one).includes(id) ? count : 0, found.totalResults];
  };
  return { ...client, console, realm, id, seen };
}

const [all, none] = [
  [count, count, count],
  [0, 0, 0],
];

it('U4: PATCH takes every membership in one step, and the Console gives all of them back', async () => {
  const { patchUser, readUser, console, id, seen } = await member();
  expect(await seen()).toEqual(all);
  expect(await patchUser(id, off)).toMatchObject({ active: false });
  expect(await seen()).toEqual(none);
  expect(groupNames(await readUser(id))).toEqual([]);
  await patchUser(id, on);
  expect(await seen()).toEqual(none);
  expect((await restoreMember(console, id)).restoredGroups).toHaveLength(count);
  expect(await seen()).toEqual(all);
});

it('U4: PUT does the same, whatever else it changes', async () => {
  const { putUser, readUser, id, seen } = await member();
  const userName = String((await readUser(id))['userName']);
  expect(await putUser(id, { userName, active: false, title: 'Gone' })).toMatchObject({ active: false, title: 'Gone' });
  expect(await seen()).toEqual(none);
});

it('U5: DELETE removes the user from every group in one step', async () => {
  const { deleteUser, readUser, id, seen } = await member();
  await deleteUser(id);
  await expect(readUser(id)).rejects.toMatchObject({ status: 404 });
  expect(await seen()).toEqual(none);
});

it('G7: a reactivation lets every membership that waits take effect in one step', async () => {
  const { patchUser, id, seen } = await member({ waiting: true });
  const user = await patchUser(id, on);
  expect(groupNames(user)).toHaveLength(count);
  expect(await seen()).toEqual(all);
});

it('O2: a transfer deactivates the previous owner, however many groups that is', async () => {
  const { patchUser, readUser, createUser, id, seen } = await member();
  await patchUser(id, owns);
  await expect(patchUser(id, off)).rejects.toMatchObject({ status: 403 });
  const heir = idOf(await createUser('heir@example.com'));
  expect(await patchUser(heir, owns)).toMatchObject({ statsigOrgRole: 'Owner' });
  expect(await readUser(id)).toMatchObject({ active: false, statsigOrgRole: 'Member' });
  expect(await seen()).toEqual(none);
});

it('O2: so does a transfer in the Console', async () => {
  const { patchUser, createUser, console, id, seen } = await member();
  await patchUser(id, owns);
  await expect(patchUser(id, off)).rejects.toMatchObject({ status: 403 });
  const heir = idOf(await createUser('heir@example.com'));
  expect(await transferOwnership(console, { userId: heir })).toMatchObject({ userId: heir });
  expect(await readMember(console, id)).toMatchObject({ active: false, groups: [] });
  expect(await seen()).toEqual(none);
});

it('U4, U5: the Console deactivates, activates and removes members of many groups', async () => {
  const { console, id, seen } = await member();
  expect(await changeMember(console, id, { active: false })).toMatchObject({ active: false, groups: [] });
  expect(await seen()).toEqual(none);
  await changeMember(console, id, { active: true });
  await restoreMember(console, id);
  expect(await seen()).toEqual(all);
  await removeMember(console, id);
  expect(await seen()).toEqual(none);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { readPrecondition } from '../../lambdas/scim/version.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { foundWorld, groupNames, idOf, steadyClock } from '../support/world.ts';

const clock = steadyClock();
let table: Table;
let world: World;
beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table, { clock });
});
afterAll(() => table.stop());

const title = { op: 'replace', path: 'title', value: 'Boss' };

function metaOf(resource: JsonObject | undefined): JsonObject {
  return resource?.['meta'] as JsonObject;
}

describe('the version of a resource', () => {
  it('P5: is the same in a list as alone, and another after each change', async () => {
    const created = await world.createUser('version@example.com');
    const { resources } = await world.listUsers({ filter: 'userName eq "version@example.com"' });
    expect(resources.map(metaOf)).toEqual([metaOf(created)]);
    const changed = await world.patchUser(idOf(created), [title]);
    expect(metaOf(changed)['version']).not.toBe(metaOf(created)['version']);
    expect(metaOf(await world.readUser(idOf(created)))).toEqual(metaOf(changed));
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const groups = await world.listGroups({ filter: `id eq "${id}"` });
    expect(groups.resources.map(metaOf)).toEqual([metaOf(await world.readGroup(id))]);
  });

  it('RFC 7644 §3.5.2.1: stays where nothing changes', async () => {
    const user = await world.createUser('same@example.com', { title: 'Boss' });
    clock.set('2026-04-01T12:00:00.000Z');
    expect(await world.patchUser(idOf(user), [title])).toEqual(user);
    expect(await world.patchUser(idOf(user), [])).toEqual(user);
    const id = await world.groupNamed('Statsig-ProjectA-Admin');
    const group = await world.readGroup(id);
    expect(await world.patchGroup(id, [{ op: 'remove', path: 'members[value eq "nobody"]' }])).toEqual(group);
    expect(await world.patchGroup(id, [])).toEqual(group);
  });

  it('RFC 7643 §4.1.2: of a user stays where a group of the user is renamed, whose own version tells', async () => {
    const open = await foundWorld(table, { settings: { groups: 'open' } });
    const user = idOf(await open.createUser('renamed@example.com'));
    const group = await open.createGroup('Before', { members: [{ value: user }] });
    const before = await open.readUser(user);
    const renamed = await open.patchGroup(idOf(group), [{ op: 'replace', path: 'displayName', value: 'After' }]);
    const after = await open.readUser(user);
    expect([groupNames(before), groupNames(after)]).toEqual([['Before'], ['After']]);
    expect(metaOf(after)).toEqual(metaOf(before));
    expect(metaOf(renamed)['version']).not.toBe(metaOf(group)['version']);
  });

  it('P5: can be ruled out by If-None-Match', async () => {
    const user = await world.createUser('ruled-out@example.com');
    for (const precondition of [readPrecondition(undefined, '*'), readPrecondition('*', '"1.1"')]) {
      await expect(world.patchUser(idOf(user), [title], precondition)).rejects.toMatchObject({ status: 412 });
    }
    expect(await world.readUser(idOf(user))).toEqual(user);
    const other = readPrecondition(undefined, 'W/"9.9"');
    expect(await world.patchUser(idOf(user), [title], other)).toMatchObject({ title: 'Boss' });
  });

  it.each(['*', 'W/"1.1"'])('P5: is not asked for by If-Match %s where there is no resource: 404', async (ifMatch) => {
    const precondition = readPrecondition(ifMatch);
    const absent = { status: 404 };
    await expect(world.patchUser(randomUUID(), [title], precondition)).rejects.toMatchObject(absent);
    await expect(world.putUser(randomUUID(), { userName: 'a@example.com' }, precondition)).rejects.toMatchObject(
      absent,
    );
    await expect(world.deleteUser(randomUUID(), precondition)).rejects.toMatchObject(absent);
    await expect(world.patchGroup(randomUUID(), [], precondition)).rejects.toMatchObject(absent);
    await expect(world.putGroup(randomUUID(), {}, precondition)).rejects.toMatchObject(absent);
    await expect(world.deleteGroup(randomUUID(), precondition)).rejects.toMatchObject(absent);
  });
});

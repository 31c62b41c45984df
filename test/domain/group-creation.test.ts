import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, Outcome } from '../../lambdas/domain/directory.ts';
import { addProject } from '../../lambdas/domain/founding.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { readPrecondition } from '../../lambdas/scim/version.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { contextOf, foundWorld, groupNames, idOf, memberIds, product, verbs } from '../support/world.ts';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const values = (ids: readonly string[]): JsonObject[] => ids.map((value) => ({ value }));
const names = async (realm: World): Promise<string[]> =>
  (await realm.listGroups()).resources.map((group) => String(group['displayName'])).toSorted();

describe('creating a group', () => {
  it('G4: a new team of an existing project: both groups, and the named one with its members', async () => {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('a@example.com'));
    const before = await names(realm);
    const group = await realm.createGroup('Statsig-ProjectA-Search-Admin', {
      externalId: 'e',
      members: values([user]),
    });
    expect(group).toMatchObject({ displayName: 'Statsig-ProjectA-Search-Admin', externalId: 'e' });
    expect(memberIds(group)).toEqual([user]);
    expect(await realm.readGroup(idOf(group))).toEqual(group);
    expect(groupNames(await realm.readUser(user))).toEqual(['Statsig-ProjectA-Search-Admin']);
    expect(await names(realm)).toEqual(
      [...before, 'Statsig-ProjectA-Search-Admin', 'Statsig-ProjectA-Search-Member'].toSorted(),
    );
  });

  it('G4: the still empty sibling is there for the first POST that names it, members included', async () => {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('a@example.com'));
    await realm.createGroup('Statsig-ProjectA-Search-Admin');
    const sibling = await realm.groupNamed('Statsig-ProjectA-Search-Member');
    const claimed = await realm.createGroup('Statsig-ProjectA-Search-Member', { members: values([user]) });
    expect(idOf(claimed)).toBe(sibling);
    expect(await realm.readGroup(sibling)).toEqual(claimed);
    await expect(realm.createGroup('Statsig-ProjectA-Search-Member')).rejects.toMatchObject({ status: 409 });
  });

  it('G4: a sibling that SCIM has written to is taken', async () => {
    const realm = await foundWorld(table);
    await realm.createGroup('Statsig-ProjectA-Search-Admin');
    const sibling = await realm.groupNamed('Statsig-ProjectA-Search-Member');
    await realm.putGroup(sibling, { displayName: 'Statsig-ProjectA-Search-Member', members: [] });
    await expect(realm.createGroup('Statsig-ProjectA-Search-Member')).rejects.toMatchObject({ status: 409 });
  });

  it.each(['Statsig-ProjectA-Admin', 'statsig - project a - growth - MEMBER'])(
    'G4: the name %s is taken, and the help says to import and link',
    async (name) => {
      const realm = await foundWorld(table);
      await expect(realm.createGroup(name)).rejects.toMatchObject({
        status: 409,
        scimType: 'uniqueness',
        detail: expect.stringMatching(/import groups.*Link Group/),
      });
    },
  );

  it('G4: a role that the project does not have', async () => {
    const realm = await foundWorld(table);
    await expect(realm.createGroup('Statsig-ProjectA-Editor')).rejects.toMatchObject({
      status: 403,
      detail: expect.stringMatching(/^Role creation is not supported via SCIM\. /),
    });
  });

  it('G4: anything else would be a project', async () => {
    const realm = await foundWorld(table);
    await expect(realm.createGroup('Engineering')).rejects.toMatchObject({
      status: 403,
      detail: expect.stringMatching(
        /^Project creation is not supported via SCIM\. Please create projects in the Statsig Console/,
      ),
    });
  });

  it('G4: a name that fits two projects is refused, and both are named', async () => {
    const realm = await foundWorld(table);
    await addProject(realm.directory, product, 'X', realm.clock);
    await addProject(realm.directory, product, 'X-Y', realm.clock);
    await expect(realm.createGroup('Statsig-X-Y-Z-Admin')).rejects.toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringMatching(/(?=.*"Y-Z" in the project "X")(?=.*"Z" in the project "X-Y")/),
    });
  });

  it('G3: a new team whose other group would take a name is refused', async () => {
    const realm = await foundWorld(table, { settings: { groups: 'open' } });
    await realm.createGroup('Statsig-New-Core-Member');
    await addProject(realm.directory, product, 'New', realm.clock);
    await expect(realm.createGroup('Statsig-New-Core-Admin')).rejects.toMatchObject({ status: 409 });
    expect((await realm.directory.structure()).teams).toHaveLength(1);
  });

  it('G5: POST of the name brings a deleted group back, with a new id', async () => {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('a@example.com'));
    const admin = idOf(await realm.createGroup('Statsig-ProjectA-Search-Admin', { members: values([user]) }));
    const member = await realm.groupNamed('Statsig-ProjectA-Search-Member');
    await realm.deleteGroup(member);
    await expect(realm.readGroup(member)).rejects.toMatchObject({ status: 404 });
    const again = await realm.createGroup('statsig-projecta-search-member', { members: values([user]) });
    expect(again).toMatchObject({ displayName: 'Statsig-ProjectA-Search-Member' });
    expect(idOf(again)).not.toBe(member);
    expect(await realm.readGroup(idOf(again))).toEqual(again);
    expect(await realm.groupNamed('Statsig-ProjectA-Search-Admin')).toBe(admin);
  });

  it('G4: both groups of one new team at once are both created', async () => {
    const realm = await foundWorld(table);
    const created = await Promise.all([
      realm.createGroup('Statsig-ProjectA-Twin-Admin'),
      realm.createGroup('Statsig-ProjectA-Twin-Member'),
    ]);
    expect(await realm.groupNamed('Statsig-ProjectA-Twin-Admin')).toBe(idOf(created[0]));
    expect(await realm.groupNamed('Statsig-ProjectA-Twin-Member')).toBe(idOf(created[1]));
  });

  it('G4: of two POSTs of one name at once one creates, the other is told that it is taken', async () => {
    const realm = await foundWorld(table);
    const name = 'Statsig-ProjectA-Twice-Admin';
    const results = await Promise.allSettled([realm.createGroup(name), realm.createGroup(name)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 409 } });
  });

  it('G7: unknown members of a new group are skipped, even where not one is known', async () => {
    const realm = await foundWorld(table);
    const group = await realm.createGroup('Statsig-ProjectA-Search-Admin', { members: values(['ghost']) });
    expect(group).not.toHaveProperty('members');
    expect(realm.notices).toEqual([{ kind: 'membersSkipped', groupId: idOf(group), ids: ['ghost'], count: 1 }]);
  });

  it('needs a name of at most 256 characters', async () => {
    const realm = await foundWorld(table);
    await expect(realm.createGroup('  ')).rejects.toMatchObject({ status: 400, scimType: 'invalidValue' });
    await expect(realm.createGroup('x'.repeat(257))).rejects.toMatchObject({ status: 413 });
  });

  it.each([
    ['a new team', 'Statsig-ProjectA-Big-Admin'],
    ['an ordinary group', 'Sales'],
    ['a group that comes back', 'Statsig-ProjectA-Growth-Member'],
    ['a sibling that is claimed', 'Statsig-ProjectA-Search-Member'],
  ])('G8: %s begins with more members than one transaction holds', async (_, name) => {
    const realm = await foundWorld(table, { settings: { groups: 'open' } });
    const users = await Promise.all(Array.from({ length: 60 }, (__, n) => realm.createUser(`u${n}@example.com`)));
    const ids = users.map(idOf).toSorted();
    await realm.patchGroup(await realm.groupNamed('Statsig-ProjectA-Growth-Admin'), [
      { op: 'add', path: 'members', value: values(ids.slice(0, 1)) },
    ]);
    await realm.deleteGroup(await realm.groupNamed('Statsig-ProjectA-Growth-Member'));
    await realm.createGroup('Statsig-ProjectA-Search-Admin');
    const created = await realm.createGroup(name, { members: values(ids) });
    expect(memberIds(created)).toEqual(ids);
    expect(await realm.readGroup(idOf(created))).toEqual(created);
    expect(groupNames(await realm.readUser(ids.at(-1) ?? ''))).toEqual([name]);
  });
});

describe('creating an ordinary group', () => {
  it('G10: any other name, where the organization is open; the name is taken then', async () => {
    const realm = await foundWorld(table, { settings: { groups: 'open' } });
    const user = idOf(await realm.createUser('a@example.com'));
    const group = await realm.createGroup('Engineering Team', { externalId: 'e', members: values([user]) });
    expect(group).toMatchObject({ displayName: 'Engineering Team', externalId: 'e' });
    expect(await realm.readGroup(idOf(group))).toEqual(group);
    expect(groupNames(await realm.readUser(user))).toEqual(['Engineering Team']);
    await expect(realm.createGroup('engineeringTEAM')).rejects.toMatchObject({ status: 409 });
    await realm.createGroup('Statsig-ProjectA-Editor');
    expect(idOf(await realm.createGroup('Statsig-ProjectA-New-Admin'))).not.toBe('');
    expect(await realm.groupNamed('Statsig-ProjectA-New-Member')).not.toBe('');
  });
});

describe('deleting a group', () => {
  it('G5: a Project x Role group is refused', async () => {
    const realm = await foundWorld(table);
    await expect(realm.deleteGroup(await realm.groupNamed('Statsig-ProjectA-Admin'))).rejects.toMatchObject({
      status: 403,
      detail: expect.stringMatching(/^Project deletion is not supported via SCIM\. /),
    });
  });

  it('G5: a Team x Role group goes with its members, and the team with it once its other group is empty', async () => {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('a@example.com'));
    const admin = idOf(await realm.createGroup('Statsig-ProjectA-Search-Admin', { members: values([user]) }));
    const member = idOf(await realm.createGroup('Statsig-ProjectA-Search-Member', { members: values([user]) }));
    await realm.deleteGroup(admin);
    await expect(realm.readGroup(admin)).rejects.toMatchObject({ status: 404 });
    await expect(realm.deleteGroup(admin)).rejects.toMatchObject({ status: 404 });
    expect(groupNames(await realm.readUser(user))).toEqual(['Statsig-ProjectA-Search-Member']);
    expect((await realm.directory.structure()).teams.map(({ name }) => name)).toContain('Search');
    await realm.deleteGroup(member);
    expect(groupNames(await realm.readUser(user))).toEqual([]);
    expect((await realm.directory.structure()).teams.map(({ name }) => name)).not.toContain('Search');
    expect((await realm.directory.standings([user])).get(user)?.groups).toEqual(new Set());
  });

  it('G5: the team goes at once where its other group is empty', async () => {
    const realm = await foundWorld(table);
    await realm.deleteGroup(idOf(await realm.createGroup('Statsig-ProjectA-Search-Admin')));
    expect((await realm.listGroups({ filter: 'displayName co "search"' })).totalResults).toBe(0);
    await realm.createGroup('Statsig-ProjectA-Search-Member');
  });

  it('G5: a push into the other group meanwhile keeps the team', async () => {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('a@example.com'));
    const admin = idOf(await realm.createGroup('Statsig-ProjectA-Search-Admin'));
    const member = await realm.groupNamed('Statsig-ProjectA-Search-Member');
    let pushed = false;
    const directory: Directory = {
      ...realm.directory,
      async removeTeamGroups(structure, removal) {
        if (!pushed) await realm.patchGroup(member, [{ op: 'add', path: 'members', value: values([user]) }]);
        pushed = true;
        return realm.directory.removeTeamGroups(structure, removal);
      },
    };
    await verbs(contextOf(table.registry, realm.organization, directory, realm.clock)).deleteGroup(admin);
    expect(memberIds(await realm.readGroup(member))).toEqual([user]);
  });

  it('G10: an ordinary group goes with its members', async () => {
    const realm = await foundWorld(table, { settings: { groups: 'open' } });
    const user = idOf(await realm.createUser('a@example.com'));
    const id = idOf(await realm.createGroup('Sales', { members: values([user]) }));
    await realm.deleteGroup(id);
    await expect(realm.readGroup(id)).rejects.toMatchObject({ status: 404 });
    expect(groupNames(await realm.readUser(user))).toEqual([]);
    await realm.createGroup('Sales');
  });

  it('answers 404 for a group that does not exist, and 412 at another version', async () => {
    const realm = await foundWorld(table);
    await expect(realm.deleteGroup('none')).rejects.toMatchObject({ status: 404 });
    const id = await realm.groupNamed('Statsig-ProjectA-Growth-Admin');
    await expect(realm.deleteGroup(id, readPrecondition('W/"9"'))).rejects.toMatchObject({ status: 412 });
  });
});

describe('the outcomes of the store', () => {
  it('G4: a stale structure is read again', async () => {
    const realm = await foundWorld(table);
    const outcomes: Outcome[] = ['stale'];
    const directory: Directory = {
      ...realm.directory,
      putTeam: async (...change) => (outcomes.shift() as 'stale' | undefined) ?? realm.directory.putTeam(...change),
    };
    const client = verbs(contextOf(table.registry, realm.organization, directory, realm.clock));
    expect(await client.createGroup('Statsig-ProjectA-Stale-Admin')).toMatchObject({
      displayName: 'Statsig-ProjectA-Stale-Admin',
    });
  });

  it('G5: a team or sibling that is gone meanwhile is read again', async () => {
    const realm = await foundWorld(table);
    const id = await realm.groupNamed('Statsig-ProjectA-Growth-Admin');
    const sibling = await realm.groupNamed('Statsig-ProjectA-Growth-Member');
    let calls = 0;
    const directory: Directory = {
      ...realm.directory,
      async group(wanted) {
        const group = await realm.directory.group(wanted);
        if (group === undefined || wanted === sibling) return undefined;
        return ++calls > 1 ? group : { ...group, place: { kind: 'team', teamId: 'gone', role: 'Admin' } };
      },
    };
    await verbs(contextOf(table.registry, realm.organization, directory, realm.clock)).deleteGroup(id);
    await expect(realm.readGroup(id)).rejects.toMatchObject({ status: 404 });
  });
});

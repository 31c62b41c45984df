import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory } from '../../lambdas/domain/directory.ts';
import { userUseCases } from '../../lambdas/domain/users.ts';
import { selectAttributes } from '../../lambdas/scim/project.ts';
import { readListQuery } from '../../lambdas/scim/query.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { contextOf, foundWorld, groupNames, idOf, memberIds, verbs } from '../support/world.ts';

let table: Table;
let world: World;
let ids: string[];
beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table, { settings: { groups: 'open' } });
  const users = await Promise.all(
    Array.from({ length: 9 }, (_, n) =>
      world.createUser(`User${n}@example.com`, {
        externalId: `ext-${n % 3}`,
        active: n !== 8,
        emails: [{ value: `mail${n}@example.com`, type: 'work' }],
        title: n % 2 === 0 ? 'Even' : 'Odd',
      }),
    ),
  );
  ids = users.map(idOf);
  const group = await world.groupNamed('Statsig-ProjectA-Admin');
  const members = ids.slice(0, 2).map((value) => ({ value }));
  await world.patchGroup(group, [{ op: 'add', path: 'members', value: members }]);
  await world.createGroup('Sales', { members: [{ value: ids[0] ?? '' }] });
});
afterAll(() => table.stop());

const userNames = (resources: readonly JsonObject[]): string[] =>
  resources.map((resource) => String(resource['userName'])).toSorted();
const displayNames = (resources: readonly JsonObject[]): string[] =>
  resources.map((resource) => String(resource['displayName'])).toSorted();

describe('listing users', () => {
  it('U6: shows everybody, inactive ones and the owner too, in one order, page by page', async () => {
    const all = await world.listUsers({ count: '1000' });
    expect(all.totalResults).toBe(10);
    expect(all.resources.filter(({ active }) => active === false).map(idOf)).toEqual([ids[8]]);
    expect(all.resources.filter((user) => user['statsigOrgRole'] === 'Owner')).toHaveLength(1);
    const pages = await Promise.all(
      [1, 5, 9, 13].map((startIndex) => world.listUsers({ startIndex: String(startIndex), count: '4' })),
    );
    expect(pages.flatMap(({ resources }) => resources)).toEqual(all.resources);
    expect(pages.map(({ resources }) => resources.length)).toEqual([4, 4, 2, 0]);
    expect(await world.listUsers({ count: '0' })).toEqual({ resources: [], totalResults: 10 });
  });

  it('U6: names the groups of each user, ordinary ones too', async () => {
    const { resources } = await world.listUsers({ filter: `id eq "${ids[0]}"` });
    expect(resources).toEqual([await world.readUser(ids[0] ?? '')]);
    expect(groupNames(resources[0] ?? {})).toEqual(['Sales', 'Statsig-ProjectA-Admin']);
  });

  it.each([
    ['userName eq "USER3@example.com"', ['User3@example.com']],
    ['userName eq "nobody@example.com"', []],
    ['userName eq "not an address"', []],
    ['externalId eq "ext-1"', ['User1@example.com', 'User4@example.com', 'User7@example.com']],
    ['externalId eq "EXT-1"', []],
    ['externalId eq "ext-1" and title eq "odd"', ['User1@example.com', 'User7@example.com']],
    ['title eq "Odd" and (userName eq "user5@example.com")', ['User5@example.com']],
    ['emails eq "MAIL2@example.com"', ['User2@example.com']],
    ['emails.value eq "mail2@example.com"', ['User2@example.com']],
    ['emails[type eq "work" and value eq "mail4@example.com"]', ['User4@example.com']],
    ['emails[type eq "home" and value eq "mail4@example.com"]', []],
    [
      'title eq "Even" and not (externalId eq "ext-0")',
      ['User2@example.com', 'User4@example.com', 'User8@example.com'],
    ],
    ['active eq false', ['User8@example.com']],
    ['groups.display eq "Sales"', ['User0@example.com']],
    ['userName eq "user1@example.com" or userName eq "user2@example.com"', ['User1@example.com', 'User2@example.com']],
    ['id eq "none"', []],
    ['phoneNumbers[type eq "work"] or title eq "none"', []],
    ['phoneNumbers[type eq "work"] and title eq "Even"', []],
    ['meta.resourceType eq "Group"', []],
    ['userName sw "USER3"', ['User3@example.com']],
  ])('P1: %s', async (filter, expected) => {
    const page = await world.listUsers({ filter });
    expect(userNames(page.resources)).toEqual(expected);
    expect(page.totalResults).toBe(expected.length);
  });

  it('P1: finds the members of a group, not the waiting ones; a group that is none has none', async () => {
    const group = await world.groupNamed('Statsig-ProjectA-Growth-Member');
    const value = [ids[5], ids[8]].map((id) => ({ value: id ?? '' }));
    await world.patchGroup(group, [{ op: 'add', path: 'members', value }]);
    expect((await world.listUsers({ filter: `groups eq "${group}"` })).resources.map(idOf)).toEqual([ids[5]]);
    const both = `groups[value eq "${group}"] and userName ew "@example.com"`;
    expect((await world.listUsers({ filter: both })).resources.map(idOf)).toEqual([ids[5]]);
    expect((await world.listUsers({ filter: `groups.value eq "${ids[0]}"` })).totalResults).toBe(0);
    await world.patchGroup(group, [{ op: 'remove', path: 'members' }]);
  });

  it('P1: finds users by the time of their last change, to the moment', async () => {
    const moment = '2026-03-01T13:00:00+01:00';
    expect((await world.listUsers({ filter: `meta.lastModified ge "${moment}"` })).totalResults).toBe(10);
    expect((await world.listUsers({ filter: `meta.lastModified gt "${moment}"` })).totalResults).toBe(0);
  });

  it('P5: sorts by any attribute, whoever has none last, and page by page', async () => {
    const sorted = await world.listUsers({ sortBy: 'title', sortOrder: 'ascending', attributes: 'title' });
    expect(sorted.resources.map(({ title }) => title ?? null)).toEqual([
      'Even',
      'Even',
      'Even',
      'Even',
      'Even',
      'Odd',
      'Odd',
      'Odd',
      'Odd',
      null,
    ]);
    const pages = await Promise.all(
      [1, 4, 7, 10].map((startIndex) =>
        world.listUsers({ sortBy: 'title', startIndex: String(startIndex), count: '3', filter: 'id pr' }),
      ),
    );
    expect(pages.flatMap(({ resources }) => resources).map(idOf)).toEqual(sorted.resources.map(idOf));
    const byName = await world.listUsers({ sortBy: 'userName', sortOrder: 'descending', count: '2' });
    expect(byName.resources.map(idOf)).toEqual([ids[8], ids[7]]);
    const byGroup = await world.listUsers({ sortBy: 'groups.display', count: '2' });
    expect(byGroup.resources.map(idOf)).toEqual([ids[0], ids[1]]);
    const byOwner = await world.listUsers({ sortBy: 'statsigOrgRole', sortOrder: 'descending', count: '1' });
    expect(byOwner.resources).toMatchObject([{ statsigOrgRole: 'Owner' }]);
  });

  it('P3: a filtered list is paged too, with the total of all that match', async () => {
    const page = await world.listUsers({ filter: 'title eq "Even"', startIndex: '2', count: '2' });
    expect(page.totalResults).toBe(5);
    expect(page.resources).toHaveLength(2);
  });

  it('P5: names no groups where nobody asks for them', async () => {
    const type = userUseCases.resourceType(world.context);
    const selection = selectAttributes('userName', undefined, type);
    for (const filter of [undefined, 'externalId eq "ext-1"', 'groups.display eq "Sales"']) {
      const query = readListQuery(new Map(filter === undefined ? [] : [['filter', filter]]), type);
      const page = await userUseCases.list(world.context, query, selection);
      expect(page.totalResults).toBeGreaterThan(0);
    }
    expect(await userUseCases.read(world.context, ids[0] ?? '', selection)).not.toHaveProperty('groups');
  });

  it('G5: a membership in a group that is being swept away is not named', async () => {
    const directory: Directory = { ...world.directory, groups: async () => new Map() };
    const client = verbs(contextOf(table.registry, world.organization, directory, world.clock));
    expect(groupNames(await client.readUser(ids[0] ?? ''))).toEqual(['Statsig-ProjectA-Admin']);
    const generated = await world.groupNamed('Statsig-ProjectA-Admin');
    const group = await world.directory.group(generated);
    if (group === undefined) throw new Error('no group');
    const odd: Directory = { ...world.directory, groups: async (wanted) => new Map(wanted.map((id) => [id, group])) };
    const other = verbs(contextOf(table.registry, world.organization, odd, world.clock));
    expect(groupNames(await other.readUser(ids[0] ?? ''))).toEqual(['Statsig-ProjectA-Admin']);
  });

  it('G5: a group that the structure has no more is not listed', async () => {
    const gone: Directory = {
      ...world.directory,
      structure: async () => ({ ...(await world.directory.structure()), projects: [] }),
      groupsFrom: async (_, ...page) => world.directory.groupsFrom(await world.directory.structure(), ...page),
    };
    const client = verbs(contextOf(table.registry, world.organization, gone, world.clock));
    expect(displayNames((await client.listGroups()).resources)).toEqual(['Sales']);
  });

  it('T1: another organization sees none of them', async () => {
    const other = await foundWorld(table);
    expect((await other.listUsers()).totalResults).toBe(1);
    expect((await other.listUsers({ filter: 'userName eq "user1@example.com"' })).totalResults).toBe(0);
    expect((await other.listUsers({ filter: `id eq "${ids[0]}"` })).totalResults).toBe(0);
  });
});

describe('listing groups', () => {
  const generated = ['ProjectA', 'MobileApp'].flatMap((project) =>
    ['Admin', 'Member', 'Read-Only'].map((role) => `Statsig-${project}-${role}`),
  );
  const team = ['Statsig-ProjectA-Growth-Admin', 'Statsig-ProjectA-Growth-Member'];

  it('G1: shows generated and ordinary groups with their members, page by page', async () => {
    const all = await world.listGroups();
    expect(all.totalResults).toBe(9);
    expect(displayNames(all.resources)).toEqual([...generated, ...team, 'Sales'].toSorted());
    const pages = await Promise.all(
      [1, 5, 9].map((startIndex) => world.listGroups({ startIndex: String(startIndex), count: '4' })),
    );
    expect(pages.flatMap(({ resources }) => resources)).toEqual(all.resources);
    const admins = all.resources.find(({ displayName }) => displayName === 'Statsig-ProjectA-Admin');
    expect(memberIds(admins ?? {})).toEqual(ids.slice(0, 2).toSorted());
  });

  it.each([
    ['displayName eq "Statsig-ProjectA-Admin"', ['Statsig-ProjectA-Admin']],
    ['displayName eq "statsig - project a - ADMIN"', ['Statsig-ProjectA-Admin']],
    ['displayName eq "sales"', ['Sales']],
    ['displayName eq "nothing"', []],
    ['displayName co "growth"', team],
    ['displayName ne "S a l e s"', [...generated, ...team].toSorted()],
    ['displayName eq "sales" or displayName eq "Statsig-MobileApp-Admin"', ['Sales', 'Statsig-MobileApp-Admin']],
    ['not (displayName sw "Statsig")', ['Sales']],
    ['not (displayName ne "s a l e s") and not (externalId pr)', ['Sales']],
    ['members[value pr] and displayName eq "SALES"', ['Sales']],
    ['displayName eq "Sales" and members pr', ['Sales']],
    ['id eq "none"', []],
  ])('P1: %s', async (filter, expected) => {
    const page = await world.listGroups({ filter });
    expect(displayNames(page.resources)).toEqual(expected);
    expect(page.totalResults).toBe(expected.length);
  });

  it('P5: sorts groups by name, and by how they came to be', async () => {
    const { resources } = await world.listGroups({ sortBy: 'displayName', sortOrder: 'descending' });
    const names = resources.map(({ displayName }) => String(displayName));
    expect(names).toEqual([...generated, ...team, 'Sales'].toSorted().toReversed());
    const byMember = await world.listGroups({ sortBy: 'members.value', count: '2', attributes: 'displayName' });
    expect(displayNames(byMember.resources)).toEqual(['Sales', 'Statsig-ProjectA-Admin']);
  });

  it('P1: finds the groups of a member', async () => {
    const page = await world.listGroups({ filter: `members.value eq "${ids[0]}"` });
    expect(displayNames(page.resources)).toEqual(['Sales', 'Statsig-ProjectA-Admin']);
    expect((await world.listGroups({ filter: 'members.value eq "nobody"' })).totalResults).toBe(0);
    const one = await world.listGroups({ filter: `members[value eq "${ids[1]}"]` });
    expect(displayNames(one.resources)).toEqual(['Statsig-ProjectA-Admin']);
  });
});

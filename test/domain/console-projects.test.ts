import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createProject,
  listProjects,
  readProject,
  removeProject,
  renameProject,
} from '../../lambdas/domain/console-projects.ts';
import { createRole } from '../../lambdas/domain/console-roles.ts';
import { createTeam, listTeams, readTeam, renameTeam } from '../../lambdas/domain/console-teams.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import { readPrecondition } from '../../lambdas/scim/version.ts';
import { consoleOf } from '../support/console.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { foundWorld, groupNames, idOf, memberIds, steadyClock, verbs } from '../support/world.ts';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

async function open(settings: World['organization']['settings'] | object = {}) {
  const clock = steadyClock();
  const realm = await foundWorld(table, { settings, clock });
  return { realm, clock, console: consoleOf(table.registry, realm) };
}

const names = async (realm: World): Promise<string[]> =>
  (await realm.listGroups()).resources.map((group) => String(group['displayName'])).toSorted();

const done = <Value>(value: Value) => ({ done: true, value });

async function member(realm: World, group: string): Promise<string> {
  const user = idOf(await realm.createUser('a@example.com'));
  await realm.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
  return user;
}

describe('a new project', () => {
  it('G1: has a group for each role, the highest rank first', async () => {
    const { realm, console } = await open();
    const before = await names(realm);
    const project = await createProject(console, { name: '  Data  Lake ' });
    expect(project).toEqual({
      id: expect.any(String),
      name: 'Data  Lake',
      createdAt: '2026-03-01T12:00:00.000Z',
      groups: ['Admin', 'Member', 'Read-Only'].map((role) => ({
        id: expect.any(String),
        displayName: `Statsig-DataLake-${role}`,
        role,
      })),
    });
    const added = ['Admin', 'Member', 'Read-Only'].map((role) => `Statsig-DataLake-${role}`);
    expect(await names(realm)).toEqual([...before, ...added].toSorted());
    expect(await realm.groupNamed('statsig-datalake-read-only')).toBe(project.groups[2]?.id);
    expect(await readProject(console, project.id)).toEqual(project);
  });

  it.each(['', '   ', 'a\nb', 'x'.repeat(101), '\ud800'])('is refused with the name %j', async (name) => {
    const { console } = await open();
    await expect(createProject(console, { name })).rejects.toMatchObject({ status: 400, code: 'nameUnusable' });
  });

  it.each(['\u200b', '\u2060\u00ad', '\u200e \u200f', '\u3164\u034f'])(
    'is refused where nothing of the name is seen: %j',
    async (name) => {
      const { console } = await open();
      await expect(createProject(console, { name })).rejects.toMatchObject({ status: 400, code: 'nameFoldsToNothing' });
    },
  );

  it.each(['-', 'Ünïcode 项目', '🚀', 'a'.repeat(100)])('may be called %j', async (name) => {
    const { realm, console } = await open();
    await createProject(console, { name });
    expect(await names(realm)).toContain(`Statsig-${name.replaceAll(' ', '')}-Admin`);
  });

  it('G3: is refused where a group of another project has the name, which is in the sentence', async () => {
    const { realm, console } = await open();
    const before = await realm.directory.structure();
    await expect(createProject(console, { name: 'PROJECT a' })).rejects.toMatchObject({
      status: 409,
      code: 'generatedNameTaken',
      detail: expect.stringContaining('"Statsig-ProjectA-'),
    });
    expect(await realm.directory.structure()).toEqual(before);
  });

  it('G3: is refused where the group of a team has the name', async () => {
    const { console } = await open();
    await expect(createProject(console, { name: 'Project A-Growth' })).rejects.toMatchObject({
      status: 409,
      detail: expect.stringMatching(/"Statsig-ProjectA-Growth-(Admin|Member)"/u),
    });
  });

  it('G3, G10: is refused where an ordinary group has the name, and leaves nothing', async () => {
    const { realm, console } = await open({ groups: 'open' });
    const group = idOf(await realm.createGroup('statsig-data-member'));
    const before = await names(realm);
    await expect(createProject(console, { name: 'Data' })).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('"Statsig-Data-Member"'),
    });
    expect(await names(realm)).toEqual(before);
    await realm.deleteGroup(group);
    expect(await createProject(console, { name: 'Data' })).toMatchObject({ name: 'Data' });
  });

  it('G3: of two at once with one name one is created', async () => {
    const { console } = await open();
    const results = await Promise.allSettled([1, 2, 3].map(() => createProject(console, { name: 'Twin' })));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 409 } });
  });
});

describe('the list of projects', () => {
  it('is in the order of names, case ignored, and every page leads to the next', async () => {
    const { console } = await open();
    for (const name of ['alpha', 'Beta', 'gamma']) await createProject(console, { name });
    const all = await listProjects(console, { limit: 200 });
    expect(all.items.map(({ name }) => name)).toEqual(['alpha', 'Beta', 'gamma', 'Mobile App', 'Project A']);
    expect(all.nextCursor).toBeUndefined();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listProjects(console, { limit: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
      await createProject(console, { name: `Aardvark ${seen.length}` });
    } while (cursor !== undefined);
    expect(seen).toEqual(['alpha', 'Beta', 'gamma', 'Mobile App', 'Project A']);
  });

  it('T1: does not know the projects of another organization', async () => {
    const [{ realm }, { console }] = [await open(), await open()];
    const missing = { status: 404, code: 'projectNotFound' };
    await expect(readProject(console, realm.project.id)).rejects.toMatchObject(missing);
    await expect(renameProject(console, realm.project.id, { name: 'x' })).rejects.toMatchObject(missing);
    await expect(removeProject(console, realm.project.id)).rejects.toMatchObject(missing);
    await expect(listTeams(console, realm.project.id, { limit: 1 })).rejects.toMatchObject(missing);
    await expect(createTeam(console, realm.project.id, { name: 'x' })).rejects.toMatchObject(missing);
    await expect(readTeam(console, realm.team.id)).rejects.toMatchObject({ status: 404, code: 'teamNotFound' });
  });
});

describe('renaming a project', () => {
  it('G2: keeps the ids of its groups and their members, and their names follow', async () => {
    const { realm, console } = await open();
    const id = await realm.groupNamed('Statsig-ProjectA-Growth-Admin');
    const user = await member(realm, id);
    const outcome = await renameProject(console, realm.project.id, { name: 'Project Z' });
    expect(outcome).toEqual(done(await readProject(console, realm.project.id)));
    expect(await realm.groupNamed('Statsig-ProjectZ-Growth-Admin')).toBe(id);
    expect(memberIds(await realm.readGroup(id))).toEqual([user]);
    expect(groupNames(await realm.readUser(user))).toEqual(['Statsig-ProjectZ-Growth-Admin']);
    expect((await names(realm)).some((name) => name.includes('ProjectA'))).toBe(false);
  });

  it('P5: changes the versions of its groups, and when they were last modified', async () => {
    const { realm, console, clock } = await open();
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const other = await realm.groupNamed('Statsig-MobileApp-Admin');
    const [before, untouched] = [await realm.readGroup(id), await realm.readGroup(other)];
    clock.set('2026-03-02T12:00:00.000Z');
    await renameProject(console, realm.project.id, { name: 'Z' });
    const after = await realm.readGroup(id);
    expect(after).toMatchObject({ meta: { lastModified: '2026-03-02T12:00:00.000Z', version: 'W/"1.1"' } });
    expect(await realm.readGroup(other)).toEqual(untouched);
    const { version } = before['meta'] as { version: string };
    const operations = [{ op: 'replace', path: 'externalId', value: 'x' }];
    await expect(realm.patchGroup(id, operations, readPrecondition(version))).rejects.toMatchObject({ status: 412 });
    await realm.patchGroup(id, operations, readPrecondition('W/"1.1"'));
    clock.set('2026-03-03T12:00:00.000Z');
    await renameProject(console, realm.project.id, { name: 'Project A' });
    expect(await realm.readGroup(id)).toMatchObject({ meta: { version: 'W/"2.2"' } });
  });

  it('G6: an earlier name is no change for a push, after any number of renamings', async () => {
    const { realm, console } = await open();
    const id = await realm.groupNamed('Statsig-ProjectA-Growth-Admin');
    await renameTeam(console, realm.team.id, { name: 'Sales' });
    for (const name of ['B', 'C', 'B']) await renameProject(console, realm.project.id, { name });
    for (const name of ['Statsig-ProjectA-Growth-Admin', 'Statsig-C-Sales-Admin', 'statsig - b - growth - admin']) {
      expect(await realm.putGroup(id, { displayName: name })).toMatchObject({ displayName: 'Statsig-B-Sales-Admin' });
    }
    await expect(realm.putGroup(id, { displayName: 'Statsig-D-Sales-Admin' })).rejects.toMatchObject({ status: 400 });
  });

  it('G6: the twenty latest names are understood', async () => {
    const { realm, console } = await open();
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    for (let index = 0; index < 21; index++) await renameProject(console, realm.project.id, { name: `P${index}` });
    await realm.putGroup(id, { displayName: 'Statsig-P0-Admin' });
    await expect(realm.putGroup(id, { displayName: 'Statsig-ProjectA-Admin' })).rejects.toMatchObject({ status: 400 });
  });

  it('the same name again is no change', async () => {
    const { realm, console } = await open();
    const before = await realm.directory.structure();
    expect(await renameProject(console, realm.project.id, { name: ' Project A ' })).toMatchObject({ done: true });
    expect(await realm.directory.structure()).toBe(before);
  });

  it('only the spelling of the name: the groups are spelled so', async () => {
    const { realm, console } = await open();
    await renameProject(console, realm.project.id, { name: 'PROJECT A' });
    expect(await names(realm)).toContain('Statsig-PROJECTA-Growth-Admin');
  });

  it('G3: is refused for a taken name, and nothing is changed', async () => {
    const { realm, console } = await open({ groups: 'open' });
    await realm.createGroup('Statsig-Free-Growth-Member');
    const before = await names(realm);
    const refused = (name: string, taken: string) =>
      expect(renameProject(console, realm.project.id, { name })).rejects.toMatchObject({
        status: 409,
        detail: expect.stringContaining(`"${taken}`),
      });
    await refused('mobile app', 'Statsig-MobileApp-');
    await refused('Free', 'Statsig-Free-Growth-Member"');
    expect(await names(realm)).toEqual(before);
  });

  it('G3, G4: the names that were given up are free for anybody, and can be taken back while they are', async () => {
    const { realm, console } = await open({ groups: 'open' });
    await renameProject(console, realm.project.id, { name: 'Z' });
    await renameProject(console, realm.project.id, { name: 'Project A' });
    await renameProject(console, realm.project.id, { name: 'Z' });
    expect(await realm.createGroup('Statsig-ProjectA-Admin')).toMatchObject({ displayName: 'Statsig-ProjectA-Admin' });
    await expect(renameProject(console, realm.project.id, { name: 'Project A' })).rejects.toMatchObject({
      status: 409,
    });
    await renameProject(console, realm.mobile.id, { name: 'Y' });
    expect(await createProject(console, { name: 'Mobile App' })).toMatchObject({ name: 'Mobile App' });
  });

  it('G3: wins over a group of the name that an identity provider creates at the same moment', async () => {
    const { realm, console } = await open({ groups: 'open' });
    const late: Console['directory'] = {
      ...realm.directory,
      createOrdinaryGroup: async (...group) => {
        await renameProject(console, realm.project.id, { name: 'Won' });
        return realm.directory.createOrdinaryGroup(...group);
      },
      changeGroup: async (change) => {
        await renameProject(console, realm.project.id, { name: 'Again' });
        return realm.directory.changeGroup(change);
      },
    };
    const scim = verbs({ ...realm.context, directory: late });
    await expect(scim.createGroup('Statsig-Won-Admin')).rejects.toMatchObject({ status: 409, code: 'groupNameTaken' });
    const group = idOf(await realm.createGroup('Sales'));
    const taken = { status: 409, code: 'groupNameTaken' };
    await expect(scim.putGroup(group, { displayName: 'Statsig-Again-Admin' })).rejects.toMatchObject(taken);
    expect(await realm.readGroup(group)).toMatchObject({ displayName: 'Sales' });
  });

  it('is decided again where the structure, or who has the name, has moved meanwhile', async () => {
    const { realm, console } = await open({ groups: 'open' });
    const outcomes = ['stale', 'nameTaken', 'stale'] as const;
    let rounds = 0;
    const { putPart } = console.directory;
    const directory: Console['directory'] = {
      ...console.directory,
      putPart: async (...change) => outcomes[rounds++] ?? putPart(...change),
    };
    const outcome = await renameProject({ ...console, directory }, realm.project.id, { name: 'Z' });
    expect(outcome).toMatchObject({ done: true, value: { name: 'Z' } });
    expect(rounds).toBe(outcomes.length + 1);
    const removal: Console['directory'] = {
      ...console.directory,
      removePart: async (...part) => (rounds++ === 4 ? 'stale' : console.directory.removePart(...part)),
    };
    expect(await removeProject({ ...console, directory: removal }, realm.project.id)).toEqual(done(undefined));
    expect(rounds).toBe(6);
  });

  it('two at once, each to the name of the other, follow one another and never share a name', async () => {
    const { realm, console } = await open();
    await Promise.allSettled([
      renameProject(console, realm.project.id, { name: 'Both' }),
      renameProject(console, realm.mobile.id, { name: 'both' }),
    ]);
    const all = await names(realm);
    expect(all.filter((name) => name.toLowerCase() === 'statsig-both-admin')).toHaveLength(1);
    expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(all.length);
  });
});

describe('deleting a project', () => {
  it('G1: its groups and teams exist for no reader, nor do memberships, and the names are free', async () => {
    const { realm, console } = await open();
    const [group, team] = [
      await realm.groupNamed('Statsig-ProjectA-Admin'),
      await realm.groupNamed('Statsig-ProjectA-Growth-Member'),
    ];
    const user = await member(realm, group);
    await realm.patchGroup(team, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
    expect(await removeProject(console, realm.project.id)).toEqual(done(undefined));
    expect(await names(realm)).toEqual(['Admin', 'Member', 'Read-Only'].map((role) => `Statsig-MobileApp-${role}`));
    for (const id of [group, team]) {
      await expect(realm.readGroup(id)).rejects.toMatchObject({ status: 404 });
      await expect(
        realm.patchGroup(id, [{ op: 'add', path: 'members', value: [{ value: user }] }]),
      ).rejects.toMatchObject({ status: 404 });
      expect(await realm.directory.group(id)).toBeUndefined();
    }
    expect(groupNames(await realm.readUser(user))).toEqual([]);
    expect((await realm.directory.user(user))?.standing.groups.size).toBe(0);
    await expect(readTeam(console, realm.team.id)).rejects.toMatchObject({ status: 404 });
    await expect(removeProject(console, realm.project.id)).rejects.toMatchObject({ status: 404 });
    const again = await createProject(console, { name: 'Project A' });
    expect(again.groups.map(({ id }) => id)).not.toContain(group);
  });

  it('takes the groups of custom roles along', async () => {
    const { realm, console } = await open();
    await createRole(console, { name: 'Analyst', rank: 50 });
    const group = await realm.groupNamed('Statsig-ProjectA-Analyst');
    await removeProject(console, realm.project.id);
    await expect(realm.readGroup(group)).rejects.toMatchObject({ status: 404 });
    expect(await realm.directory.group(group)).toBeUndefined();
    expect(await realm.groupNamed('Statsig-MobileApp-Analyst')).toEqual(expect.any(String));
  });

  it('two at once: one deletes, the other is told that it is gone', async () => {
    const { realm, console } = await open();
    const results = await Promise.allSettled([1, 2].map(() => removeProject(console, realm.project.id)));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 404 } });
  });
});

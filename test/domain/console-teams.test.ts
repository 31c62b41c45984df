import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, removeProject, renameProject } from '../../lambdas/domain/console-projects.ts';
import { createRole } from '../../lambdas/domain/console-roles.ts';
import { createTeam, listTeams, readTeam, removeTeam, renameTeam } from '../../lambdas/domain/console-teams.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import { generatedGroupLimit } from '../../lambdas/domain/limits.ts';
import { consoleOf } from '../support/console.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import { foundWorld, groupNames, idOf } from '../support/world.ts';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

async function open(settings = {}) {
  const realm = await foundWorld(table, { settings });
  return { realm, console: consoleOf(table.registry, realm) };
}

describe('a new team', () => {
  it('G1: has two groups', async () => {
    const { realm, console } = await open();
    const team = await createTeam(console, realm.project.id, { name: 'Team One' });
    expect(team).toEqual({
      id: expect.any(String),
      projectId: realm.project.id,
      name: 'Team One',
      createdBy: 'console',
      createdAt: '2026-03-01T12:00:00.000Z',
      groups: ['Admin', 'Member'].map((role) => ({
        id: expect.any(String),
        displayName: `Statsig-ProjectA-TeamOne-${role}`,
        role,
      })),
    });
    expect(await readTeam(console, team.id)).toEqual(team);
    expect(await realm.groupNamed('Statsig-ProjectA-TeamOne-Member')).toBe(team.groups[1]?.id);
  });

  it('G3: is refused where a group has the name: of a team of the project, of a project, or an ordinary one', async () => {
    const { realm, console } = await open({ groups: 'open' });
    await createProject(console, { name: 'Project A-Core' });
    await realm.createGroup('Statsig-ProjectA-Ops-Admin').catch(() => undefined);
    await realm.createGroup('Statsig-Other-Ops-Admin');
    const refused = (name: string, projectId = realm.project.id) =>
      expect(createTeam(console, projectId, { name })).rejects.toMatchObject({ status: 409 });
    await refused('growth');
    await refused('core');
    const other = await createProject(console, { name: 'Other' });
    await refused('Ops', other.id);
  });

  it('G4: is the same as one that SCIM creates, which is told apart', async () => {
    const { realm, console } = await open();
    await realm.createGroup('Statsig-ProjectA-Search-Admin');
    const { items } = await listTeams(console, realm.project.id, { limit: 50 });
    expect(items.map(({ name, createdBy }) => [name, createdBy])).toEqual([
      ['Growth', 'console'],
      ['Search', 'scim'],
    ]);
    await expect(createTeam(console, realm.project.id, { name: 'search' })).rejects.toMatchObject({ status: 409 });
  });

  it('G3: is refused where SCIM would create it with a group whose name is taken', async () => {
    const { realm, console } = await open();
    await createRole(console, { name: 'Search-Admin', rank: 1 });
    await expect(realm.createGroup('Statsig-ProjectA-Search-Member')).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('"Statsig-ProjectA-Search-Admin"'),
    });
    expect((await realm.directory.structure()).teams).toHaveLength(1);
  });

  it('is created and renamed in the next round where the structure has moved meanwhile', async () => {
    const { realm, console } = await open();
    let rounds = 0;
    const { putPart } = console.directory;
    const directory: Console['directory'] = {
      ...console.directory,
      putPart: async (...change) => (rounds++ % 2 === 0 ? 'stale' : putPart(...change)),
    };
    const { id } = await createTeam({ ...console, directory }, realm.project.id, { name: 'a' });
    await renameTeam({ ...console, directory }, id, { name: 'b' });
    expect(rounds).toBe(4);
    expect(await readTeam(console, id)).toMatchObject({ name: 'b' });
  });

  it('G3: one by SCIM and one in the Console at once: one is created', async () => {
    const { realm, console } = await open();
    const results = await Promise.allSettled([
      createTeam(console, realm.project.id, { name: 'Twin' }),
      realm.createGroup('Statsig-ProjectA-Twin-Member'),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { items } = await listTeams(console, realm.project.id, { limit: 50 });
    expect(items.map(({ name }) => name)).toEqual(['Growth', 'Twin']);
  });

  it(`is refused above ${generatedGroupLimit} groups in the organization, by SCIM too; what is there may be renamed`, async () => {
    const { realm, console } = await open();
    const structure = await console.directory.structure();
    const teams = Array.from({ length: generatedGroupLimit / 2 - 3 }, (_, index) => ({
      id: `t${index}`,
      projectId: realm.project.id,
      name: `T${index}`,
      earlierNames: [],
      createdBy: 'console' as const,
      groups: { Admin: `a${index}`, Member: `m${index}` },
      createdAt: '2026-03-01T12:00:00.000Z',
    }));
    const full = { ...structure, teams };
    const [projectGroups, room] = [6, 0];
    expect(teams.length * 2 + projectGroups + room).toBe(generatedGroupLimit);
    const refused = { status: 413, code: 'tooManyGeneratedGroups' };
    const directory = { ...console.directory, structure: async () => full };
    await expect(createTeam({ ...console, directory }, realm.project.id, { name: 'x' })).rejects.toMatchObject(refused);
  });
});

describe('a team', () => {
  it('G2, G6: keeps its groups under another name', async () => {
    const { realm, console } = await open();
    const group = await realm.groupNamed('Statsig-ProjectA-Growth-Admin');
    const outcome = await renameTeam(console, realm.team.id, { name: 'Sales' });
    expect(outcome).toEqual({ done: true, value: await readTeam(console, realm.team.id) });
    expect(await realm.readGroup(group)).toMatchObject({ displayName: 'Statsig-ProjectA-Sales-Admin' });
    expect(await renameTeam(console, realm.team.id, { name: 'Sales' })).toEqual(outcome);
    await expect(renameTeam(console, realm.team.id, { name: ' ' })).rejects.toMatchObject({ status: 400 });
    expect(await createTeam(console, realm.project.id, { name: 'Growth' })).toMatchObject({ name: 'Growth' });
    await expect(renameTeam(console, realm.team.id, { name: 'growth' })).rejects.toMatchObject({ status: 409 });
  });

  it('G5: shows the groups that SCIM left it, and SCIM brings back one under the present name', async () => {
    const { realm, console } = await open();
    const user = idOf(await realm.createUser('a@example.com'));
    await realm.patchGroup(await realm.groupNamed('Statsig-ProjectA-Growth-Member'), [
      { op: 'add', path: 'members', value: [{ value: user }] },
    ]);
    await realm.deleteGroup(await realm.groupNamed('Statsig-ProjectA-Growth-Admin'));
    expect((await readTeam(console, realm.team.id)).groups.map(({ role }) => role)).toEqual(['Member']);
    await renameTeam(console, realm.team.id, { name: 'Sales' });
    const again = await realm.createGroup('Statsig-ProjectA-Sales-Admin');
    expect(await realm.readGroup(idOf(again))).toEqual(again);
    expect((await readTeam(console, realm.team.id)).groups).toHaveLength(2);
  });

  it('G1: goes with its groups and members', async () => {
    const { realm, console } = await open();
    const group = await realm.groupNamed('Statsig-ProjectA-Growth-Admin');
    const user = idOf(await realm.createUser('a@example.com'));
    await realm.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
    expect(await removeTeam(console, realm.team.id)).toEqual({ done: true, value: undefined });
    await expect(realm.readGroup(group)).rejects.toMatchObject({ status: 404 });
    expect(await realm.directory.group(group)).toBeUndefined();
    expect(groupNames(await realm.readUser(user))).toEqual([]);
    const missing = { status: 404, code: 'teamNotFound' };
    await expect(removeTeam(console, realm.team.id)).rejects.toMatchObject(missing);
    await expect(renameTeam(console, realm.team.id, { name: 'x' })).rejects.toMatchObject(missing);
    expect(idOf(await realm.createGroup('Statsig-ProjectA-Growth-Admin'))).not.toBe(group);
  });

  it('lists page by page within its project', async () => {
    const { realm, console } = await open();
    for (const name of ['c', 'B', 'a']) await createTeam(console, realm.mobile.id, { name });
    const first = await listTeams(console, realm.mobile.id, { limit: 2 });
    expect(first.items.map(({ name }) => name)).toEqual(['a', 'B']);
    const cursor = String(first.nextCursor);
    expect((await listTeams(console, realm.mobile.id, { limit: 2, cursor })).items.map(({ name }) => name)).toEqual([
      'c',
    ]);
    await expect(listTeams(console, realm.project.id, { limit: 2, cursor })).rejects.toMatchObject({ status: 400 });
  });

  it('renaming and deleting its project at once end in one of the two orders', async () => {
    const { realm, console } = await open();
    const results = await Promise.allSettled([
      removeProject(console, realm.project.id),
      renameProject(console, realm.project.id, { name: 'Z' }),
      renameTeam(console, realm.team.id, { name: 'Y' }),
      realm.createGroup('Statsig-ProjectA-New-Admin'),
    ]);
    expect(results[0]).toMatchObject({ status: 'fulfilled', value: { done: true } });
    const refusals = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as { status: number }] : [],
    );
    expect(refusals.every(({ status }) => status === 403 || status === 404)).toBe(true);
    const structure = await realm.directory.structure();
    expect(structure.projects.map(({ name }) => name)).toEqual(['Mobile App']);
    expect(structure.teams).toEqual([]);
  });
});

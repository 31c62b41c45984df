import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, readProject } from '../../lambdas/domain/console-projects.ts';
import { changeRole, createRole, listRoles, readRole, removeRole } from '../../lambdas/domain/console-roles.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import { customRoleLimit } from '../../lambdas/domain/limits.ts';
import { builtInRoles } from '../../lambdas/domain/structure.ts';
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

describe('a new role', () => {
  it('G1: gives each project a group, and each project that comes later', async () => {
    const { realm, console } = await open();
    const role = await createRole(console, { name: 'Data Analyst', rank: 250 });
    expect(role).toEqual({ id: expect.any(String), name: 'Data Analyst', rank: 250, builtIn: false });
    expect(await readRole(console, role.id)).toEqual(role);
    expect(await realm.groupNamed('Statsig-ProjectA-DataAnalyst')).toEqual(expect.any(String));
    const project = await createProject(console, { name: 'New' });
    expect(project.groups.map(({ role: name }) => name)).toEqual(['Admin', 'Data Analyst', 'Member', 'Read-Only']);
    expect(await realm.groupNamed('Statsig-New-DataAnalyst')).toBe(project.groups[1]?.id);
  });

  it.each([0, -1, 1001, 1.5, Number.NaN])('is refused with the rank %s', async (rank) => {
    const { console } = await open();
    await expect(createRole(console, { name: 'x', rank })).rejects.toMatchObject({ status: 400, code: 'rankUnusable' });
  });

  it('G3: is refused where a role is called so, case and white space ignored, without a project as well', async () => {
    const { realm, console } = await open();
    const taken = { status: 409, code: 'roleNameTaken', detail: expect.stringContaining('"Read-Only"') };
    await expect(createRole(console, { name: 'read - ONLY', rank: 1 })).rejects.toMatchObject(taken);
    expect((await realm.directory.structure()).roles).toEqual(builtInRoles);
  });

  it('G3: is refused where the group of a team has the name of one of its groups', async () => {
    const { console } = await open();
    await expect(createRole(console, { name: 'Growth-Admin', rank: 1 })).rejects.toMatchObject({
      status: 409,
      code: 'generatedNameTaken',
      detail: expect.stringContaining('"Statsig-ProjectA-Growth-Admin"'),
    });
  });

  it(`is refused above ${customRoleLimit} custom roles`, async () => {
    const { console } = await open();
    const structure = await console.directory.structure();
    const roles = Array.from({ length: customRoleLimit }, (_, index) => ({
      id: `r${index}`,
      name: `R${index}`,
      earlierNames: [],
      rank: 1,
    }));
    const full = { ...structure, projects: [], roles: [...structure.roles, ...roles] };
    const directory = { ...console.directory, structure: async () => full };
    await expect(createRole({ ...console, directory }, { name: 'x', rank: 1 })).rejects.toMatchObject({
      status: 413,
      code: 'tooManyRoles',
    });
  });
});

it('is created and changed in the next round where the structure has moved meanwhile', async () => {
  const { console } = await open();
  let rounds = 0;
  const { putPart } = console.directory;
  const directory: Console['directory'] = {
    ...console.directory,
    putPart: async (...change) => (rounds++ % 2 === 0 ? 'stale' : putPart(...change)),
  };
  const { id } = await createRole({ ...console, directory }, { name: 'Analyst', rank: 250 });
  await changeRole({ ...console, directory }, id, { rank: 100 });
  expect(rounds).toBe(4);
  expect(await readRole(console, id)).toMatchObject({ rank: 100 });
});

describe('the list of roles', () => {
  it('G9: begins with the highest rank; roles of one rank are in the order of their names', async () => {
    const { console } = await open();
    for (const [name, rank] of [
      ['b', 200],
      ['A', 200],
      ['Top', 1000],
      ['Low', 1],
    ] as const) {
      await createRole(console, { name, rank });
    }
    const { items } = await listRoles(console, { limit: 200 });
    expect(items.map(({ name, builtIn }) => [name, builtIn])).toEqual([
      ['Top', false],
      ['Admin', true],
      ['A', false],
      ['b', false],
      ['Member', true],
      ['Read-Only', true],
      ['Low', false],
    ]);
    const { groups } = await createProject(console, { name: 'New' });
    expect(groups.map(({ role }) => role)).toEqual(items.map(({ name }) => name));
    const first = await listRoles(console, { limit: 3 });
    const second = await listRoles(console, { limit: 10, cursor: String(first.nextCursor) });
    expect([...first.items, ...second.items]).toEqual(items);
  });
});

describe('changing a role', () => {
  it('G2: another name keeps the ids of the groups', async () => {
    const { realm, console } = await open();
    const { id } = await createRole(console, { name: 'Analyst', rank: 250 });
    const group = await realm.groupNamed('Statsig-MobileApp-Analyst');
    const outcome = await changeRole(console, id, { name: 'Scientist' });
    expect(outcome).toEqual({ done: true, value: { id, name: 'Scientist', rank: 250, builtIn: false } });
    expect(await realm.groupNamed('Statsig-MobileApp-Scientist')).toBe(group);
    expect(await realm.putGroup(group, { displayName: 'Statsig-MobileApp-Analyst' })).toMatchObject({
      displayName: 'Statsig-MobileApp-Scientist',
    });
  });

  it('another rank changes no group', async () => {
    const { realm, console } = await open();
    const { id } = await createRole(console, { name: 'Analyst', rank: 250 });
    const group = await realm.readGroup(await realm.groupNamed('Statsig-ProjectA-Analyst'));
    expect(await changeRole(console, id, { rank: 10 })).toMatchObject({ value: { name: 'Analyst', rank: 10 } });
    expect(await realm.readGroup(idOf(group))).toEqual(group);
    expect((await readProject(console, realm.project.id)).groups.at(-1)).toMatchObject({ role: 'Analyst' });
  });

  it('nothing, or what is so already, is no change', async () => {
    const { console } = await open();
    const { id } = await createRole(console, { name: 'Analyst', rank: 250 });
    const { version } = await console.directory.structure();
    expect(await changeRole(console, id, {})).toMatchObject({ done: true });
    expect(await changeRole(console, id, { name: 'Analyst', rank: 250 })).toMatchObject({ done: true });
    expect((await console.directory.structure()).version).toBe(version);
    expect(await changeRole(console, id, { name: 'ANALYST' })).toMatchObject({ value: { name: 'ANALYST' } });
  });

  it('G3: a taken name is refused', async () => {
    const { console } = await open();
    const { id } = await createRole(console, { name: 'Analyst', rank: 250 });
    const status = 409;
    await expect(changeRole(console, id, { name: 'member' })).rejects.toMatchObject({ status, code: 'roleNameTaken' });
    await expect(changeRole(console, id, { name: 'Growth-Member' })).rejects.toMatchObject({ status });
    await expect(changeRole(console, id, { rank: 2000 })).rejects.toMatchObject({ status: 400 });
  });

  it.each(builtInRoles)('the built-in role $name cannot be changed or deleted', async ({ id }) => {
    const { console } = await open();
    const refused = { status: 403, code: 'builtInRole' };
    await expect(changeRole(console, id, { rank: 1 })).rejects.toMatchObject(refused);
    await expect(removeRole(console, id)).rejects.toMatchObject(refused);
    expect(await readRole(console, id)).toMatchObject({ builtIn: true });
  });

  it('T1: a role that is not there is 404', async () => {
    const [{ console }, other] = [await open(), await open()];
    const { id } = await createRole(other.console, { name: 'Analyst', rank: 250 });
    const missing = { status: 404, code: 'roleNotFound' };
    await expect(readRole(console, id)).rejects.toMatchObject(missing);
    await expect(changeRole(console, id, { name: 'x' })).rejects.toMatchObject(missing);
    await expect(removeRole(console, id)).rejects.toMatchObject(missing);
  });
});

describe('deleting a role', () => {
  it('G1: takes its group in each project, with the members', async () => {
    const { realm, console } = await open();
    const { id } = await createRole(console, { name: 'Analyst', rank: 250 });
    const group = await realm.groupNamed('Statsig-ProjectA-Analyst');
    const user = idOf(await realm.createUser('a@example.com'));
    await realm.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
    expect(await removeRole(console, id)).toEqual({ done: true, value: undefined });
    await expect(realm.readGroup(group)).rejects.toMatchObject({ status: 404 });
    expect(groupNames(await realm.readUser(user))).toEqual([]);
    expect((await realm.directory.user(user))?.standing.groups.size).toBe(0);
    await expect(removeRole(console, id)).rejects.toMatchObject({ status: 404 });
    expect(await createRole(console, { name: 'Analyst', rank: 250 })).toMatchObject({ name: 'Analyst' });
    expect(await realm.groupNamed('Statsig-ProjectA-Analyst')).not.toBe(group);
  });
});

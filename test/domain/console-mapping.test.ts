import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeGroupMembers } from '../../lambdas/domain/console-groups.ts';
import { changeMapping, readMapping } from '../../lambdas/domain/console-mapping.ts';
import { readMember } from '../../lambdas/domain/console-members.ts';
import type { Console, MappedRole } from '../../lambdas/domain/console.ts';
import { addProject } from '../../lambdas/domain/founding.ts';
import { mappedRoleLimit } from '../../lambdas/domain/limits.ts';
import { consoleOf } from '../support/console.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { foundWorld, idOf, product, steadyClock } from '../support/world.ts';

let table: Table;
let world: World;
let console: Console;
let clock: ReturnType<typeof steadyClock>;
let group: string;
let roles: readonly MappedRole[];

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = steadyClock();
  world = await foundWorld(table, { clock, settings: { groups: 'open' } });
  console = consoleOf(table.registry, world);
  group = idOf(await world.createGroup('Our people'));
  roles = [
    { projectId: world.project.id, role: 'Read-Only' },
    { teamId: world.team.id, role: 'Member' },
  ];
});

describe('changeMapping', () => {
  it('G10: lets an ordinary group give roles, named case ignored and each once; the same again is the same', async () => {
    expect(await readMapping(console, group)).toEqual({ groupId: group, roles: [] });
    const wanted = [
      { projectId: world.project.id, role: 'READ-only' },
      { projectId: world.project.id, role: 'Read-Only' },
      { teamId: world.team.id, role: 'member' },
    ];
    for (const _ of [1, 2]) {
      expect(await changeMapping(console, group, { roles: wanted })).toEqual({ groupId: group, roles });
      expect(await readMapping(console, group)).toEqual({ groupId: group, roles });
    }
    expect(await changeMapping(console, group, { roles: [] })).toEqual({ groupId: group, roles: [] });
    expect(await readMapping(console, group)).toEqual({ groupId: group, roles: [] });
  });

  it('G10: stays with the group when SCIM renames it, changes its members or its externalId', async () => {
    await changeMapping(console, group, { roles });
    const someone = idOf(await world.createUser('ada@example.com'));
    await world.patchGroup(group, [
      { op: 'replace', path: 'displayName', value: 'Other people' },
      { op: 'replace', path: 'externalId', value: 'okta-1' },
      { op: 'add', path: 'members', value: [{ value: someone }] },
    ]);
    expect(await readMapping(console, group)).toEqual({ groupId: group, roles });
    expect((await readMember(console, someone)).access.projects).toMatchObject([{ effectiveRole: 'Read-Only' }]);
  });

  it('P5: is no attribute of SCIM: neither version nor content of the group changes', async () => {
    const before = await world.readGroup(group);
    clock.set('2026-03-02T12:00:00.000Z');
    await changeMapping(console, group, { roles });
    expect(await world.readGroup(group)).toEqual(before);
  });

  it('G10: passes over what was deleted', async () => {
    await changeMapping(console, group, { roles });
    const someone = idOf(await world.createUser('ada@example.com'));
    await changeGroupMembers(console, group, { add: [someone], remove: [] });
    const structure = await console.directory.structure();
    const without = (change: object): Console => ({
      ...console,
      directory: { ...console.directory, structure: async () => ({ ...structure, ...change }) },
    });
    const [ofProject, ofTeam] = roles;
    expect((await readMapping(without({ projects: [] }), group)).roles).toEqual([ofTeam]);
    expect((await readMapping(without({ roles: [] }), group)).roles).toEqual([ofTeam]);
    expect((await readMapping(without({ teams: [] }), group)).roles).toEqual([ofProject]);
    expect((await readMember(without({ roles: [], teams: [] }), someone)).access).toEqual({ projects: [], teams: [] });
  });

  it('G10: refuses a generated group', async () => {
    const generated = await world.groupNamed('Statsig-ProjectA-Member');
    const refused = { status: 409, code: 'mappingOfGeneratedGroup' };
    await expect(changeMapping(console, generated, { roles })).rejects.toMatchObject(refused);
    await expect(readMapping(console, generated)).rejects.toMatchObject(refused);
  });

  it('refuses what does not exist, naming it, and changes nothing', async () => {
    await changeMapping(console, group, { roles });
    const other = await foundWorld(table, { clock });
    const { project, team } = world;
    const cases: readonly (readonly [MappedRole, RegExp])[] = [
      [{ projectId: other.project.id, role: 'Admin' }, new RegExp(`no project "${other.project.id}"`, 'u')],
      [{ teamId: other.team.id, role: 'Admin' }, new RegExp(`no team "${other.team.id}"`, 'u')],
      [{ projectId: project.id, role: 'Chief' }, /no role "Chief".*"Admin", "Member", "Read-Only"/u],
      [{ teamId: team.id, role: 'Read-Only' }, /no role "Read-Only".*"Admin", "Member"/u],
    ];
    for (const [role, detail] of cases) {
      await expect(changeMapping(console, group, { roles: [role] })).rejects.toMatchObject({
        status: 400,
        code: 'mappingUnknown',
        detail: expect.stringMatching(detail) as unknown,
      });
    }
    expect((await readMapping(console, group)).roles).toEqual(roles);
  });

  it('refuses more roles than a group can give', async () => {
    const role = { projectId: world.project.id, role: 'Admin' };
    const many = Array.from({ length: mappedRoleLimit + 1 }, () => role);
    await expect(changeMapping(console, group, { roles: many })).rejects.toMatchObject({
      status: 413,
      code: 'mappingTooLarge',
    });
  });

  it('T1: answers 404 for another organization’s group', async () => {
    const other = await foundWorld(table, { clock, settings: { groups: 'open' } });
    const stranger = idOf(await other.createGroup('Theirs'));
    await expect(changeMapping(console, stranger, { roles })).rejects.toMatchObject({ status: 404 });
    await expect(readMapping(console, stranger)).rejects.toMatchObject({ status: 404 });
  });

  it('answers 404 for a group that is deleted at the same moment, and brings nothing of it back', async () => {
    const { directory } = console;
    const racing: Console = {
      ...console,
      directory: {
        ...directory,
        async mapGroup(id, wanted) {
          await world.deleteGroup(id);
          return directory.mapGroup(id, wanted);
        },
      },
    };
    await expect(changeMapping(racing, group, { roles })).rejects.toMatchObject({ status: 404, code: 'groupUnknown' });
    expect(await directory.group(group)).toBeUndefined();
  });

  it('of two at once one holds', async () => {
    const more = await addProject(world.directory, product, 'Third', clock);
    const other = [{ projectId: more.id, role: 'Admin' }];
    await Promise.all([changeMapping(console, group, { roles }), changeMapping(console, group, { roles: other })]);
    expect([roles, other]).toContainEqual((await readMapping(console, group)).roles);
  });
});

import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, Registry } from '#domain/directory.ts';
import type { Structure, Team } from '#domain/structure.ts';
import { builtInRoles } from '#domain/structure.ts';
import { sweepKey } from '#storage/group-keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import {
  found,
  newPart,
  sampleGroup,
  sampleProject,
  sampleTeam,
  sampleUser,
  settled,
  stamp,
} from '../support/samples.ts';
import { groupPage } from '../support/pages.ts';

let table: TestTable;
let registry: Registry;
let organization: string;
let directory: Directory;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
beforeEach(async () => {
  const founded = await found(registry);
  organization = founded.organization.id;
  directory = founded.directory;
});
afterAll(() => table.stop());

async function addProject(name = 'Project A') {
  const structure = await directory.structure();
  const sample = sampleProject(structure, name);
  expect(await directory.putPart(structure, newPart({ kind: 'project', value: sample.project }, sample.groups))).toBe(
    'written',
  );
  return sample;
}

async function addTeam(projectId: string) {
  const sample = sampleTeam(projectId);
  const members = { groupId: sample.groups[0].group.id, add: [] };
  expect(await directory.putTeam(await directory.structure(), sample.team, sample.groups, members)).toBe('written');
  return sample;
}

function elsewhere(): Directory {
  return tableRegistry(table).directory(organization, stamp());
}

async function marked(groupId: string): Promise<boolean> {
  const client = DynamoDBDocumentClient.from(table.client);
  const command = new GetCommand({ TableName: table.tableName, Key: sweepKey(organization, groupId) });
  return (await client.send(command)).Item !== undefined;
}

describe('structure', () => {
  it('begins with the built-in roles alone', async () => {
    expect(await directory.structure()).toEqual({ version: 1, projects: [], roles: builtInRoles, teams: [] });
  });

  it('is the same object while its version holds, and another as soon as anybody has changed it', async () => {
    const before = await directory.structure();
    expect(await directory.structure()).toBe(before);
    const other = elsewhere();
    const { project, groups } = sampleProject(before);
    await other.putPart(await other.structure(), newPart({ kind: 'project', value: project }, groups));
    expect(await directory.structure()).toMatchObject({ version: 2, projects: [project] });
  });

  it('is known after a write of its own, as it would be read', async () => {
    const client = table.newClient();
    const calls = injectFaults(client, () => undefined);
    const own = tableRegistry({ ...table, client }).directory(organization, stamp());
    const before = await own.structure();
    const { project, groups } = sampleProject(before);
    await own.putPart(before, newPart({ kind: 'project', value: project }, groups));
    const [{ team, groups: teamGroups }, written] = [sampleTeam(project.id), calls.length];
    const members = { groupId: teamGroups[0].group.id, add: [] };
    expect(await own.putTeam(await own.structure(), team, teamGroups, members)).toBe('written');
    const after = await own.structure();
    expect(calls.slice(written).map(({ name }) => name)).toEqual(['GetItem', 'TransactWriteItems', 'GetItem']);
    expect(after).toEqual(await elsewhere().structure());
    expect(await own.putPart(before, newPart({ kind: 'project', value: project }, []))).toBe('stale');
    expect(await own.structure()).toBe(after);
  });

  it('throws for an organization that does not exist', async () => {
    const nowhere = registry.directory(randomUUID(), stamp());
    await expect(nowhere.structure()).rejects.toThrow(/no structure item/u);
    await expect(nowhere.owner()).rejects.toThrow(/no owner item/u);
  });
});

describe('putPart', () => {
  it('G1: writes a project with a group for each role', async () => {
    const { project, groups } = await addProject();
    const structure = await elsewhere().structure();
    expect(structure).toMatchObject({ version: 2, projects: [project] });
    const stored = await directory.groups(groups.map(({ group }) => group.id));
    expect([...stored.values()]).toEqual(expect.arrayContaining(groups.map(({ group }) => group)));
    expect((await groupPage(directory, structure, 0, 10)).total).toBe(3);
  });

  it('G1: writes a custom role with a group for each project, after the built-in roles', async () => {
    const { project } = await addProject();
    const role = { id: randomUUID(), name: 'Analyst', earlierNames: ['Viewer'], rank: 150 };
    const structure = await directory.structure();
    const place = { kind: 'project' as const, projectId: project.id, roleId: role.id };
    const group = { group: { ...sampleGroup(), place }, name: 'Statsig-ProjectA-Analyst' };
    expect(await directory.putPart(structure, newPart({ kind: 'role', value: role }, [group]))).toBe('written');
    expect((await elsewhere().structure()).roles).toEqual([...builtInRoles, role]);
    expect(await directory.group(group.group.id)).toEqual(group.group);
  });

  it('G3: refuses a name that an ordinary group has, and writes nothing', async () => {
    const ordinary = sampleGroup('statsig-PROJECT a-Member');
    await directory.createOrdinaryGroup(ordinary, []);
    const structure = await directory.structure();
    const { project, groups } = sampleProject(structure);
    const names = groups.map(({ name }) => name);
    expect(await directory.putPart(structure, newPart({ kind: 'project', value: project }, groups))).toBe('nameTaken');
    expect(await directory.ordinaryGroupName(names)).toBe('Statsig-Project A-Member');
    expect(await directory.structure()).toBe(structure);
    expect(await directory.groups(groups.map(({ group }) => group.id))).toEqual(new Map());
    await directory.removeOrdinaryGroup(ordinary);
    expect(await directory.ordinaryGroupName(names)).toBeUndefined();
    expect(await directory.putPart(structure, newPart({ kind: 'project', value: project }, groups))).toBe('written');
  });

  it('G3: generated names are not those of ordinary groups, and neither takes the other', async () => {
    const { groups } = await addProject('Project A');
    const name = groups[0]?.name ?? '';
    expect(await directory.ordinaryGroupIdByName(name)).toBeUndefined();
    expect(await directory.createOrdinaryGroup(sampleGroup(name), [])).toBe('nameTaken');
  });

  it('is stale where the structure has changed meanwhile', async () => {
    const before = await directory.structure();
    await addProject('Project A');
    const { project, groups } = sampleProject(before, 'Project B');
    expect(await directory.putPart(before, newPart({ kind: 'project', value: project }, groups))).toBe('stale');
    expect((await directory.structure()).projects).toHaveLength(1);
  });
});

describe('teams', () => {
  it.each([47, 48])('G4: writes a team with both groups and %i members of one', async (count) => {
    const { project } = await addProject();
    const users = Array.from({ length: count }, () => sampleUser());
    await Promise.all(users.map((user) => directory.createUser(user)));
    const { team, groups } = sampleTeam(project.id);
    const add = users.map(({ standing }) => standing);
    const groupId = groups[1].group.id;
    const structure = await directory.structure();
    expect(await directory.putTeam(structure, team, groups, { groupId, add })).toBe('written');
    expect((await directory.structure()).teams).toEqual([team]);
    expect(await directory.members((await directory.group(groupId)) ?? groups[1].group)).toHaveLength(count);
    expect(await directory.members(groups[0].group)).toEqual([]);
  });

  it('G5: takes a group away, then gives it back empty under its name', async () => {
    const { project } = await addProject();
    const { team, groups } = await addTeam(project.id);
    const [admin, member] = groups;
    const user = sampleUser();
    await directory.createUser(user);
    const change = { before: admin.group, after: admin.group, add: [user.standing], remove: [], exclusive: false };
    await directory.changeGroup(change);
    const group = (await directory.group(admin.group.id)) ?? admin.group;
    const left: Team = { ...team, groups: { Member: member.group.id } };
    const removal = { teamId: team.id, team: left, groups: [{ ...admin, group }] };
    expect(await directory.removeTeamGroups(await directory.structure(), removal)).toBe('written');
    expect(await directory.group(group.id)).toBeUndefined();
    expect(await directory.members(group)).toEqual([]);
    expect((await directory.user(user.profile.id))?.standing.groups.size).toBe(0);
    expect(await marked(group.id)).toBe(true);
    const structure = await directory.structure();
    expect(structure.teams).toEqual([left]);

    const again = { group: { ...sampleGroup(), place: admin.group.place }, name: admin.name };
    const whole: Team = { ...team, groups: { ...left.groups, Admin: again.group.id } };
    expect(await directory.putTeam(structure, whole, [again], { groupId: again.group.id, add: [] })).toBe('written');
    expect((await directory.structure()).teams).toEqual([whole]);
  });

  it('G5: takes the team away with its last groups', async () => {
    const { project } = await addProject();
    const { team, groups } = await addTeam(project.id);
    const removal = { teamId: team.id, team: undefined, groups };
    expect(await directory.removeTeamGroups(await directory.structure(), removal)).toBe('written');
    const structure: Structure = await directory.structure();
    expect(structure.teams).toEqual([]);
    expect((await groupPage(directory, structure, 0, 10)).total).toBe(3);
    await addTeam(project.id);
  });

  it('G5: is stale where the structure or a group has changed since it was found empty', async () => {
    const { project } = await addProject();
    const { team, groups } = await addTeam(project.id);
    const removal = { teamId: team.id, team: undefined, groups };
    const structure = await directory.structure();
    await directory.putPart(structure, newPart({ kind: 'project', value: sampleProject(structure, 'B').project }, []));
    expect(await directory.removeTeamGroups(structure, removal)).toBe('stale');

    const user = sampleUser();
    await directory.createUser(user);
    const { group } = groups[1];
    await directory.changeGroup({ before: group, after: group, add: [user.standing], remove: [], exclusive: false });
    expect(await directory.removeTeamGroups(await directory.structure(), removal)).toBe('stale');
    expect(await directory.members(group)).toHaveLength(1);
  });

  it('U5: sweeps the memberships of users whether or not they still exist', async () => {
    const { project } = await addProject();
    const { team, groups } = await addTeam(project.id);
    const users = Array.from({ length: 40 }, () => sampleUser());
    await Promise.all(users.map((user) => directory.createUser(user)));
    const { group } = groups[0];
    const add = users.map(({ standing }) => standing);
    await directory.changeGroup({ before: group, after: group, add, remove: [], exclusive: false });
    // Deletions run beside the sweep; whatever order they take, nothing is left.
    const leaving = users
      .slice(0, 10)
      .map(({ profile }) =>
        settled(async () => directory.removeUser((await directory.user(profile.id)) ?? sampleUser())),
      );
    const removal = settled(async () =>
      directory.removeTeamGroups(await directory.structure(), {
        teamId: team.id,
        team: undefined,
        groups: [{ ...groups[0], group: (await directory.group(group.id)) ?? group }, groups[1]],
      }),
    );
    expect(new Set(await Promise.all([removal, ...leaving]))).toEqual(new Set(['written']));
    expect(await directory.members(group)).toEqual([]);
    const standings = await directory.standings(users.map(({ profile }) => profile.id));
    expect(standings.size).toBe(30);
    expect([...standings.values()].every((standing) => standing.groups.size === 0)).toBe(true);
    expect(await marked(group.id)).toBe(true);
  });
});

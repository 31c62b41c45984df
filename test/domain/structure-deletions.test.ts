import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChange } from '../../lambdas/domain/console-changes.ts';
import { createProject, removeProject, renameProject } from '../../lambdas/domain/console-projects.ts';
import { changeRole, createRole, removeRole } from '../../lambdas/domain/console-roles.ts';
import { createTeam, renameTeam } from '../../lambdas/domain/console-teams.ts';
import { groupKey } from '#storage/group-keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { consoleOf } from '../support/console.ts';
import { applyAll, committingDirectory, putStandings, workingSession } from '../support/journal.ts';
import type { StreamedTable } from '../support/stream.ts';
import { sampleGroup } from '../support/samples.ts';
import { startStreamedTable } from '../support/stream.ts';
import {
  changeIdOf,
  compareReservations,
  dyingConsole,
  expectUniqueNames,
  openStreamed,
  storedItems,
  workOnChanges,
} from '../support/structure.ts';
import type { World } from '../support/world.ts';
import { idOf } from '../support/world.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

const join = (...users: readonly string[]) => [
  { op: 'add', path: 'members', value: users.map((value) => ({ value })) },
];

describe('the deletion of a project', () => {
  async function openWithMembers() {
    const { realm, console } = await openStreamed(table);
    const groups = [
      await realm.groupNamed('Statsig-ProjectA-Admin'),
      await realm.groupNamed('Statsig-ProjectA-Growth-Member'),
    ];
    const users = await Promise.all(Array.from({ length: 8 }, () => realm.createUser(`${randomUUID()}@example.com`)));
    for (const group of groups) {
      await realm.patchGroup(group, [
        { op: 'add', path: 'members', value: users.map((user) => ({ value: idOf(user) })) },
      ]);
    }
    return { realm, console, groups, users: users.map(idOf) };
  }

  async function expectNoMembers(realm: World, groups: readonly string[], users: readonly string[]): Promise<void> {
    const standings = await realm.directory.standings(users);
    expect([...standings.values()].flatMap((standing) => [...standing.groups])).toEqual([]);
    for (const group of groups) expect(await realm.directory.members(sampleGroup('', group))).toEqual([]);
  }

  async function expectNothingLeft(realm: World, groups: readonly string[], users: readonly string[]): Promise<void> {
    await expectNoMembers(realm, groups, users);
    const left = await storedItems(table, realm, '', 'TEAM#');
    expect([...left, ...(await storedItems(table, realm, '', 'PROJECT#'))].map(({ name }) => name)).toEqual([
      'Mobile App',
    ]);
    const { reserved, generated } = await compareReservations(table, realm);
    expect(reserved).toEqual(generated);
    await expectUniqueNames(table, realm);
  }

  it.each(['applied', 'committed'] as const)(
    'G8: leaves nobody in a group, large changes of whose members are %s while it ends',
    async (what) => {
      const { realm, groups } = await openWithMembers();
      const organization = realm.organization.id;
      const [group = ''] = groups;
      const session = workingSession(table, organization);
      const people = await putStandings(session, 130);
      const commit = async (): Promise<string> => {
        const before = await realm.directory.group(group);
        if (before === undefined) throw new Error(`There is no group ${group}.`);
        const change = { before, after: before, add: people, remove: [], exclusive: false };
        expect(await committingDirectory(table, organization).changeGroup(change)).toBe('written');
        return (await realm.directory.group(group))?.journal?.open.at(-1) ?? '';
      };
      const change = what === 'applied' ? await commit() : '';
      const client = table.newClient();
      let meanwhile: Promise<unknown> | undefined;
      client.middlewareStack.add(
        (next) => async (args) => {
          const { TransactItems = [] } = args.input as {
            TransactItems?: readonly { Delete?: { Key: { SK: string } } }[];
          };
          if (TransactItems.some(({ Delete }) => Delete?.Key.SK === groupKey(organization, group).SK)) {
            await (meanwhile ??= what === 'applied' ? applyAll(session, change) : commit());
          }
          return next(args);
        },
        { step: 'initialize', name: 'meanwhile', priority: 'low' },
      );
      await removeProject(consoleOf(tableRegistry({ ...table, client }), realm), realm.project.id);
      expect(meanwhile).toBeDefined();
      await workOnChanges(table);
      await expectNothingLeft(
        realm,
        groups,
        people.map(({ userId }) => userId),
      );
    },
  );

  it('G1: whatever write a process dies before, it has not happened, or the worker brings it to its end', async () => {
    const { realm, console } = await openStreamed(table);
    const users = [idOf(await realm.createUser('a@example.com')), idOf(await realm.createUser('b@example.com'))];
    const standing = { projects: 2, groups: 8 };
    for (let last = 0, killed = true; killed; last++) {
      const project = await createProject(console, { name: `K${last}` });
      const team = await createTeam(console, project.id, { name: 'T' });
      const groups = [...project.groups, ...team.groups].map(({ id }) => id);
      for (const group of groups.slice(2, 4)) await realm.patchGroup(group, join(...users));
      const removal = removeProject(dyingConsole(table, realm, last), project.id);
      killed = (await Promise.allSettled([removal]))[0].status === 'rejected';
      const { projects } = await realm.directory.structure();
      // Only the first write decides.
      expect(projects).toHaveLength(standing.projects + (last === 0 ? 1 : 0));
      expect((await realm.listGroups({ count: '0' })).totalResults).toBe(standing.groups + (last === 0 ? 5 : 0));
      await workOnChanges(table);
      await expectUniqueNames(table, realm);
      if (last === 0) await removeProject(console, project.id);
      await expectNoMembers(realm, groups, users);
      const left = await storedItems(table, realm, '', 'PROJECT#');
      expect(new Set(left.map(({ name }) => name))).toEqual(new Set(['Mobile App', 'Project A']));
    }
  }, 120_000);

  it('goes on in a request and in the worker at the same time', async () => {
    const { realm, console, groups, users } = await openWithMembers();
    const outcome = await removeProject({ ...console, answerBy: 0 }, realm.project.id);
    const id = changeIdOf(outcome);
    await Promise.all([workOnChanges(table), console.directory.continueChange(id, Date.now() + 10_000)]);
    const change = await readChange(console, id);
    expect(change).toMatchObject({ status: 'done', handled: expect.any(Number) });
    // Memberships, groups, the team and the project, less those of a step that was taken over.
    expect(change.handled).toBeLessThanOrEqual(16 + 5 + 2);
    await expectNothingLeft(realm, groups, users);
    expect(await console.directory.continueChange(id, Date.now() + 10_000)).toEqual(change);
  });

  it('G1: a project and a role that are deleted at once leave nothing', async () => {
    const { realm, console, groups, users } = await openWithMembers();
    const role = await createRole(console, { name: 'Analyst', rank: 50 });
    const shared = await realm.groupNamed('Statsig-ProjectA-Analyst');
    await realm.patchGroup(shared, join(users[0] ?? ''));
    const late = { ...console, answerBy: 0 };
    await Promise.all([removeProject(late, realm.project.id), removeRole(late, role.id)]);
    await workOnChanges(table);
    await expectNothingLeft(realm, [...groups, shared], users);
    expect(await realm.directory.group(shared)).toBeUndefined();
  });

  it('takes back what a request writes that began before it', async () => {
    const { realm, console, groups, users } = await openWithMembers();
    const [group = ''] = groups;
    const late = idOf(await realm.createUser('late@example.com'));
    const before = await realm.directory.group(group);
    if (before === undefined) throw new Error('The group is missing.');
    await removeProject(console, realm.project.id);
    const standing = (await realm.directory.standings([late])).get(late);
    const change = {
      before,
      after: before,
      add: standing === undefined ? [] : [standing],
      remove: [],
      exclusive: false,
    };
    expect(await realm.directory.changeGroup(change)).toBe('gone');
    await expectNothingLeft(realm, groups, [...users, late]);
  });

  it('T1: is followed in its own organization alone', async () => {
    const [{ realm, console }, other] = [await openStreamed(table), await openStreamed(table)];
    const id = changeIdOf(await removeProject({ ...console, answerBy: 0 }, realm.project.id));
    const missing = { status: 404, code: 'changeNotFound' };
    await expect(readChange(other.console, id)).rejects.toMatchObject(missing);
    await expect(readChange(console, 'no id')).rejects.toMatchObject(missing);
    expect(await readChange(console, id)).toMatchObject({ kind: 'projectDeletion', status: 'running' });
    await workOnChanges(table);
    expect(await readChange(console, id)).toMatchObject({ status: 'done' });
  });
});

describe('what the structure says for the activity log', () => {
  const last = async (realm: World): Promise<unknown> =>
    (await storedItems(table, realm, '', 'STRUCTURE'))[0]?.['last'];

  it('names what was made, renamed or deleted last, and nothing that nobody sees', async () => {
    const { realm, console } = await openStreamed(table);
    const { id } = await createProject(console, { name: 'X' });
    expect(await last(realm)).toEqual({ kind: 'project.created', id, name: 'X' });
    await renameProject(console, id, { name: 'Y' });
    expect(await last(realm)).toEqual({ kind: 'project.renamed', id, name: 'Y' });
    const team = await createTeam(console, id, { name: 'T' });
    await renameTeam(console, team.id, { name: 'U' });
    expect(await last(realm)).toEqual({ kind: 'team.renamed', id: team.id, name: 'U', projectId: id });
    await realm.deleteGroup(await realm.groupNamed('Statsig-Y-U-Admin'));
    expect(await last(realm)).toEqual({ kind: 'team.deleted', id: team.id, name: 'U', projectId: id });
    await realm.createGroup('Statsig-Y-V-Admin');
    expect(await last(realm)).toMatchObject({ kind: 'team.created', name: 'V', projectId: id });
    await realm.patchGroup(
      await realm.groupNamed('Statsig-Y-V-Member'),
      join(idOf(await realm.createUser('a@example.com'))),
    );
    await realm.deleteGroup(await realm.groupNamed('Statsig-Y-V-Admin'));
    expect(await last(realm)).toBeUndefined();
    await realm.createGroup('Statsig-Y-V-Admin');
    expect(await last(realm)).toBeUndefined();
    const role = await createRole(console, { name: 'R', rank: 1 });
    await changeRole(console, role.id, { rank: 2 });
    expect(await last(realm)).toEqual({ kind: 'role.changed', id: role.id, name: 'R' });
    await removeRole(console, role.id);
    expect(await last(realm)).toEqual({ kind: 'role.deleted', id: role.id, name: 'R' });
    await removeProject(console, id);
    expect(await last(realm)).toEqual({ kind: 'project.deleted', id, name: 'Y' });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, listProjects, readProject, renameProject } from '../../lambdas/domain/console-projects.ts';
import { changeRole, createRole, listRoles, readRole } from '../../lambdas/domain/console-roles.ts';
import { createTeam, listTeams, readTeam, removeTeam, renameTeam } from '../../lambdas/domain/console-teams.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { consoleOf } from '../support/console.ts';
import type { TestTable } from '../support/engine.ts';
import { startTestTable } from '../support/engine.ts';
import type { Recorder } from '../support/recorder.ts';
import { attachRecorder } from '../support/recorder.ts';
import type { World } from '../support/world.ts';
import { foundWorld } from '../support/world.ts';

let table: TestTable;
let recorder: Recorder;
let world: World;
let console: Console;
let roleId: string;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  const registry = tableRegistry({ client, tableName: table.tableName });
  world = await foundWorld({ registry });
  console = consoleOf(registry, world);
  ({ id: roleId } = await createRole(console, { name: 'Analyst', rank: 50 }));
});
afterAll(() => table.stop());

const page = { limit: 50 };
const name = (): string => `N${randomUUID()}`;

describe('calls one after another in the Console, the structure in memory', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    ['read a project', 1, () => readProject(console, world.project.id)],
    ['list projects', 1, () => listProjects(console, page)],
    ['read a role', 1, () => readRole(console, roleId)],
    ['list roles', 1, () => listRoles(console, page)],
    ['read a team', 1, () => readTeam(console, world.team.id)],
    ['list teams', 1, () => listTeams(console, world.project.id, page)],
    ['create a project', 2, () => createProject(console, { name: name() })],
    ['create a team', 2, () => createTeam(console, world.project.id, { name: name() })],
    ['rename a project', 2, () => renameProject(console, world.project.id, { name: name() })],
    ['rename a team', 2, () => renameTeam(console, world.team.id, { name: name() })],
    ['change a role', 2, () => changeRole(console, roleId, { name: name() })],
  ])('%s: %i', async (_, most, work) => {
    await console.directory.structure();
    const { depth } = await recorder.record(work);
    expect(depth).toBeLessThanOrEqual(most);
  });

  it('G5: delete a team that never had a member, whatever the organization holds beside it', async () => {
    const { id } = await createTeam(console, world.project.id, { name: name() });
    for (let index = 0; index < 100; index++) await createTeam(console, world.mobile.id, { name: name() });
    await console.directory.structure();
    const { calls, writeUnits } = await recorder.record(() => removeTeam(console, id));
    expect(calls.length).toBeLessThanOrEqual(18);
    expect(writeUnits).toBeLessThanOrEqual(24);
  });
});

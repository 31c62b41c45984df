import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changeGroupMembers,
  listGroupMembers,
  listGroups,
  readGroupDetails,
} from '../../lambdas/domain/console-groups.ts';
import { createScimKey, listKeys, readKey } from '../../lambdas/domain/console-keys.ts';
import { changeMapping, readMapping } from '../../lambdas/domain/console-mapping.ts';
import { listMembers } from '../../lambdas/domain/console-member-list.ts';
import { readMember } from '../../lambdas/domain/console-members.ts';
import { listOrganizations } from '../../lambdas/domain/console-organizations.ts';
import { readOwner } from '../../lambdas/domain/console-owner.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { consoleOf, deskOf } from '../support/console.ts';
import type { TestTable } from '../support/engine.ts';
import { startTestTable } from '../support/engine.ts';
import type { Recorder } from '../support/recorder.ts';
import { attachRecorder } from '../support/recorder.ts';
import { foundWorld, idOf } from '../support/world.ts';

let table: TestTable;
let recorder: Recorder;
let console: Console;
let people: string[];
let group: string;
let ordinary: string;
let key: string;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  const registry = tableRegistry({ ...table, client });
  const world = await foundWorld({ registry }, { settings: { groups: 'open' } });
  console = consoleOf(registry, world);
  const users = await Promise.all(Array.from({ length: 120 }, (_, n) => world.createUser(`p${n}@example.com`)));
  people = users.map(idOf);
  group = await world.groupNamed('Statsig-ProjectA-Member');
  ordinary = idOf(await world.createGroup('Our people'));
  ({ id: key } = await createScimKey(console, { name: 'Okta', scope: 'full' }));
  const [first = ''] = people;
  await world.patchUser(first, [{ op: 'replace', path: 'active', value: false }]);
  for (const id of [group, ordinary]) {
    await changeGroupMembers(console, id, { add: people.slice(0, 40), remove: [] });
  }
  await changeMapping(console, ordinary, { roles: [{ projectId: world.project.id, role: 'Admin' }] });
});
afterAll(() => table.stop());

describe('calls one after another, the structure in memory', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    ['read a member with an ordinary group', 2, () => readMember(console, people[1] ?? '')],
    ['list members', 1, () => listMembers(console, { inactive: true }, { limit: 50 })],
    ['look for members', 2, () => listMembers(console, { query: 'p1', inactive: true }, { limit: 50 })],
    ['look for nobody', 1, () => listMembers(console, { query: 'nobody', inactive: true }, { limit: 50 })],
    ['read the owner', 2, () => readOwner(console)],
    ['list groups', 2, () => listGroups(console, { limit: 50 })],
    ['read a group with waiting members', 3, () => readGroupDetails(console, group)],
    ['list members of a group', 3, () => listGroupMembers(console, group, { limit: 20 })],
    ['read a mapping', 1, () => readMapping(console, ordinary)],
    ['list organizations', 2, () => listOrganizations(deskOf(console.registry, console), { limit: 50 })],
    ['list keys', 1, () => listKeys(console, { limit: 50 })],
    ['read a key', 1, () => readKey(console, key)],
  ])('%s: %i', async (_, depth, work) => {
    expect((await recorder.record(work)).depth).toBe(depth);
  });

  it('a search reads what it finds, and not the organization', async () => {
    const { readUnits: few } = await recorder.record(() =>
      listMembers(console, { query: 'p11', inactive: true }, { limit: 50 }),
    );
    const { readUnits: all } = await recorder.record(() =>
      listMembers(console, { query: 'p', inactive: true }, { limit: 200 }),
    );
    expect(few).toBeLessThanOrEqual(all / 5);
  });
});

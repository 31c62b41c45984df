import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupUseCases } from '../../lambdas/domain/groups.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { readPatchRequest } from '../../lambdas/scim/patch.ts';
import { selectAttributes } from '../../lambdas/scim/project.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import type { TestTable } from '../support/engine.ts';
import { startTestTable } from '../support/engine.ts';
import type { Recorder } from '../support/recorder.ts';
import { attachRecorder } from '../support/recorder.ts';
import type { World } from '../support/world.ts';
import { anyVersion, foundWorld, idOf } from '../support/world.ts';

let table: TestTable;
let recorder: Recorder;
let world: World;
let people: string[];

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  const stop = (): Promise<void> => table.stop();
  world = await foundWorld({ registry: tableRegistry({ client, tableName: table.tableName }), stop });
  const users = await Promise.all(Array.from({ length: 120 }, (_, n) => world.createUser(`p${n}@example.com`)));
  people = users.map(idOf);
  await world.directory.structure();
});
afterAll(() => table.stop());

const person = (place: number): string => people[place] ?? '';
const members = (ids: readonly string[]): JsonObject[] => ids.map((value) => ({ value }));

/** Adds or removes members with an answer that has no body, as Okta's catalogue apps do. */
async function push(group: string, op: 'add' | 'remove', ids: readonly string[]): Promise<void> {
  const body = { Operations: [{ op, path: 'members', value: members(ids) }] };
  const operations = readPatchRequest(body, groupUseCases.resourceType(world.context));
  await groupUseCases.patch(world.context, group, operations, anyVersion, undefined);
}

const twoNames = 'userName eq "p1@example.com" or userName eq "p2@example.com"';

describe('calls one after another, the structure in memory', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    ['GET a user', 1, () => world.readUser(person(0))],
    ['list by userName eq', 2, () => world.listUsers({ filter: 'userName eq "P1@example.com"' })],
    ['POST a user', 1, () => world.createUser('new@example.com')],
    ['PUT a user', 2, () => world.putUser(person(1), { userName: 'p1@example.com', title: 'x' })],
    ['PATCH a user', 2, () => world.patchUser(person(2), [{ op: 'add', path: 'title', value: 'x' }])],
    [
      'deactivate a user without groups',
      2,
      () => world.patchUser(person(3), [{ op: 'replace', value: { active: false } }]),
    ],
    ['list users where one page holds them', 1, () => world.listUsers({ count: '200' })],
    ['list users from the first on, with a bookmark for the next page', 2, () => world.listUsers()],
    ['list users from another place on', 3, () => world.listUsers({ startIndex: '50', count: '20' })],
    ['list users where a walk goes on', 3, () => world.listUsers({ startIndex: '70', count: '20' })],
    ['list groups from another place on', 3, () => world.listGroups({ startIndex: '2', count: '2' })],
    ['list users by cursor, the first page', 1, () => world.listUsers({ cursor: '' })],
    ['list by two userNames', 2, () => world.listUsers({ filter: twoNames })],
    [
      'list by externalIds that nobody has',
      1,
      () => world.listUsers({ filter: 'externalId eq "none" or externalId eq "no one"' }),
    ],
  ])('%s: %i', async (_, depth, work) => {
    expect((await recorder.record(work)).depth).toBe(depth);
  });

  it('list users by cursor: at most 2, and the read units of the page alone, wherever it is', async () => {
    const units: number[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const asked: string = cursor;
      const { depth, readUnits, result } = await recorder.record(() => world.listUsers({ cursor: asked, count: '20' }));
      expect(depth).toBeLessThanOrEqual(2);
      if (result.resources.length === 20) units.push(readUnits);
      cursor = result.nextCursor;
    }
    expect(units.length).toBeGreaterThan(4);
    // The first page counts; every other looks at the first user, to know whether anybody precedes it.
    expect(Math.max(...units) - Math.min(...units)).toBeLessThanOrEqual(2);
  });

  it('GET a group without members: 1; with members: 2, however many', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Read-Only');
    for (let place = 10; place < 90; place += 40) await push(id, 'add', people.slice(place, place + 40));
    const type = groupUseCases.resourceType(world.context);
    const without = selectAttributes(undefined, 'members', type);
    expect((await recorder.record(() => groupUseCases.read(world.context, id, without))).depth).toBe(1);
    const { depth, result } = await recorder.record(() => world.readGroup(id));
    expect(depth).toBe(2);
    expect(result['members']).toHaveLength(80);
  });

  it('PATCH a group by k members: 3, and at most 6 write units a member, whatever the group holds', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Read-Only');
    for (const count of [1, 10, 40]) {
      const ids = people.slice(20, 20 + count);
      for (const op of ['remove', 'add'] as const) {
        const { depth, writeUnits } = await recorder.record(() => push(id, op, ids));
        expect(depth).toBe(3);
        expect(writeUnits).toBeLessThanOrEqual(6 * count);
      }
    }
  });

  it('PUT a group with m members: looks at the difference alone, however many are named', async () => {
    const displayName = 'Statsig-ProjectA-Read-Only';
    const id = await world.groupNamed(displayName);
    const present = people.slice(10, 90);
    await push(id, 'add', present.slice(0, 40));
    await push(id, 'add', present.slice(40));
    const wanted = [...present.slice(1), person(95)];
    const work = (): Promise<JsonObject> => world.putGroup(id, { displayName, members: members(wanted) });
    const { calls, result } = await recorder.record(work);
    expect(result['members']).toHaveLength(80);
    const standings = calls.filter(({ name }) => name === 'BatchGetItem');
    expect(standings.map(({ readUnits }) => readUnits)).toEqual([2]);
    const transactions = calls.filter(({ name }) => name === 'TransactWriteItems');
    expect(transactions.map(({ writeUnits }) => writeUnits)).toEqual([10]);
  });

  it('PATCH a group by its first member: 4, because the group learns where its members are', async () => {
    const id = await world.groupNamed('Statsig-MobileApp-Admin');
    expect((await recorder.record(() => push(id, 'add', [person(4)]))).depth).toBe(4);
  });

  it('deactivate a user in groups: 3, the versions of the groups side by side', async () => {
    const groups = ['Statsig-MobileApp-Member', 'Statsig-ProjectA-Member', 'Statsig-ProjectA-Growth-Admin'];
    for (const name of groups) await push(await world.groupNamed(name), 'add', [person(5)]);
    const work = (): Promise<JsonObject> => world.patchUser(person(5), [{ op: 'replace', value: { active: false } }]);
    expect((await recorder.record(work)).depth).toBe(3);
  });
});

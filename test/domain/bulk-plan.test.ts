import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BulkPlan, planBulk } from '#domain/bulk-plan.ts';
import { readBulkRequest } from '#scim/bulk-request.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, idOf, type World } from '../support/world.ts';

let table: Table;
let world: World;
let ada: string;
let bob: string;
let group: string;

beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table, { settings: { groups: 'open' } });
  ada = idOf(await world.createUser('ada@example.com'));
  bob = idOf(await world.createUser('bob@example.com'));
  group = idOf(await world.createGroup('Night shift'));
});

afterAll(() => table.stop());

async function plan(operations: readonly Json[], more: JsonObject = {}): Promise<BulkPlan> {
  return planBulk(world.context, readBulkRequest({ ...more, Operations: operations }, []));
}

/** For each operation of the plan, the operations whose tasks it waits for. */
async function waits(operations: readonly Json[], more: JsonObject = {}): Promise<Record<string, readonly number[]>> {
  const { tasks } = await plan(operations, more);
  return Object.fromEntries(
    tasks.map(({ operation, half, after }) => [
      half === 'first' ? operation : `${operation} second`,
      after.map((place) => tasks[place]?.operation ?? -1),
    ]),
  );
}

function post(bulkId: string, more: JsonObject = {}): JsonObject {
  return { method: 'POST', path: '/Users', bulkId, data: { userName: `${bulkId}@example.com`, ...more } };
}

function postGroup(bulkId: string, displayName: string, ...members: readonly string[]): JsonObject {
  const data = { displayName, members: members.map((value) => ({ value })) };
  return { method: 'POST', path: '/Groups', bulkId, data };
}

function patch(path: string, attribute: string, value: Json): JsonObject {
  return { method: 'PATCH', path, data: { Operations: [{ op: 'replace', path: attribute, value }] } };
}

function remove(path: string): JsonObject {
  return { method: 'DELETE', path };
}

describe('the order of a Bulk request', () => {
  it('P6: lets new users be created side by side', async () => {
    expect(await waits([post('a'), post('b'), post('c')])).toEqual({ 0: [], 1: [], 2: [] });
  });

  it('P6: changes one resource in the order given', async () => {
    const operations = [
      patch(`/Users/${ada}`, 'title', '1'),
      patch(`/Users/${bob}`, 'title', '1'),
      remove(`/Users/${ada}`),
    ];
    expect(await waits(operations)).toEqual({ 0: [], 1: [], 2: [0] });
  });

  it('U1: gives one userName in the order given, case ignored', async () => {
    const operations = [
      post('a'),
      post('b', { userName: 'A@EXAMPLE.com' }),
      patch(`/Users/${ada}`, 'userName', 'a@example.com'),
    ];
    expect(await waits(operations)).toEqual({ 0: [], 1: [0], 2: [1] });
  });

  it('U1: gives a userName after whoever has it has been changed or deleted before', async () => {
    const operations = [remove(`/Users/${bob}`), post('b', { userName: 'BOB@example.com' }), post('c')];
    expect(await waits(operations)).toEqual({ 0: [], 1: [0], 2: [] });
    const swap = [
      patch(`/Users/${ada}`, 'userName', 'other@example.com'),
      patch(`/Users/${bob}`, 'userName', 'ada@example.com'),
    ];
    expect(await waits(swap)).toEqual({ 0: [], 1: [0] });
  });

  it('U1: gives a userName after whoever gets it in the request has lost it again', async () => {
    const operations = [patch(`/Users/${ada}`, 'userName', 'x@example.com'), remove(`/Users/${ada}`), post('x')];
    expect(await waits(operations)).toEqual({ 0: [], 1: [0], 2: [1] });
    const created = [post('y'), remove('/Users/bulkId:y'), post('z', { userName: 'y@example.com' })];
    expect(await waits(created)).toEqual({ 0: [], 1: [0], 2: [1] });
  });

  it('G3: gives one group name in the order given, and after whoever has it', async () => {
    const project = await world.groupNamed('Statsig-ProjectA-Admin');
    const operations = [
      patch(`/Groups/${group}`, 'displayName', 'Day shift'),
      patch(`/Groups/${project}`, 'displayName', 'night  SHIFT'),
      patch('/Groups/1', 'displayName', 'statsig-projecta-admin'),
      patch('/Groups/2', 'displayName', 'Nobody has this'),
    ];
    expect(await waits(operations)).toEqual({ 0: [], 1: [0], 2: [1], 3: [] });
  });

  it('G4: creates groups one after the other, and changes others only before or after that', async () => {
    const operations = [
      patch(`/Groups/${group}`, 'externalId', '1'),
      patch('/Groups/1', 'externalId', '1'),
      postGroup('a', 'A'),
      postGroup('b', 'B'),
      patch('/Groups/2', 'externalId', '1'),
    ];
    expect(await waits(operations)).toEqual({ 0: [], 1: [], 2: [0, 1], 3: [2], 4: [3] });
  });

  it('G5: deletes a group on its own, because a team may go with it', async () => {
    const operations = [post('a'), remove(`/Groups/${group}`), post('b'), patch(`/Users/${ada}`, 'title', '1')];
    expect(await waits(operations)).toEqual({ 0: [], 1: [0], 2: [1], 3: [1] });
  });

  it('U4, G7: keeps the order between users and groups, whose memberships are of both', async () => {
    const operations = [
      patch(`/Users/${ada}`, 'active', false),
      patch(`/Users/${bob}`, 'active', false),
      patch(`/Groups/${group}`, 'members', [{ value: ada }]),
      patch('/Groups/1', 'members', []),
      patch(`/Users/${ada}`, 'active', true),
    ];
    expect(await waits(operations)).toEqual({ 0: [], 1: [], 2: [0, 1], 3: [0, 1], 4: [0, 2, 3] });
  });

  it('RFC 7644 §3.7.2: puts what is referred to first, in data, paths and filters', async () => {
    const operations = [
      postGroup('g', 'G', 'bulkId:a'),
      patch('/Groups/bulkId:g', 'members[value eq "bulkId:b"]', { value: 'bulkId:b' }),
      post('a'),
      post('b'),
    ];
    expect(await waits(operations)).toEqual({ 0: [2], 1: [0, 3], 2: [], 3: [] });
  });

  it('RFC 7644 §3.7.1: does a circle in halves, and names what each leaves out', async () => {
    const { tasks } = await plan([post('a', { title: 'bulkId:b' }), post('b', { title: 'bulkId:a' }), post('c')]);
    expect(tasks.map(({ operation, half, defers }) => [operation, half, ...defers])).toEqual([
      [0, 'first', 'b'],
      [1, 'first'],
      [0, 'second', 'b'],
      [2, 'first'],
    ]);
  });

  it('RFC 7644 §3.7.3: looks at references alone where failOnErrors asks for one after the other', async () => {
    const operations = [post('a', { title: 'bulkId:c' }), remove(`/Users/${ada}`), remove(`/Users/${ada}`), post('c')];
    expect(await waits(operations, { failOnErrors: 1 })).toEqual({ 0: [3], 1: [], 2: [], 3: [] });
  });
});

describe('what a Bulk request is refused at once', () => {
  async function refusals(operations: readonly Json[]): Promise<readonly (string | undefined)[]> {
    const { tasks } = await plan(operations);
    const first = tasks
      .filter(({ half }) => half === 'first')
      .toSorted((one, other) => one.operation - other.operation);
    return first.map(({ refusal }) => refusal && `${refusal.status} ${refusal.detail}`);
  }

  it('is what cannot be read, and references to what no operation creates', async () => {
    expect(await refusals(['x', post('a', { title: 'bulkId:none' }), patch('/Users/bulkId:e', 'title', 'x')])).toEqual([
      expect.stringMatching(/^400 Each of Operations must be an object/u),
      '400 The operation refers to the bulkId "none", which no POST of this request has. Please send the operation ' +
        'that creates the resource in the same request, or the id of the resource.',
      expect.stringMatching(/^400 The operation refers to the bulkId "e", which no POST/u),
    ]);
  });

  it('G7: is a group among the members of a group, itself included, before anything of it is created', async () => {
    const nested = [postGroup('a', 'Inner'), postGroup('b', 'Outer', 'bulkId:a'), postGroup('c', 'Own', 'bulkId:c')];
    const into = patch(`/Groups/${group}`, 'members', [{ value: 'bulkId:a' }]);
    expect(await refusals([...nested, into])).toEqual([
      undefined,
      expect.stringMatching(/^400 "bulkId:a" is a group, and groups cannot be members of groups/u),
      expect.stringMatching(/^400 "bulkId:c" is a group/u),
      expect.stringMatching(/^400 "bulkId:a" is a group/u),
    ]);
  });

  it('is not a reference to an operation that cannot be read: that is answered when its turn comes', async () => {
    const broken = { method: 'POST', path: '/Users', bulkId: 'a' };
    expect(await refusals([broken, post('b', { title: 'bulkId:a' })])).toEqual([
      expect.stringMatching(/^400 The operation POST has no data/u),
      undefined,
    ]);
  });

  it('O4: is each one that names an owner after another user was named, in the order given', async () => {
    const owner = { statsigOrgRole: 'Owner' };
    const second = expect.stringMatching(/^403 Cannot set multiple owners\. An earlier operation of this request /u);
    const put = { method: 'PUT', path: `/Users/${bob}`, data: { userName: 'bob@example.com', ...owner } };
    expect(await refusals([patch(`/Users/${ada}`, 'statsigOrgRole', 'owner'), put, post('a', owner)])).toEqual([
      undefined,
      second,
      second,
    ]);
    expect(await refusals([post('a', owner), put, patch('/Users/bulkId:a', 'statsigOrgRole', 'Owner')])).toEqual([
      undefined,
      second,
      undefined,
    ]);
  });

  it('O3: a change of the owner waits for all before it, and all after wait for it', async () => {
    const operations = [
      post('a'),
      patch(`/Users/${ada}`, 'statsigOrgRole', 'Owner'),
      post('b'),
      remove(`/Users/${bob}`),
    ];
    expect(await waits(operations)).toEqual({ 0: [], 1: [0], 2: [1], 3: [1] });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../lambdas/domain/activity.ts';
import type { Registry } from '../../lambdas/domain/directory.ts';
import { activityLog } from '../../lambdas/storage/record-activity.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import type { StreamConsumer } from '../../lambdas/storage/stream-consumer.ts';
import { type StreamedTable, startStreamedTable } from '../support/stream.ts';
import { contextOf, foundWorld, idOf, stamp, verbs } from '../support/world.ts';

let table: StreamedTable;
let registry: Registry;
beforeAll(async () => {
  table = await startStreamedTable();
  registry = tableRegistry(table);
});
afterAll(() => table.stop());

const recordActivity = activityLog(90);

/** All records at once, and again one by one and backwards: after a failure they come again, with others or alone. */
const repeating: StreamConsumer = async (records, worker) => {
  await recordActivity(records, worker);
  for (const record of records.toReversed()) await recordActivity([record], worker);
};

/** An organization whose founding is no news any more, and requests in it one second after another. */
async function foundedWorld(options: Parameters<typeof foundWorld>[1] = {}) {
  const world = await foundWorld({ registry }, options);
  await table.drain([repeating]);
  let seconds = 0;
  const request = (more = {}) => {
    const at = new Date(Date.parse('2026-11-23T12:00:00Z') + 1_000 * ++seconds).toISOString();
    const made = stamp({ actor: 'key-1', at, ...more });
    const directory = registry.directory(world.organization.id, made);
    return { ...verbs(contextOf(registry, world.organization, directory, world.clock)), directory, stamp: made };
  };
  /** What the log of everything has about the requests, oldest first. */
  const done = async (): Promise<readonly Activity[]> => {
    await table.drain([repeating]);
    const { entries } = await world.directory.activities({ log: 'done', limit: 1_000, from: '2026-11-23' });
    return entries.map(({ activity }) => activity).toReversed();
  };
  const of = async (target: string) => (await world.directory.activityOf(target, 100)).toReversed();
  return { ...world, request, done, of };
}

describe('the activity log of what was done', () => {
  it('tells of a user from the creation to the end, and who did it', async () => {
    const { request, done, of } = await foundedWorld();
    const first = request();
    const id = idOf(await first.createUser('ada@example.com', { title: 'Countess' }));
    await request().patchUser(id, [
      { op: 'replace', path: 'title', value: 'Lady' },
      {
        op: 'replace',
        path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
        value: 'Engines',
      },
      { op: 'replace', path: 'statsigOrgRole', value: 'Admin' },
    ]);
    await request().patchUser(id, [{ op: 'replace', path: 'active', value: false }]);
    await request().patchUser(id, [{ op: 'replace', path: 'active', value: true }]);
    await done();
    await request().patchUser(id, [{ op: 'replace', path: 'userName', value: 'lovelace@example.com' }]);
    await request().patchUser(id, [{ op: 'replace', path: 'title', value: 'Lady' }]);
    await done();
    await request({ onBehalfOf: 'person-1' }).deleteUser(id);
    const entries = await done();
    const target = { type: 'user', id, name: 'ada@example.com' };
    expect(entries).toMatchObject([
      { actions: ['user.created'], target },
      {
        actions: ['user.updated', 'user.role'],
        target,
        changed: ['title', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'],
      },
      { actions: ['user.deactivated'], target },
      { actions: ['user.reactivated'], target },
      { actions: ['user.updated'], changed: ['userName'], target: { name: 'lovelace@example.com' } },
      { actions: ['user.deleted'], target: { name: 'lovelace@example.com' }, onBehalfOf: 'person-1' },
    ]);
    expect(entries[0]).toEqual({
      at: '2026-11-23T12:00:01.000Z',
      requestId: first.stamp.requestId,
      actor: 'key-1',
      outcome: 'done',
      actions: ['user.created'],
      target,
    });
    expect(await of(id)).toEqual(entries);
    expect(JSON.stringify(entries)).not.toContain('Countess');
  });

  it('tells of memberships once for the group, and to each user apart', async () => {
    const { request, done, of, groupNamed } = await foundedWorld();
    const group = await groupNamed('Statsig-ProjectA-Admin');
    const [ada, bob] = [
      idOf(await request().createUser('ada@example.com')),
      idOf(await request().createUser('bob@example.com')),
    ];
    const members = (...ids: readonly string[]) => ids.map((value) => ({ value }));
    await request().patchGroup(group, [{ op: 'add', path: 'members', value: members(ada, bob) }]);
    await request().putGroup(group, { displayName: 'Statsig-ProjectA-Admin', members: members(bob) });
    await request().patchUser(bob, [{ op: 'replace', path: 'active', value: false }]);
    const entries = await done();
    expect(entries.slice(2)).toMatchObject([
      { actions: ['group.members'], target: { type: 'group', id: group } },
      { actions: ['group.members'], target: { type: 'group', id: group }, left: [ada] },
      { actions: ['user.deactivated'], target: { type: 'user', id: bob }, left: [group] },
    ]);
    expect(new Set(entries[2]?.joined)).toEqual(new Set([ada, bob]));
    expect(await of(ada)).toMatchObject([
      { actions: ['user.created'] },
      { actions: ['user.joined'], target: { type: 'user', id: ada }, joined: [group] },
      { actions: ['user.left'], left: [group] },
    ]);
    expect((await of(group)).map(({ actions, left }) => [actions, left])).toEqual([
      [['group.members'], undefined],
      [['group.members'], [ada]],
      [['group.members'], [bob]],
    ]);
  });

  it('G7: tells of memberships that wait, and of those that a reactivation puts into effect', async () => {
    const { request, done, groupNamed } = await foundedWorld();
    const group = await groupNamed('Statsig-ProjectA-Admin');
    const id = idOf(await request().createUser('ada@example.com', { active: false }));
    await request().patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: id }] }]);
    await request().patchUser(id, [{ op: 'replace', path: 'active', value: true }]);
    expect((await done()).slice(1)).toMatchObject([
      { actions: ['group.members'], joined: [id] },
      { actions: ['user.reactivated'], target: { id } },
    ]);
  });

  it('O3: tells of a new owner, and of the role that the previous one keeps', async () => {
    const { request, done, directory } = await foundedWorld();
    const { userId: owner } = await directory.owner();
    const id = idOf(await request().createUser('ada@example.com'));
    await request().patchUser(id, [{ op: 'replace', path: 'statsigOrgRole', value: 'Owner' }]);
    const entries = (await done()).slice(1);
    expect(new Map(entries.map(({ target, actions }) => [target?.name, actions]))).toEqual(
      new Map([
        ['ada@example.com', ['owner.replaced']],
        ['owner@example.com', ['user.role']],
      ]),
    );
    expect(new Set(entries.map(({ target }) => target?.id))).toEqual(new Set([id, owner]));
  });

  it('O2: tells nothing of a deactivation of the owner that is only remembered', async () => {
    const { request, done, directory } = await foundedWorld();
    const { userId } = await directory.owner();
    await expect(request().deleteUser(userId)).rejects.toThrow('Owner cannot be modified');
    expect(await done()).toEqual([]);
  });

  it('G10: tells of ordinary groups, by the names that they had', async () => {
    const { request, done } = await foundedWorld({ settings: { groups: 'open' } });
    const user = idOf(await request().createUser('ada@example.com'));
    const group = idOf(await request().createGroup('Engineers', { members: [{ value: user }] }));
    await request().patchGroup(group, [{ op: 'replace', value: { displayName: 'Engine drivers', externalId: 'x' } }]);
    await request().deleteGroup(group);
    expect((await done()).slice(1)).toMatchObject([
      { actions: ['group.created', 'group.members'], target: { id: group, name: 'Engineers' }, joined: [user] },
      {
        actions: ['group.updated', 'group.renamed'],
        target: { id: group, name: 'Engine drivers' },
        changed: ['externalId'],
      },
      { actions: ['group.members', 'group.deleted'], target: { id: group, name: 'Engine drivers' }, left: [user] },
    ]);
  });

  it('G5: tells of a group of a team that was deleted', async () => {
    const { request, done, groupNamed } = await foundedWorld();
    const group = await groupNamed('Statsig-ProjectA-Growth-Admin');
    await request().deleteGroup(group);
    const entry = (await done()).find(({ target }) => target?.id === group);
    expect(entry).toMatchObject({
      actions: ['group.deleted'],
      target: { type: 'group', name: 'Statsig-ProjectA-Growth-Admin' },
    });
  });
});

describe('what requests noted themselves', () => {
  it('is found by what it is about, beside what was done to it', async () => {
    const { request, organization, directory, of, done } = await foundedWorld();
    const made = request();
    const id = idOf(await made.createUser('ada@example.com'));
    const { at, requestId, actor } = made.stamp;
    const begin = { at, actor, actions: [] };
    const noted: Activity[] = [
      { ...begin, requestId, outcome: 'partly', target: { type: 'user', id }, code: 'membersSkipped', detail: 'Some.' },
      { ...begin, requestId: 'r2', outcome: 'refused', target: { type: 'user', id: 'no id' }, status: 404 },
      { ...begin, requestId: 'r3', outcome: 'refused', status: 400, operation: 'GET /Users' },
    ];
    await registry.noteActivities(organization.id, noted, Date.now() + 10_000);
    await done();
    expect(await of(id)).toEqual([
      {
        ...begin,
        requestId,
        outcome: 'partly',
        actions: ['user.created'],
        target: { type: 'user', id, name: 'ada@example.com' },
        code: 'membersSkipped',
        detail: 'Some.',
      },
    ]);
    expect((await directory.activities({ log: 'noted', limit: 10 })).entries).toHaveLength(3);
    expect(await directory.activities({ log: { target: randomUUID() }, limit: 10 })).toEqual({ entries: [] });
    expect(await directory.activities({ log: { target: 'no id' }, limit: 10 })).toEqual({ entries: [] });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../lambdas/domain/activity.ts';
import { createScimKey, deactivateKey, regenerateKey } from '../../lambdas/domain/console-keys.ts';
import { changeOrganization } from '../../lambdas/domain/console-organizations.ts';
import { createProject, removeProject, renameProject } from '../../lambdas/domain/console-projects.ts';
import { changeRole, createRole, removeRole } from '../../lambdas/domain/console-roles.ts';
import { createTeam, removeTeam, renameTeam } from '../../lambdas/domain/console-teams.ts';
import type { Registry } from '../../lambdas/domain/directory.ts';
import { activityLog } from '../../lambdas/storage/record-activity.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import type { StreamConsumer } from '../../lambdas/storage/stream-consumer.ts';
import { type StreamedTable, startStreamedTable } from '../support/stream.ts';
import { consoleOf, principal } from '../support/console.ts';
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
      [['user.left'], [bob]],
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
    const { request, done, of } = await foundedWorld({ settings: { groups: 'open' } });
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
      { actions: ['group.deleted'], target: { id: group, name: 'Engine drivers' } },
    ]);
    expect((await of(user)).at(-1)).toMatchObject({ actions: ['user.left'], left: [group] });
  });

  it('G10: tells the name of an ordinary group of which only members were changed, after it is gone too', async () => {
    const { request, done } = await foundedWorld({ settings: { groups: 'open' } });
    const user = idOf(await request().createUser('ada@example.com'));
    const group = idOf(await request().createGroup('Engineers'));
    await done();
    await request().patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
    await done();
    await request().deleteGroup(group);
    expect((await done()).slice(2)).toMatchObject([
      { actions: ['group.members'], target: { id: group, name: 'Engineers' }, joined: [user] },
      { actions: ['group.deleted'], target: { id: group, name: 'Engineers' } },
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

describe('the activity log of the Console', () => {
  async function foundedConsole() {
    const world = await foundedWorld();
    const at = '2026-11-23T12:00:00.000Z';
    const act = (seconds: number) => {
      const moment = new Date(Date.parse(at) + seconds * 1_000).toISOString();
      const made = stamp({ actor: principal, at: moment });
      const directory = registry.directory(world.organization.id, made);
      return consoleOf(registry, world, { directory, now: () => new Date(moment) });
    };
    return { ...world, act };
  }

  it('tells of projects, roles and teams, by the names that they had', async () => {
    const { act, done } = await foundedConsole();
    const { id: project } = await createProject(act(1), { name: 'Website' });
    await renameProject(act(2), project, { name: 'Web' });
    const { id: role } = await createRole(act(3), { name: 'Auditor', rank: 50 });
    await changeRole(act(4), role, { name: 'Reviewer' });
    const { id: team } = await createTeam(act(5), project, { name: 'Growth' });
    await renameTeam(act(6), team, { name: 'Sales' });
    await removeTeam(act(7), team);
    await removeRole(act(8), role);
    await removeProject(act(9), project);
    const entries = (await done()).filter(({ target }) => target?.type !== 'group');
    expect(entries.map(({ actions, target }) => [...actions, target?.name, target?.id])).toEqual([
      ['project.created', 'Website', project],
      ['project.renamed', 'Web', project],
      ['role.created', 'Auditor', role],
      ['role.changed', 'Reviewer', role],
      ['team.created', 'Growth', team],
      ['team.renamed', 'Sales', team],
      ['team.deleted', 'Sales', team],
      ['role.deleted', 'Reviewer', role],
      ['project.deleted', 'Web', project],
    ]);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set([principal]));
  });

  it('tells which settings of the organization changed, and of its end', async () => {
    const { act, done, organization } = await foundedConsole();
    await changeOrganization(act(1), { name: 'Acme Ltd', domains: ['example.com'], settings: { groups: 'open' } });
    const target = { type: 'organization', id: organization.id };
    expect(await done()).toMatchObject([
      { actions: ['organization.changed'], target, changed: ['name', 'settings.groups'] },
    ]);
  });

  it('T2: tells of keys, and warns at once of one that ends within 30 days', async () => {
    const { act, done, directory } = await foundedConsole();
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const { id } = await createScimKey(act(1), { name: 'Okta', scope: 'full', expiresAt: soon });
    await regenerateKey(act(2), id, { graceSeconds: 60 });
    await deactivateKey(act(3), id);
    const { id: lasting } = await createScimKey(act(4), { name: 'Entra', scope: 'read' });
    expect((await done()).map(({ actions, target }) => [...actions, target?.name])).toEqual([
      ['key.created', 'Okta'],
      ['key.regenerated', 'Okta'],
      ['key.deactivated', 'Okta'],
      ['key.created', 'Entra'],
    ]);
    expect(await directory.activityOf(lasting, 10)).toHaveLength(1);
    const { id: ending } = await createScimKey(act(5), { name: 'Ending', scope: 'full', expiresAt: soon });
    await done();
    expect(await directory.activityOf(ending, 10)).toMatchObject([
      {
        outcome: 'warning',
        actions: expect.arrayContaining(['key.created', 'key.expiring']),
        code: 'keyExpiring',
        detail: `The SCIM key "Ending" expires at ${soon}. Please create another one, and enter it in the identity provider before that.`,
      },
    ]);
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

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity, ActivityQuery } from '../../lambdas/domain/activity.ts';
import { listActivity } from '../../lambdas/domain/console-activity.ts';
import { createScimKey } from '../../lambdas/domain/console-keys.ts';
import type { Registry } from '../../lambdas/domain/directory.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { consoleOf, principal } from '../support/console.ts';
import { attachRecorder } from '../support/recorder.ts';
import { type StreamedTable, startStreamedTable } from '../support/stream.ts';
import { contextOf, foundWorld, idOf, stamp, verbs } from '../support/world.ts';

let table: StreamedTable;
let registry: Registry;
beforeAll(async () => {
  table = await startStreamedTable();
  registry = tableRegistry(table);
});
afterAll(() => table.stop());

const begin = Date.parse('2026-11-23T12:00:00Z');
const moment = (second: number): string => new Date(begin + second * 1_000).toISOString();

/** An organization with a key, what was done in its name, and what was refused: one thing a second. */
async function foundedWorld(options: Parameters<typeof foundWorld>[1] = {}) {
  const world = await foundWorld({ registry }, options);
  const console = consoleOf(registry, world);
  const key = await createScimKey(console, { name: 'Okta', scope: 'full' });
  const request = (second: number, more = {}) => {
    const made = stamp({ actor: key.id, at: moment(second), ...more });
    return verbs(contextOf(registry, world.organization, registry.directory(world.organization.id, made), world.clock));
  };
  const note = async (second: number, more: Partial<Activity> = {}) => {
    const entry: Activity = {
      at: moment(second),
      requestId: randomUUID(),
      actor: key.id,
      outcome: 'refused',
      actions: [],
      status: 403,
      code: 'projectCreation',
      detail: 'Project creation is not supported via SCIM.',
      ...more,
    };
    await registry.noteActivities(world.organization.id, [entry], Date.now() + 10_000);
    return entry;
  };
  const list = async (query: ActivityQuery = {}, page: { limit?: number; cursor?: string } = {}) => {
    await table.drain();
    return listActivity(console, { from: moment(0), ...query }, { limit: 50, ...page });
  };
  const times = async (query: ActivityQuery = {}) =>
    (await list(query)).items.map(({ at }) => (Date.parse(at) - begin) / 1_000);
  return { ...world, console, key, request, note, list, times };
}

describe('the list of activities', () => {
  it('has what was done and what was refused, newest first, with names and help', async () => {
    const { request, note, list, key, groupNamed } = await foundedWorld();
    const id = idOf(await request(1).createUser('ada@example.com'));
    const group = await groupNamed('Statsig-ProjectA-Admin');
    await request(2, { onBehalfOf: id }).patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: id }] }]);
    await note(3);
    await note(4, { target: { type: 'user', id }, code: 'ownerProtected', actor: principal });
    const { items, nextCursor } = await list();
    expect(nextCursor).toBeUndefined();
    expect(items).toMatchObject([
      {
        at: moment(4),
        actor: { type: 'principal', id: principal },
        target: { type: 'user', id, name: 'ada@example.com' },
      },
      {
        at: moment(3),
        actor: { type: 'key', id: key.id, name: 'Okta' },
        outcome: 'refused',
        detail: 'Project creation is not supported via SCIM.',
        help: {
          title: 'Project creation is not supported via SCIM',
          solution: expect.stringContaining('rollcall project create'),
        },
      },
      {
        at: moment(2),
        actor: { name: 'Okta' },
        onBehalfOf: { id, name: 'ada@example.com' },
        outcome: 'done',
        actions: ['group.members'],
        target: { type: 'group', id: group, name: 'Statsig-ProjectA-Admin' },
        joined: [{ id, name: 'ada@example.com' }],
      },
      { at: moment(1), actions: ['user.created'], target: { id, name: 'ada@example.com' } },
    ]);
    expect(items[3]).not.toHaveProperty('help');
    expect(items[3]).not.toHaveProperty('onBehalfOf');
  });

  it('joins what a request did to a thing and what it left out of it', async () => {
    const { request, note, list, console, groupNamed } = await foundedWorld();
    const id = idOf(await request(1).createUser('ada@example.com'));
    const group = await groupNamed('Statsig-ProjectA-Admin');
    const requestId = randomUUID();
    const more = { op: 'add', path: 'members', value: [{ value: id }] };
    await request(2, { requestId }).patchGroup(group, [more]);
    const skipped = { ids: ['someone'], count: 1 };
    await note(2, {
      requestId,
      outcome: 'partly',
      code: 'membersSkipped',
      target: { type: 'group', id: group },
      skipped,
    });
    const expected = {
      outcome: 'partly',
      actions: ['group.members'],
      joined: [{ id, name: 'ada@example.com' }],
      skipped,
      target: { type: 'group', id: group, name: 'Statsig-ProjectA-Admin' },
    };
    expect((await list()).items).toMatchObject([expected, { at: moment(1) }]);
    expect((await list({ target: group })).items).toMatchObject([expected]);
    expect(await console.directory.activityOf(group, 1)).toMatchObject([{ outcome: 'partly', skipped }]);
  });

  it('names the first ten who came or went, and the groups that a person left', async () => {
    const { request, list, groupNamed } = await foundedWorld();
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push(idOf(await request(1).createUser(`p${n}@example.com`)));
    const [first = ''] = ids;
    const group = await groupNamed('Statsig-ProjectA-Admin');
    await request(2).patchGroup(group, [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }]);
    await request(3).patchUser(first, [{ op: 'replace', path: 'active', value: false }]);
    const [left, joined] = (await list()).items;
    expect(left).toMatchObject({
      target: { type: 'user', id: first },
      left: [{ id: group, name: 'Statsig-ProjectA-Admin' }],
    });
    expect(joined?.joined).toHaveLength(12);
    expect(joined?.joined?.slice(0, 10).every(({ name }) => /^p\d+@example\.com$/u.test(name ?? ''))).toBe(true);
    expect(new Set(joined?.joined?.map(({ id }) => id))).toEqual(new Set(ids));
  });

  it('G1: gives no name to a group whose project has just gone, nor to what nobody named', async () => {
    const { note, console, groupNamed } = await foundedWorld();
    const group = await groupNamed('Statsig-ProjectA-Admin');
    await note(1, { target: { type: 'group', id: group } });
    await note(2, { target: { type: 'user' } });
    const structure = { ...(await console.directory.structure()), version: 0, projects: [], teams: [] };
    const directory = { ...console.directory, structure: async () => structure };
    const { items } = await listActivity({ ...console, directory }, { outcome: 'refused' }, { limit: 50 });
    expect(items.map(({ target }) => target)).toEqual([{ type: 'user' }, { type: 'group', id: group }]);
  });

  it('is searched by outcome, actor, target and time', async () => {
    const { request, note, times, key } = await foundedWorld();
    const id = idOf(await request(1).createUser('ada@example.com'));
    await request(2, { actor: principal, onBehalfOf: 'person-1' }).patchUser(id, [
      { op: 'replace', path: 'title', value: 'x' },
    ]);
    await note(3, { target: { type: 'user', id } });
    await note(4, { outcome: 'failed', actor: principal });
    await note(5, { outcome: 'warning', actor: 'rollcall' });
    expect(await times()).toEqual([5, 4, 3, 2, 1]);
    expect(await times({ outcome: 'done' })).toEqual([2, 1]);
    expect(await times({ outcome: 'refused' })).toEqual([3]);
    expect(await times({ outcome: 'failed' })).toEqual([4]);
    expect(await times({ outcome: 'partly' })).toEqual([]);
    expect(await times({ actor: key.id })).toEqual([3, 1]);
    expect(await times({ actor: principal })).toEqual([4, 2]);
    expect(await times({ actor: 'person-1' })).toEqual([2]);
    expect(await times({ actor: principal, outcome: 'done' })).toEqual([2]);
    expect(await times({ target: id })).toEqual([3, 2, 1]);
    expect(await times({ target: id, outcome: 'done' })).toEqual([2, 1]);
    expect(await times({ target: id, outcome: 'refused', actor: key.id })).toEqual([3]);
    expect(await times({ target: randomUUID() })).toEqual([]);
    expect(await times({ target: 'nothing' })).toEqual([]);
    expect(await times({ from: moment(2), to: moment(4) })).toEqual([3, 2]);
    expect(await times({ from: moment(4), to: moment(2) })).toEqual([]);
    expect(await times({ from: moment(3), to: moment(3) })).toEqual([]);
    // The same moments, written for another zone.
    expect(await times({ from: '2026-11-23T13:00:02+01:00', to: '2026-11-23T13:00:04+01:00' })).toEqual([3, 2]);
  });

  it('is the same, page by page of any size', async () => {
    const { request, note, list } = await foundedWorld();
    const id = idOf(await request(1).createUser('ada@example.com'));
    for (const second of [2, 4, 6, 8]) {
      await request(second).patchUser(id, [{ op: 'replace', path: 'title', value: `${second}` }]);
      await note(second + 1, { target: { type: 'user', id } });
    }
    for (const second of [20, 21, 22, 23, 24]) await note(second);
    for (const query of [
      {},
      { outcome: 'done' },
      { outcome: 'refused' },
      { target: id },
      { actor: 'nobody' },
    ] as const) {
      const all = (await list(query)).items;
      for (const limit of [1, 2, 3, 7]) {
        const walked: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = await list(query, { limit, ...(cursor !== undefined && { cursor }) });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          walked.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(walked).toEqual(all);
      }
    }
  });

  it('refuses the cursor of another question or organization', async () => {
    const { note, list } = await foundedWorld();
    await note(1);
    await note(2);
    const { nextCursor: cursor = '' } = await list({}, { limit: 1 });
    await expect(list({ outcome: 'refused' }, { cursor })).rejects.toThrow('The cursor is not one');
    const other = await foundedWorld();
    await expect(other.list({}, { cursor })).rejects.toThrow('The cursor is not one');
    await expect(list({}, { cursor })).resolves.toMatchObject({ items: [{ at: moment(1) }] });
  });

  it('shows another organization nothing', async () => {
    const { request } = await foundedWorld();
    const id = idOf(await request(1).createUser('ada@example.com'));
    const other = await foundedWorld();
    expect(await other.times()).toEqual([]);
    expect(await other.times({ target: id })).toEqual([]);
  });

  it('leaves out what has expired, though the database has not removed it yet', async () => {
    const { note, list, console } = await foundedWorld();
    await note(1);
    const old = await note(0, { at: new Date(Date.now() - 91 * 86_400_000).toISOString() });
    expect((await list({ from: old.at })).items.map(({ at }) => at)).not.toContain(old.at);
    expect(await console.directory.activities({ log: 'noted', limit: 10 })).toMatchObject({
      entries: [{ activity: { at: moment(1) } }],
    });
  });

  it('tells the names of people who are gone, and of whom a request only named', async () => {
    const { request, note, list } = await foundedWorld();
    const id = idOf(await request(1).createUser('ada@example.com'));
    await list();
    await request(2).deleteUser(id);
    await note(3, { target: { type: 'user', name: 'eve@other.org' } });
    await note(4, { target: { type: 'user', id: randomUUID() } });
    const { items } = await list();
    expect(items.map(({ target }) => target?.name)).toEqual([
      undefined,
      'eve@other.org',
      'ada@example.com',
      'ada@example.com',
    ]);
  });

  it('tells the names of whatever the organization has', async () => {
    const { note, list, organization, project, team } = await foundedWorld();
    await note(1, { target: { type: 'organization', id: organization.id } });
    await note(2, { target: { type: 'project', id: project.id } });
    await note(3, { target: { type: 'role', id: 'read-only' } });
    await note(4, { target: { type: 'team', id: team.id } });
    expect((await list()).items.map(({ target }) => target?.name)).toEqual([
      'Growth',
      'Read-Only',
      'Project A',
      'Acme',
    ]);
  });

  it('G10: tells the names of ordinary groups', async () => {
    const { request, note, list } = await foundedWorld({ settings: { groups: 'open' } });
    const id = idOf(await request(1).createGroup('Engineers'));
    await note(2, { target: { type: 'group', id }, code: 'unknownMembers' });
    await note(3, { target: { type: 'group', id: randomUUID() }, code: 'groupNotFound' });
    expect((await list()).items.map(({ target }) => target?.name)).toEqual([undefined, 'Engineers', 'Engineers']);
  });

  it('costs two rounds of calls', async () => {
    const { request, note, list, console } = await foundedWorld({ settings: { groups: 'open' } });
    const id = idOf(await request(1).createUser('ada@example.com'));
    await note(2, { target: { type: 'user', id } });
    await note(3, { target: { type: 'group', id: idOf(await request(1).createGroup('Engineers')) } });
    await list();
    const recorder = attachRecorder(table.client);
    for (const query of [{}, { outcome: 'done' }, { target: id }] as const) {
      const { depth } = await recorder.record(() => listActivity(console, query, { limit: 50 }));
      expect(depth).toBeLessThanOrEqual(2);
    }
  });
});

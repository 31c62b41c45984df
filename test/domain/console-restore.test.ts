import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sliceItems } from '#storage/journal-items.ts';
import { tableRegistry } from '#storage/registry.ts';
import { putMany } from '#storage/send-batches.ts';
import { changeGroupMembers } from '../../lambdas/domain/console-groups.ts';
import { changeMember, createMember, readMember } from '../../lambdas/domain/console-members.ts';
import { transferOwnership } from '../../lambdas/domain/console-owner.ts';
import { restoreMember } from '../../lambdas/domain/console-restore.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import type { Directory } from '../../lambdas/domain/directory.ts';
import { groupsOfUserLimit, restoreSliceLimit } from '../../lambdas/domain/limits.ts';
import { revised } from '../../lambdas/domain/standing.ts';
import type { Standing } from '../../lambdas/domain/user.ts';
import { consoleOf } from '../support/console.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { committingDirectory, putStandings } from '../support/journal.ts';
import { openSession } from '../support/memberships.ts';
import type { Table } from '../support/table.ts';
import { sampleGroup } from '../support/samples.ts';
import type { World } from '../support/world.ts';
import { foundWorld, idOf, memberIds, steadyClock } from '../support/world.ts';

const start = '2026-03-01T12:00:00.000Z';
let table: TestTable & Table;
let world: World;
let console: Console;
let clock: ReturnType<typeof steadyClock>;
let id: string;

beforeAll(async () => {
  const started = await startTestTable();
  table = { ...started, registry: tableRegistry(started) };
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = steadyClock(start);
  world = await foundWorld(table, { clock, settings: { groups: 'open' } });
  console = consoleOf(table.registry, world);
  const ada = { userName: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace', orgRole: 'Admin' } as const;
  ({ id } = await createMember(console, ada));
});

const join = async (groupId: string): Promise<unknown> =>
  changeGroupMembers(console, groupId, { add: [id], remove: [] });
const leaveAndReturn = async (): Promise<void> => {
  await changeMember(console, id, { active: false });
  await changeMember(console, id, { active: true });
};
const standing = async (): Promise<Standing | undefined> => (await console.directory.standings([id])).get(id);

/** The Console over a directory with some methods replaced. */
function over(change: (directory: Directory) => Partial<Directory>): Console {
  return { ...console, directory: { ...console.directory, ...change(console.directory) } };
}

/** Writes a standing that no request can bring about today. */
async function setStanding(wanted: Partial<Standing>): Promise<void> {
  const before = await console.directory.user(id);
  if (before === undefined) throw new Error('There is no such user.');
  const after = {
    profile: before.profile,
    standing: revised(before.standing, { ...before.standing, ...wanted }, start),
  };
  expect(await console.directory.changeUser({ before, after })).toBe('written');
}

/** Ordinary groups that were taken: more than one transaction gives back. */
async function takeManyGroups(count: number): Promise<readonly string[]> {
  const groups = await Promise.all(Array.from({ length: count }, (_, n) => world.createGroup(`Group ${n}`)));
  const ids = groups.map(idOf);
  await setStanding({ role: 'Member', taken: { at: start, epoch: 1, role: 'Admin', groups: new Set(ids) } });
  return ids;
}

describe('restoreMember', () => {
  it('U4: gives back role and memberships, once', async () => {
    const project = await world.groupNamed('Statsig-ProjectA-Member');
    const own = idOf(await world.createGroup('Our people'));
    for (const group of [project, own]) await join(group);
    await leaveAndReturn();
    expect(await readMember(console, id)).toMatchObject({ orgRole: 'Member', groups: [] });
    const restored = await restoreMember(console, id);
    expect(restored.restoredGroups.map(({ displayName }) => displayName)).toEqual([
      'Our people',
      'Statsig-ProjectA-Member',
    ]);
    expect(restored.member).toMatchObject({ orgRole: 'Admin', groups: restored.restoredGroups });
    expect(restored.member).toEqual(await readMember(console, id));
    expect(restored.member).not.toHaveProperty('taken');
    for (const group of [project, own]) expect(memberIds(await world.readGroup(group))).toEqual([id]);
    await expect(restoreMember(console, id)).rejects.toMatchObject({ status: 409, code: 'nothingToRestore' });
  });

  it('U4: of two requests at once one gives back, and nothing twice', async () => {
    const group = await world.groupNamed('Statsig-ProjectA-Member');
    await join(group);
    await leaveAndReturn();
    const both = await Promise.allSettled([restoreMember(console, id), restoreMember(console, id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await readMember(console, id)).toMatchObject({ orgRole: 'Admin', groups: [{ id: group }] });
  });

  it('U4: passes over groups that are gone, and those that were pushed meanwhile', async () => {
    const [kept, gone, pushed] = [
      await world.groupNamed('Statsig-ProjectA-Member'),
      idOf(await world.createGroup('Gone')),
      idOf(await world.createGroup('Pushed')),
    ];
    for (const group of [kept, gone, pushed]) await join(group);
    await leaveAndReturn();
    await world.deleteGroup(gone);
    await join(pushed);
    const { restoredGroups, member } = await restoreMember(console, id);
    expect(restoredGroups).toEqual([{ id: kept, displayName: 'Statsig-ProjectA-Member' }]);
    expect(member.groups.map((group) => group.id).toSorted()).toEqual([kept, pushed].toSorted());
  });

  it('U4: refuses where nothing that was taken is left', async () => {
    await changeMember(console, id, { orgRole: 'Member' });
    const gone = idOf(await world.createGroup('Gone'));
    await join(gone);
    await leaveAndReturn();
    await world.deleteGroup(gone);
    const before = await standing();
    await expect(restoreMember(console, id)).rejects.toMatchObject({ status: 409, code: 'nothingToRestore' });
    expect(await standing()).toEqual(before);
  });

  it('U4: never lowers the role, nor gives one that was not taken', async () => {
    const group = await world.groupNamed('Statsig-ProjectA-Member');
    await changeMember(console, id, { orgRole: 'Member' });
    await join(group);
    await leaveAndReturn();
    expect((await restoreMember(console, id)).member).toMatchObject({ orgRole: 'Member', groups: [{ id: group }] });
    await leaveAndReturn();
    await changeMember(console, id, { orgRole: 'Admin' });
    expect((await restoreMember(console, id)).member).toMatchObject({ orgRole: 'Admin', groups: [{ id: group }] });
  });

  it('O1: leaves the owner the owner', async () => {
    await leaveAndReturn();
    await transferOwnership(console, { userId: id });
    // The role of an owner is Admin already; there is nothing else.
    await expect(restoreMember(console, id)).rejects.toMatchObject({ code: 'nothingToRestore' });
    expect(await readMember(console, id)).toMatchObject({ orgRole: 'Owner' });
  });

  it('U4: refuses an inactive member until the activation', async () => {
    await changeMember(console, id, { active: false });
    await expect(restoreMember(console, id)).rejects.toMatchObject({ status: 409, code: 'restoreOfInactive' });
    await changeMember(console, id, { active: true });
    expect((await restoreMember(console, id)).member.orgRole).toBe('Admin');
  });

  it('U4: refuses after 30 days', async () => {
    await leaveAndReturn();
    clock.set('2026-03-31T12:00:00.001Z');
    await expect(restoreMember(console, id)).rejects.toMatchObject({ status: 409, code: 'restoreTooLate' });
    clock.set('2026-03-31T12:00:00.000Z');
    expect((await restoreMember(console, id)).member.orgRole).toBe('Admin');
  });

  it('T1: answers 404 for another organization’s member', async () => {
    const other = await foundWorld(table, { clock });
    const stranger = idOf(await other.createUser('stranger@example.com'));
    await expect(restoreMember(console, stranger)).rejects.toMatchObject({ status: 404, code: 'memberNotFound' });
  });

  it('gives back more groups than a transaction holds', async () => {
    const groups = await takeManyGroups(restoreSliceLimit + 5);
    const { restoredGroups, member } = await restoreMember(console, id);
    expect(restoredGroups.map((group) => group.id).toSorted()).toEqual(groups.toSorted());
    expect(member.groups).toHaveLength(groups.length);
    expect(member.orgRole).toBe('Admin');
    for (const group of [groups[0], groups.at(-1)]) {
      expect(memberIds(await world.readGroup(group ?? ''))).toEqual([id]);
    }
  });

  it.each([true, false])(
    'U4: waits for large changes of groups from before the deactivation (the member joined by them: %s)',
    async (joins) => {
      const [group, other] = [idOf(await world.createGroup('Large')), idOf(await world.createGroup('Other'))];
      await join(other);
      if (!joins) await join(group);
      const before = await console.directory.group(group);
      const user = await console.directory.user(id);
      if (before === undefined || user === undefined) throw new Error('There is no such group, or no such member.');
      const session = openSession(table, world.organization.id);
      const others = await putStandings(session, 60);
      const named = joins ? { add: [user.standing, ...others], remove: [] } : { add: others, remove: [user.standing] };
      const change = { before, after: { ...before, modifiedAt: start }, exclusive: false, ...named };
      expect(await committingDirectory(table, world.organization.id).changeGroup(change)).toBe('written');
      clock.set('2026-03-01T12:00:01.000Z');
      await leaveAndReturn();
      const hurried = { ...console, answerBy: Date.parse(start) };
      await expect(restoreMember(hurried, id)).rejects.toMatchObject({ status: 503, code: 'restoreWaits' });
      expect((await standing())?.groups).toEqual(new Set());
      const { member } = await restoreMember(console, id);
      const had = joins ? [group, other] : [other];
      expect(member.groups.map((one) => one.id).toSorted()).toEqual(had.toSorted());
      expect((await standing())?.groups).toEqual(new Set(had));
      expect(memberIds(await world.readGroup(group)).includes(id)).toBe(joins);
    },
  );

  it('U4: waits for no change that was never committed, nor for one that does not name the member', async () => {
    const group = idOf(await world.createGroup('Large'));
    await join(group);
    const session = openSession(table, world.organization.id);
    const others = await putStandings(session, 60);
    const before = await console.directory.group(group);
    if (before === undefined) throw new Error('There is no such group.');
    const change = { before, after: before, add: others, remove: [], exclusive: false };
    expect(await committingDirectory(table, world.organization.id).changeGroup(change)).toBe('written');
    const entry = { userId: id, epoch: 0, active: true, joins: false };
    await putMany(session, sliceItems(session.organization, group, randomUUID(), [entry], Date.now()));
    await leaveAndReturn();
    const hurried = { ...console, answerBy: Date.parse(start) };
    expect((await restoreMember(hurried, id)).restoredGroups).toMatchObject([{ id: group }]);
  });

  it('says what is left when the time is up, and goes on with the next request', async () => {
    await takeManyGroups(restoreSliceLimit + 5);
    const hurried = { ...console, answerBy: Date.parse(start) };
    await expect(restoreMember(hurried, id)).rejects.toMatchObject({
      status: 503,
      code: 'restoreGoesOn',
      headers: { 'retry-after': '1' },
      detail: expect.stringContaining('5 groups') as unknown,
    });
    expect((await standing())?.groups.size).toBe(restoreSliceLimit);
    expect((await readMember(console, id)).taken).toMatchObject({ orgRole: 'Member', groups: { length: 5 } });
    expect((await restoreMember(hurried, id)).restoredGroups).toHaveLength(5);
  });

  it('goes on after a crash between two transactions', async () => {
    const groups = await takeManyGroups(restoreSliceLimit + 5);
    let writes = 0;
    const dying = over((directory) => ({
      async changeUser(change) {
        if (++writes === 2) throw new Error('The process has died.');
        return directory.changeUser(change);
      },
    }));
    await expect(restoreMember(dying, id)).rejects.toThrow('The process has died.');
    expect((await restoreMember(console, id)).restoredGroups).toHaveLength(5);
    expect((await standing())?.groups).toEqual(new Set(groups));
  });

  it('leaves no membership in a group that is deleted at the same moment', async () => {
    const group = idOf(await world.createGroup('Gone'));
    await join(group);
    await leaveAndReturn();
    const racing = over((directory) => ({
      async changeUser(change) {
        await world.deleteGroup(group);
        return directory.changeUser(change);
      },
    }));
    await restoreMember(racing, id);
    expect((await standing())?.groups.size).toBe(0);
    expect(await console.directory.members(sampleGroup('', group))).toEqual([]);
  });

  it('reads again where somebody else was faster', async () => {
    await leaveAndReturn();
    let rounds = 0;
    const racing = over((directory) => ({
      changeUser: async (change) => (rounds++ === 0 ? 'stale' : directory.changeUser(change)),
    }));
    expect((await restoreMember(racing, id)).member.orgRole).toBe('Admin');
  });

  it('refuses where the member would be in more groups than one may be', async () => {
    const group = await world.groupNamed('Statsig-ProjectA-Member');
    await setStanding({ taken: { at: start, epoch: 1, role: 'Member', groups: new Set([group]) } });
    const full = Array.from({ length: groupsOfUserLimit }, () => clock.newId());
    const crowded = over((directory) => ({
      async user(userId) {
        const user = await directory.user(userId);
        return user && { ...user, standing: { ...user.standing, groups: new Set(full) } };
      },
    }));
    await expect(restoreMember(crowded, id)).rejects.toMatchObject({ status: 413, code: 'restoreOfTooManyGroups' });
  });
});

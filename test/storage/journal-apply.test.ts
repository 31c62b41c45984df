import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GroupChange } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import { deactivated, reactivated, revised } from '#domain/standing.ts';
import type { Standing, User } from '#domain/user.ts';
import { readChange } from '#storage/change-items.ts';
import { journalOfChange, journalRange } from '#storage/change-keys.ts';
import { changeKey } from '#storage/keys.ts';
import { putMany } from '#storage/send-batches.ts';
import { readItem, readRange } from '#storage/send-reads.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import {
  applyAll,
  applySome,
  beforeNext,
  foundJournalRealm,
  putStandings,
  workingSession,
} from '../support/journal.ts';
import type { JournalRealm } from '../support/journal.ts';
import { at, sampleGroup, sampleUser, withStanding } from '../support/samples.ts';

const committedAt = '2026-11-24T08:00:00.000Z';
const later = '2026-11-24T09:00:00.000Z';

let table: TestTable;
let realm: JournalRealm;

beforeAll(async () => {
  table = await startTestTable();
});
beforeEach(async () => {
  realm = await foundJournalRealm(table);
});
afterAll(() => table.stop());

async function standingOf({ profile }: User): Promise<Standing> {
  const standing = (await realm.directory.standings([profile.id])).get(profile.id);
  if (standing === undefined) throw new Error(`There is no user ${profile.id}.`);
  return standing;
}

/** A group, and a committed change of it that concerns this user and enough others. */
async function committed(
  wanted: Pick<GroupChange, 'add'> | Pick<GroupChange, 'remove'>,
  before?: Group,
): Promise<{ readonly group: Group; readonly id: string; readonly others: readonly Standing[] }> {
  const group = before ?? sampleGroup();
  if (before === undefined) await realm.directory.createOrdinaryGroup(group, []);
  const others = await putStandings(realm.session, 59);
  const whole = { remove: [], ...wanted };
  const add = 'add' in wanted ? [...wanted.add, ...others] : others;
  const after = { ...group, modifiedAt: committedAt };
  expect(await realm.committing.changeGroup({ before: group, after, exclusive: false, ...whole, add })).toBe('written');
  const { journal } = await realm.now(group);
  return { group, id: journal?.open.at(-1) ?? '', others };
}

async function create(standing: Partial<Standing> = {}): Promise<User> {
  const user = sampleUser({}, standing);
  await realm.directory.createUser(user);
  return user;
}

async function isShown({ profile }: User, group: Group): Promise<boolean> {
  const members = await realm.directory.members(await realm.now(group));
  return members.some(({ userId, waiting }) => userId === profile.id && !waiting);
}

async function change(user: User, standing: Partial<Standing>): Promise<User> {
  const before = (await realm.directory.user(user.profile.id)) ?? user;
  const after = withStanding(before, standing);
  expect(await realm.directory.changeUser({ before, after })).toBe('written');
  return after;
}

/** What becomes of a user by a decision of the domain. */
async function turn(user: User, decide: (standing: Standing, at: string) => Standing): Promise<void> {
  const before = await realm.directory.user(user.profile.id);
  if (before === undefined) throw new Error(`There is no user ${user.profile.id}.`);
  const after = { ...before, standing: revised(before.standing, decide(before.standing, later), later) };
  expect(await realm.directory.changeUser({ before, after })).toBe('written');
}

function withRole(standing: Standing): Standing {
  return { ...standing, role: 'Admin' };
}

describe('a change that is applied', () => {
  it('G8: writes both sides of each membership as of its commit, and raises no version', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    await applyAll(realm.session, id);
    const after = await realm.now(group);
    expect(after).toMatchObject({ version: 2, modifiedAt: committedAt, journal: { commits: 1, open: [] } });
    expect(await realm.directory.members(after)).toHaveLength(others.length + 1);
    expect(await standingOf(user)).toEqual({
      ...user.standing,
      groups: new Set([group.id]),
      modifiedAt: committedAt,
      revision: 2,
    });
    const stored = await readItem(realm.session, changeKey(realm.organization, id));
    expect(readChange(stored)).toMatchObject({ kind: 'memberChange', status: 'done', handled: 60, targetId: group.id });
    expect(await readRange(realm.session, journalRange(realm.organization, group.id))).toEqual([]);
  });

  it('U4: gives nothing to who was deactivated since, but to what the Console can give back', async () => {
    const user = await create();
    const { group, id } = await committed({ add: [user.standing] });
    const taken = { at: later, epoch: 1, role: 'Member', groups: new Set<string>() } as const;
    await change(user, { active: false, epoch: 1, taken });
    expect(await isShown(user, group)).toBe(false);
    await applyAll(realm.session, id);
    expect(await isShown(user, group)).toBe(false);
    expect(await standingOf(user)).toMatchObject({
      groups: new Set(),
      waiting: new Set(),
      taken: { ...taken, groups: new Set([group.id]) },
    });
    // Otherwise than at the commit, so that the version tells.
    expect((await realm.now(group)).version).toBe(3);
  });

  it('U4: takes from what was taken whoever was to leave before', async () => {
    const user = await create({ role: 'Admin' });
    const group = sampleGroup();
    await realm.directory.createOrdinaryGroup(group, [user.standing]);
    const { id } = await committed({ remove: [await standingOf(user)] }, await realm.now(group));
    await turn(user, deactivated);
    expect((await standingOf(user)).taken?.groups).toEqual(new Set([group.id]));
    await applyAll(realm.session, id);
    expect((await standingOf(user)).taken).toEqual({ at: later, epoch: 1, role: 'Admin', groups: new Set() });
  });

  it('U4: takes it from there too where the user came back and was deactivated once more', async () => {
    const user = await create({ role: 'Admin' });
    const group = sampleGroup();
    await realm.directory.createOrdinaryGroup(group, [user.standing]);
    const { id } = await committed({ remove: [await standingOf(user)] }, await realm.now(group));
    for (const step of [deactivated, reactivated, deactivated]) await turn(user, step);
    await applyAll(realm.session, id);
    expect((await standingOf(user)).taken).toEqual({ at: later, epoch: 1, role: 'Admin', groups: new Set() });
  });

  it('U4: adds to what was taken while it was committed, and to where nothing was', async () => {
    const [earlier, bare] = [await create(), await create()];
    const { group, id } = await committed({ add: [earlier.standing, bare.standing] });
    const taken = { at, epoch: 1, role: 'Admin', groups: new Set<string>() } as const;
    await change(earlier, { active: false, epoch: 1, taken });
    await change(bare, { active: false, epoch: 1, changedAt: later });
    await applyAll(realm.session, id);
    const groups = new Set([group.id]);
    expect(await standingOf(earlier)).toMatchObject({ groups: new Set(), taken: { ...taken, groups } });
    expect((await standingOf(bare)).taken).toEqual({ at: later, epoch: 1, role: 'Member', groups });
    expect(await isShown(earlier, group)).toBe(false);
  });

  it('U4: takes nothing from what was taken before it was decided', async () => {
    const user = await create();
    const group = sampleGroup();
    await realm.directory.createOrdinaryGroup(group, [user.standing]);
    await turn(user, deactivated);
    await turn(user, reactivated);
    const first = await committed({ add: [] }, await realm.now(group));
    const second = await committed({ remove: [await standingOf(user)] }, await realm.now(group));
    await turn(user, deactivated);
    for (const { id } of [first, second]) await applyAll(realm.session, id);
    expect((await standingOf(user)).taken).toMatchObject({ epoch: 1, groups: new Set([group.id]) });
  });

  it('U4: gives the Console back what the first of two deactivations would have taken, had it been applied', async () => {
    const [bare, earlier] = [await create(), await create({ groups: new Set() })];
    await turn(earlier, withRole);
    await turn(earlier, deactivated);
    await turn(earlier, reactivated);
    const { group, id } = await committed({ add: [await standingOf(bare), await standingOf(earlier)] });
    for (const user of [bare, earlier]) {
      await turn(user, deactivated);
      await turn(user, reactivated);
      await turn(user, deactivated);
    }
    await applyAll(realm.session, id);
    const taken = { role: 'Member', groups: new Set([group.id]) };
    expect(await standingOf(bare)).toMatchObject({ groups: new Set(), taken: { ...taken, epoch: 1 } });
    // Without the role that an earlier one took: that was before.
    expect(await standingOf(earlier)).toMatchObject({ groups: new Set(), taken: { ...taken, epoch: 2 } });
  });

  it('U4: adds nothing to what a later deactivation took', async () => {
    const user = await create();
    const { group, id } = await committed({ add: [user.standing] });
    for (const step of [deactivated, reactivated, withRole, deactivated]) await turn(user, step);
    await applyAll(realm.session, id);
    expect((await standingOf(user)).taken).toMatchObject({ epoch: 2, role: 'Admin', groups: new Set() });
    expect(await isShown(user, group)).toBe(false);
  });

  it('G7: waits for the inactive, and is in effect for who was reactivated since', async () => {
    const [waiting, returned] = [await create({ active: false, epoch: 1 }), await create({ active: false, epoch: 1 })];
    const { group, id } = await committed({ add: [waiting.standing, returned.standing] });
    await change(returned, { active: true });
    expect([await isShown(waiting, group), await isShown(returned, group)]).toEqual([false, true]);
    await applyAll(realm.session, id);
    expect([await isShown(waiting, group), await isShown(returned, group)]).toEqual([false, true]);
    expect((await standingOf(waiting)).waiting).toEqual(new Set([group.id]));
    expect((await standingOf(returned)).groups).toEqual(new Set([group.id]));
    await change(waiting, { active: true, groups: new Set([group.id]), waiting: new Set() });
    expect(await isShown(waiting, group)).toBe(true);
  });

  it('U5: has nobody to add who was deleted since', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    expect(await realm.directory.removeUser(user)).toBe('written');
    expect(await isShown(user, group)).toBe(false);
    await applyAll(realm.session, id);
    expect(await realm.directory.members(await realm.now(group))).toHaveLength(others.length);
  });

  it('U4: does not take away a membership that a later epoch gave', async () => {
    const user = await create();
    const group = sampleGroup();
    await realm.directory.createOrdinaryGroup(group, [user.standing]);
    const { id } = await committed({ remove: [await standingOf(user)] }, await realm.now(group));
    await change(user, { active: false, epoch: 1, groups: new Set() });
    await change(user, { active: true });
    const before = await realm.now(group);
    const add = [await standingOf(user)];
    expect(await realm.directory.changeGroup({ before, after: before, add, remove: [], exclusive: false })).toBe(
      'written',
    );
    expect(await isShown(user, group)).toBe(true);
    await applyAll(realm.session, id);
    const { journal } = await realm.now(group);
    await applyAll(realm.session, journal?.open[0] ?? '');
    expect(await isShown(user, group)).toBe(true);
    expect((await standingOf(user)).groups).toEqual(new Set([group.id]));
  });

  it('decides again on a slice whose users changed while it was written', async () => {
    const user = await create();
    const { group, id } = await committed({ add: [user.standing] });
    const client = table.newClient();
    beforeNext(client, 'TransactWriteItemsCommand', async () => change(user, { active: false, epoch: 1 }));
    await applyAll(workingSession({ client, tableName: table.tableName }, realm.organization), id);
    expect(await isShown(user, group)).toBe(false);
    expect((await realm.now(group)).journal?.open).toEqual([]);
  });
});

describe('workers', () => {
  it('G8: who apply the same change at once apply each slice once', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    await Promise.all([1, 2, 3].map(() => applyAll(workingSession(table, realm.organization), id)));
    await applyAll(realm.session, id);
    expect((await realm.now(group)).journal?.open).toEqual([]);
    const standings = await realm.directory.standings(others.map(({ userId }) => userId));
    // One write for each.
    expect(new Set([...standings.values()].map(({ revision }) => revision))).toEqual(new Set([2]));
  });

  it('G8: who work on a later change apply the first one first', async () => {
    const user = await create();
    const first = await committed({ add: [user.standing] });
    const second = await committed({ remove: [user.standing] }, await realm.now(first.group));
    await applySome(realm.session, second.id, 2);
    expect((await realm.now(first.group)).journal?.open[0]).toBe(first.id);
    expect(await readRange(realm.session, journalOfChange(realm.organization, first.group.id, second.id))).toHaveLength(
      2,
    );
    await applyAll(realm.session, second.id);
    expect(await realm.now(first.group)).toMatchObject({ journal: { commits: 2, open: [] } });
    expect(await isShown(user, first.group)).toBe(false);
    // The first one was ended by somebody else, which its own worker finds.
    await applyAll(realm.session, first.id);
    expect(readChange(await readItem(realm.session, changeKey(realm.organization, first.id)))).toMatchObject({
      status: 'done',
    });
  });

  it('G8: a slice that comes back after its change changes nothing', async () => {
    const user = await create();
    const { group, id } = await committed({ add: [user.standing] });
    const slices = await readRange(realm.session, journalRange(realm.organization, group.id));
    await applyAll(realm.session, id);
    const before = await realm.now(group);
    await realm.directory.changeGroup({
      before,
      after: before,
      add: [],
      remove: [await standingOf(user)],
      exclusive: false,
    });
    await putMany(realm.session, slices as Parameters<typeof putMany>[1]);
    await applyAll(realm.session, id);
    expect(await isShown(user, group)).toBe(false);
  });

  it('G5: leave nothing of a group that was deleted with changes open', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    await applySome(realm.session, id, 2);
    expect(await realm.directory.removeOrdinaryGroup(await realm.now(group))).toBe('written');
    await applyAll(realm.session, id);
    expect(await realm.directory.members(sampleGroup('', group.id))).toEqual([]);
    expect(await readRange(realm.session, journalRange(realm.organization, group.id))).toEqual([]);
    expect(await realm.directory.groupIdsInTransit()).toEqual([]);
    const standings = await realm.directory.standings(others.map(({ userId }) => userId));
    expect([...standings.values()].every(({ groups }) => groups.size === 0)).toBe(true);
  });

  it('G5: leave nothing of a group that is deleted while its last slices are written', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    const client = table.newClient();
    beforeNext(client, 'TransactWriteItemsCommand', async () => {
      expect(await realm.directory.removeOrdinaryGroup(await realm.now(group))).toBe('written');
    });
    await applyAll(workingSession({ client, tableName: table.tableName }, realm.organization), id);
    expect(await realm.directory.group(group.id)).toBeUndefined();
    expect(await realm.directory.members(sampleGroup('', group.id))).toEqual([]);
    const standings = await realm.directory.standings([user.profile.id, ...others.map(({ userId }) => userId)]);
    expect([...standings.values()].every(({ groups }) => groups.size === 0)).toBe(true);
  });
});

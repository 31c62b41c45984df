import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, GroupChange, Registry } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Standing, User } from '#domain/user.ts';
import { readChange } from '#storage/change-items.ts';
import { journalOfChange, journalRange } from '#storage/change-keys.ts';
import { changeKey } from '#storage/keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { putMany } from '#storage/send-batches.ts';
import { readItem, readRange } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { applyAll, applySome, committingDirectory, putStandings, workingSession } from '../support/journal.ts';
import { at, found, sampleGroup, sampleUser, withStanding } from '../support/samples.ts';

const committedAt = '2026-11-24T08:00:00.000Z';
const later = '2026-11-24T09:00:00.000Z';

let table: TestTable;
let registry: Registry;
let organization: string;
let directory: Directory;
/** Commits, and applies nothing. */
let committing: Directory;
let session: Session;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
beforeEach(async () => {
  const realm = await found(registry);
  organization = realm.organization.id;
  directory = realm.directory;
  committing = committingDirectory(table, organization);
  session = workingSession(table, organization);
});
afterAll(() => table.stop());

async function now({ id }: Pick<Group, 'id'>): Promise<Group> {
  const group = await directory.group(id);
  if (group === undefined) throw new Error(`There is no group ${id}.`);
  return group;
}

async function standingOf({ profile }: User): Promise<Standing> {
  const standing = (await directory.standings([profile.id])).get(profile.id);
  if (standing === undefined) throw new Error(`There is no user ${profile.id}.`);
  return standing;
}

/** A group, and a committed change of it that concerns this user and enough others. */
async function committed(
  wanted: Pick<GroupChange, 'add'> | Pick<GroupChange, 'remove'>,
  before?: Group,
): Promise<{ readonly group: Group; readonly id: string; readonly others: readonly Standing[] }> {
  const group = before ?? sampleGroup();
  if (before === undefined) await directory.createOrdinaryGroup(group, []);
  const others = await putStandings(session, 59);
  const whole = { remove: [], ...wanted };
  const add = 'add' in wanted ? [...wanted.add, ...others] : others;
  const after = { ...group, modifiedAt: committedAt };
  expect(await committing.changeGroup({ before: group, after, exclusive: false, ...whole, add })).toBe('written');
  const { journal } = await now(group);
  return { group, id: journal?.open.at(-1) ?? '', others };
}

async function create(standing: Partial<Standing> = {}): Promise<User> {
  const user = sampleUser({}, standing);
  await directory.createUser(user);
  return user;
}

async function isShown({ profile }: User, group: Group): Promise<boolean> {
  const members = await directory.members(await now(group));
  return members.some(({ userId, waiting }) => userId === profile.id && !waiting);
}

async function change(user: User, standing: Partial<Standing>): Promise<User> {
  const before = (await directory.user(user.profile.id)) ?? user;
  const after = withStanding(before, standing);
  expect(await directory.changeUser({ before, after })).toBe('written');
  return after;
}

describe('a change that is applied', () => {
  it('G8: writes both sides of each membership as of its commit, and raises no version', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    await applyAll(session, id);
    const after = await now(group);
    expect(after).toMatchObject({ version: 2, modifiedAt: committedAt, journal: { commits: 1, open: [] } });
    expect(await directory.members(after)).toHaveLength(others.length + 1);
    expect(await standingOf(user)).toEqual({
      ...user.standing,
      groups: new Set([group.id]),
      modifiedAt: committedAt,
      revision: 2,
    });
    const stored = await readItem(session, changeKey(organization, id));
    expect(readChange(stored)).toMatchObject({ kind: 'memberChange', status: 'done', handled: 60, targetId: group.id });
    expect(await readRange(session, journalRange(organization, group.id))).toEqual([]);
  });

  it('U4: gives nothing to who was deactivated since, but to what the Console can give back', async () => {
    const user = await create();
    const { group, id } = await committed({ add: [user.standing] });
    const taken = { at: later, role: 'Member', groups: new Set<string>() } as const;
    await change(user, { active: false, epoch: 1, taken });
    expect(await isShown(user, group)).toBe(false);
    await applyAll(session, id);
    expect(await isShown(user, group)).toBe(false);
    expect(await standingOf(user)).toMatchObject({
      groups: new Set(),
      waiting: new Set(),
      taken: { ...taken, groups: new Set([group.id]) },
    });
    // Otherwise than at the commit, so that the version tells.
    expect((await now(group)).version).toBe(3);
  });

  it('U4: takes from what was taken whoever was to leave before', async () => {
    const user = await create();
    const group = sampleGroup();
    await directory.createOrdinaryGroup(group, [user.standing]);
    const { id } = await committed({ remove: [await standingOf(user)] }, await now(group));
    await change(user, {
      active: false,
      epoch: 1,
      groups: new Set(),
      taken: { at: later, role: 'Admin', groups: new Set([group.id]) },
    });
    await applyAll(session, id);
    expect((await standingOf(user)).taken).toEqual({ at: later, role: 'Admin', groups: new Set() });
  });

  it('U4: takes it from there too where the user came back and was deactivated once more', async () => {
    const user = await create();
    const group = sampleGroup();
    await directory.createOrdinaryGroup(group, [user.standing]);
    const { id } = await committed({ remove: [await standingOf(user)] }, await now(group));
    const taken = { at: later, role: 'Admin', groups: new Set([group.id]) } as const;
    await change(user, { active: false, epoch: 2, groups: new Set(), taken });
    await applyAll(session, id);
    expect((await standingOf(user)).taken).toEqual({ ...taken, groups: new Set() });
  });

  it('U4: adds to what was taken while it was committed, and to where nothing was', async () => {
    const [earlier, bare] = [await create(), await create()];
    const { group, id } = await committed({ add: [earlier.standing, bare.standing] });
    const taken = { at, role: 'Admin', groups: new Set<string>() } as const;
    await change(earlier, { active: false, epoch: 1, taken });
    await change(bare, { active: false, epoch: 1, changedAt: later });
    await applyAll(session, id);
    const groups = new Set([group.id]);
    expect(await standingOf(earlier)).toMatchObject({ groups: new Set(), taken: { ...taken, groups } });
    expect((await standingOf(bare)).taken).toEqual({ at: later, role: 'Member', groups });
    expect(await isShown(earlier, group)).toBe(false);
  });

  it('U4: takes nothing from what was taken before it was committed', async () => {
    const user = await create();
    const group = sampleGroup();
    await directory.createOrdinaryGroup(group, [user.standing]);
    const { id } = await committed({ remove: [await standingOf(user)] }, await now(group));
    const taken = { at, role: 'Admin', groups: new Set([group.id]) } as const;
    await change(user, { active: false, epoch: 1, groups: new Set(), taken });
    await applyAll(session, id);
    expect((await standingOf(user)).taken).toEqual(taken);
  });

  it('G7: waits for the inactive, and is in effect for who was reactivated since', async () => {
    const [waiting, reactivated] = [
      await create({ active: false, epoch: 1 }),
      await create({ active: false, epoch: 1 }),
    ];
    const { group, id } = await committed({ add: [waiting.standing, reactivated.standing] });
    await change(reactivated, { active: true });
    expect([await isShown(waiting, group), await isShown(reactivated, group)]).toEqual([false, true]);
    await applyAll(session, id);
    expect([await isShown(waiting, group), await isShown(reactivated, group)]).toEqual([false, true]);
    expect((await standingOf(waiting)).waiting).toEqual(new Set([group.id]));
    expect((await standingOf(reactivated)).groups).toEqual(new Set([group.id]));
    await change(waiting, { active: true, groups: new Set([group.id]), waiting: new Set() });
    expect(await isShown(waiting, group)).toBe(true);
  });

  it('U5: has nobody to add who was deleted since', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    expect(await directory.removeUser(user)).toBe('written');
    expect(await isShown(user, group)).toBe(false);
    await applyAll(session, id);
    expect(await directory.members(await now(group))).toHaveLength(others.length);
  });

  it('U4: does not take away a membership that a later epoch gave', async () => {
    const user = await create();
    const group = sampleGroup();
    await directory.createOrdinaryGroup(group, [user.standing]);
    const { id } = await committed({ remove: [await standingOf(user)] }, await now(group));
    await change(user, { active: false, epoch: 1, groups: new Set() });
    await change(user, { active: true });
    const before = await now(group);
    const add = [await standingOf(user)];
    expect(await directory.changeGroup({ before, after: before, add, remove: [], exclusive: false })).toBe('written');
    expect(await isShown(user, group)).toBe(true);
    await applyAll(session, id);
    const { journal } = await now(group);
    await applyAll(session, journal?.open[0] ?? '');
    expect(await isShown(user, group)).toBe(true);
    expect((await standingOf(user)).groups).toEqual(new Set([group.id]));
  });

  it('decides again on a slice whose users changed while it was written', async () => {
    const user = await create();
    const { group, id } = await committed({ add: [user.standing] });
    const client = table.newClient();
    let deactivation: Promise<unknown> | undefined;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'TransactWriteItemsCommand') {
          await (deactivation ??= change(user, { active: false, epoch: 1 }));
        }
        return next(args);
      },
      { step: 'initialize', name: 'meanwhile', priority: 'low' },
    );
    await applyAll(workingSession({ client, tableName: table.tableName }, organization), id);
    expect(await isShown(user, group)).toBe(false);
    expect((await now(group)).journal?.open).toEqual([]);
  });
});

describe('workers', () => {
  it('G8: who apply the same change at once apply each slice once', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    await Promise.all([1, 2, 3].map(() => applyAll(workingSession(table, organization), id)));
    await applyAll(session, id);
    expect((await now(group)).journal?.open).toEqual([]);
    const standings = await directory.standings(others.map(({ userId }) => userId));
    // One write for each.
    expect(new Set([...standings.values()].map(({ revision }) => revision))).toEqual(new Set([2]));
  });

  it('G8: who work on a later change apply the first one first', async () => {
    const user = await create();
    const first = await committed({ add: [user.standing] });
    const second = await committed({ remove: [user.standing] }, await now(first.group));
    await applySome(session, second.id, 2);
    expect((await now(first.group)).journal?.open[0]).toBe(first.id);
    expect(await readRange(session, journalOfChange(organization, first.group.id, second.id))).toHaveLength(2);
    await applyAll(session, second.id);
    expect(await now(first.group)).toMatchObject({ journal: { commits: 2, open: [] } });
    expect(await isShown(user, first.group)).toBe(false);
    // The first one was ended by somebody else, which its own worker finds.
    await applyAll(session, first.id);
    expect(readChange(await readItem(session, changeKey(organization, first.id)))).toMatchObject({ status: 'done' });
  });

  it('G8: a slice that comes back after its change changes nothing', async () => {
    const user = await create();
    const { group, id } = await committed({ add: [user.standing] });
    const slices = await readRange(session, journalRange(organization, group.id));
    await applyAll(session, id);
    const before = await now(group);
    await directory.changeGroup({
      before,
      after: before,
      add: [],
      remove: [await standingOf(user)],
      exclusive: false,
    });
    await putMany(session, slices as Parameters<typeof putMany>[1]);
    await applyAll(session, id);
    expect(await isShown(user, group)).toBe(false);
  });

  it('G5: leave nothing of a group that was deleted with changes open', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    await applySome(session, id, 2);
    expect(await directory.removeOrdinaryGroup(await now(group))).toBe('written');
    await applyAll(session, id);
    expect(await directory.members(sampleGroup('', group.id))).toEqual([]);
    expect(await readRange(session, journalRange(organization, group.id))).toEqual([]);
    expect(await directory.groupIdsInTransit()).toEqual([]);
    const standings = await directory.standings(others.map(({ userId }) => userId));
    expect([...standings.values()].every(({ groups }) => groups.size === 0)).toBe(true);
  });

  it('G5: leave nothing of a group that is deleted while its last slices are written', async () => {
    const user = await create();
    const { group, id, others } = await committed({ add: [user.standing] });
    const client = table.newClient();
    let deletion: Promise<unknown> | undefined;
    const remove = async (): Promise<unknown> => directory.removeOrdinaryGroup(await now(group));
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'TransactWriteItemsCommand') {
          await (deletion ??= remove());
        }
        return next(args);
      },
      { step: 'initialize', name: 'meanwhile', priority: 'low' },
    );
    await applyAll(workingSession({ client, tableName: table.tableName }, organization), id);
    expect(await deletion).toBe('written');
    expect(await directory.members(sampleGroup('', group.id))).toEqual([]);
    const standings = await directory.standings([user.profile.id, ...others.map(({ userId }) => userId)]);
    expect([...standings.values()].every(({ groups }) => groups.size === 0)).toBe(true);
  });
});

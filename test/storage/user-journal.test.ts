import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import { deactivated, reactivated, revised, succeeded } from '#domain/standing.ts';
import type { User } from '#domain/user.ts';
import { readChange } from '#storage/change-items.ts';
import { workOnChange } from '#storage/change-work.ts';
import { realTiming } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Session } from '#storage/session.ts';
import { journalStanding, readUserWork } from '#storage/user-journal.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { attachRecorder } from '../support/recorder.ts';
import { injectFaults } from '../support/faults.ts';
import type { Fault } from '../support/faults.ts';
import { answeringAtOnce, itemsIn, openSession, storedMembers, userInGroups } from '../support/memberships.ts';
import { at, found, sampleUser, stamp, withStanding } from '../support/samples.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

async function founded() {
  const { organization, owner, directory } = await found(tableRegistry(table));
  const session = openSession(table, organization.id);
  return { organization: organization.id, owner, directory, session, brief: answeringAtOnce(table, organization.id) };
}

/** The directory of a process that dies after so many writes. */
function dying(organization: string, last: number, fault: Fault = { error: new Error('killed') }): Directory {
  const client = table.newClient();
  let writes = 0;
  injectFaults(client, ({ name }) =>
    /^(Put|Update|Delete|Transact)/u.test(name) && ++writes > last ? fault : undefined,
  );
  return tableRegistry({ ...table, client }).directory(organization, stamp());
}

function off(user: User): User {
  return { ...user, standing: revised(user.standing, deactivated(user.standing, at), at) };
}

function on(user: User): User {
  return { ...user, standing: revised(user.standing, reactivated(user.standing), at) };
}

async function read(directory: Directory, { profile }: User): Promise<User> {
  const user = await directory.user(profile.id);
  if (user === undefined) throw new Error('The user is missing.');
  return user;
}

async function changesOf(organization: string) {
  return (await itemsIn(table, `ORG#${organization}#CHANGES`)).map(readChange);
}

const openHeads = (organization: string) => itemsIn(table, `ORG#${organization}#OPEN`);

/** What the worker does with each change that is left; more of them at once where it is asked for. */
async function finish(session: Session, workers = 1): Promise<void> {
  for (const { id, status } of await changesOf(session.organization)) {
    if (status === 'done') continue;
    const work = Array.from({ length: workers }, () => workOnChange(session, id, () => true));
    await Promise.all(work);
    // Who was overtaken stops; whoever took over has come to the end.
    expect((await workOnChange(session, id, () => true)).status).toBe('done');
  }
}

/** What readers see of the user in these groups, whichever way they read members. */
async function shown(directory: Directory, groups: readonly string[], userId: string): Promise<readonly unknown[]> {
  const transit = await directory.usersInTransit();
  const whole = [...(await directory.groups(groups)).values()];
  const usual = whole.map((group) => directory.members(group, transit));
  const rare = whole.slice(0, 10).map((group) => directory.membersAfter(group, undefined, 10));
  const seen = await Promise.all([...usual, ...rare]);
  return [...new Set(seen.map((members) => members.find((member) => member.userId === userId)?.waiting ?? 'none'))];
}

async function versions(directory: Directory, groups: readonly string[]): Promise<ReadonlySet<number>> {
  return new Set([...(await directory.groups(groups)).values()].map(({ version }) => version));
}

describe('U4: a deactivation of a user in more groups than a transaction holds', () => {
  it('takes 200 memberships for every reader at once, before any is applied', async () => {
    const count = 200;
    const { organization, directory, session, brief } = await founded();
    const { user, groups } = await userInGroups(session, directory, count);
    const { userId } = user.standing;
    expect(await brief.changeUser({ before: user, after: off(user) })).toBe('written');
    const some = groups.slice(0, 100);
    expect(await shown(directory, some, userId)).toEqual(['none']);
    expect(await storedMembers(session, userId, some)).toHaveLength(100);
    expect(await versions(directory, groups)).toEqual(new Set([1]));
    expect((await read(directory, user)).standing).toEqual(off(user).standing);

    await finish(session);
    expect(await storedMembers(session, userId, groups)).toEqual([]);
    expect(await versions(directory, groups)).toEqual(new Set([2]));
    expect(await openHeads(organization)).toEqual([]);
    const [change, ...others] = await changesOf(organization);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ kind: 'userLeaving', targetId: userId, handled: count, status: 'done', work: {} });
  });

  it('is applied by the request itself where it has the time', async () => {
    const { organization, directory, session } = await founded();
    const { user, groups } = await userInGroups(session, directory, 120);
    expect(await directory.changeUser({ before: user, after: off(user) })).toBe('written');
    expect(await storedMembers(session, user.profile.id, groups)).toEqual([]);
    expect(await changesOf(organization)).toMatchObject([{ status: 'done' }]);
  });

  it('commits by one transaction, and one that fits is written as before', async () => {
    const { organization, directory, session } = await founded();
    const { user, groups } = await userInGroups(session, directory, 99);
    const client = table.newClient();
    const recorder = attachRecorder(client);
    const counted = tableRegistry({ ...table, client }).directory(organization, stamp());
    const { calls } = await recorder.record(() => counted.changeUser({ before: user, after: off(user) }));
    expect(calls.filter(({ name }) => name === 'TransactWriteItems')).toHaveLength(1);
    expect(calls).toHaveLength(1 + groups.length);
    expect(await changesOf(organization)).toEqual([]);
    expect(await openHeads(organization)).toEqual([]);
  });

  it('is nothing at all where what it rests on has changed', async () => {
    const { organization, directory, session } = await founded();
    const { user, groups } = await userInGroups(session, directory, 120);
    await directory.changeUser({ before: user, after: withStanding(user, { role: 'Admin' }) });
    expect(await directory.changeUser({ before: user, after: off(user) })).toBe('stale');
    expect(await shown(directory, groups, user.profile.id)).toEqual([false]);
    expect(await changesOf(organization)).toEqual([]);
  });

  it('leaves alone what was given back while it was being applied', async () => {
    const { directory, session, brief } = await founded();
    const { user, groups } = await userInGroups(session, directory, 120);
    await brief.changeUser({ before: user, after: off(user) });
    const [pushed = '', waiting = ''] = groups;
    const add = async (id: string) => {
      const group = (await directory.group(id)) as Group;
      const { standing } = await read(directory, user);
      const change = { before: group, after: group, add: [standing], remove: [], exclusive: false };
      expect(await brief.changeGroup(change)).toBe('written');
    };
    await add(waiting);
    expect(await shown(directory, [waiting], user.profile.id)).toEqual([true]);
    const inactive = await read(directory, user);
    await brief.changeUser({ before: inactive, after: on(inactive) });
    await add(pushed);
    expect(await shown(directory, [pushed, waiting], user.profile.id)).toEqual([false]);
    expect(await shown(directory, groups.slice(2), user.profile.id)).toEqual(['none']);
    await finish(session);
    const stored = await storedMembers(session, user.profile.id, groups);
    expect(stored.map(({ epoch, waiting: waits }) => [epoch, waits])).toEqual([
      [1, false],
      [1, false],
    ]);
    expect((await read(directory, user)).standing.groups).toEqual(new Set([pushed, waiting]));
  });

  it('ends well by two workers at once, and by one more that comes too late', async () => {
    const { organization, directory, session, brief } = await founded();
    const { user, groups } = await userInGroups(session, directory, 150);
    await brief.changeUser({ before: user, after: off(user) });
    await finish(session, 2);
    expect(await storedMembers(session, user.profile.id, groups)).toEqual([]);
    expect(await openHeads(organization)).toEqual([]);
    expect(await changesOf(organization)).toMatchObject([{ status: 'done' }]);
  });
});

describe('a process that dies', () => {
  const count = 110;

  it('before the commit has done nothing', async () => {
    const { organization, directory, session } = await founded();
    const { user, groups } = await userInGroups(session, directory, count);
    await expect(dying(organization, 0).changeUser({ before: user, after: off(user) })).rejects.toThrow('killed');
    expect(await shown(directory, groups, user.profile.id)).toEqual([false]);
    expect(await read(directory, user)).toEqual(user);
  });

  // The commit, the claim, some versions, all of them, the step, some members, all of them, the head.
  const steps = [1, 2, 60, 2 + count, 3 + count, 60 + count, 3 + 2 * count, 4 + 2 * count];
  it.each(steps)('after %i writes leaves nothing half done for a reader, and the worker completes it', async (last) => {
    const { organization, directory, session } = await founded();
    const { user, groups } = await userInGroups(session, directory, count);
    const { userId } = user.standing;
    await expect(dying(organization, last).changeUser({ before: user, after: off(user) })).rejects.toThrow('killed');
    expect(await shown(directory, groups, userId)).toEqual(['none']);
    await finish(session);
    expect(await storedMembers(session, userId, groups)).toEqual([]);
    expect(await openHeads(organization)).toEqual([]);
    expect([...(await versions(directory, groups))].every((version) => version > 1)).toBe(true);
  });

  it('is answered 2xx where only the time is over after the commit', async () => {
    const { organization, directory, session } = await founded();
    const { user, groups } = await userInGroups(session, directory, count);
    const client = table.newClient();
    const throttled = Object.assign(new Error('too fast'), { name: 'ThrottlingException' });
    injectFaults(client, (_, call) => (call > 20 ? { error: throttled } : undefined));
    const start = Date.now();
    let now = start;
    const timing = { ...realTiming, now: () => now, sleep: async (pause: number) => void (now += pause) };
    const busy = tableRegistry({ ...table, client, timing }).directory(organization, stamp());
    expect(await busy.changeUser({ before: user, after: off(user) })).toBe('written');
    expect(now - start).toBeLessThanOrEqual(4_000);
    expect(await shown(directory, groups, user.profile.id)).toEqual(['none']);
    await finish(session);
    expect(await openHeads(organization)).toEqual([]);
  });
});

it('U5: a deletion of a user in 200 groups is whole at once, and the memberships follow', async () => {
  const { organization, directory, session, brief } = await founded();
  const { user, groups } = await userInGroups(session, directory, 200);
  const { userId } = user.standing;
  expect(await brief.removeUser(user)).toBe('written');
  expect(await directory.user(userId)).toBeUndefined();
  expect(await shown(directory, groups, userId)).toEqual(['none']);
  await finish(session);
  expect(await storedMembers(session, userId, groups)).toEqual([]);
  expect(await versions(directory, groups)).toEqual(new Set([2]));
  expect(await openHeads(organization)).toEqual([]);
  expect(await brief.removeUser(user)).toBe('stale');
});

describe('G7: a reactivation of a user for whom many groups wait', () => {
  it('gives all of them for every reader at once', async () => {
    const { organization, directory, session, brief } = await founded();
    const { user, groups } = await userInGroups(session, directory, 200, { waiting: true });
    const { userId } = user.standing;
    expect(await shown(directory, groups, userId)).toEqual([true]);
    expect(await brief.changeUser({ before: user, after: on(user) })).toBe('written');
    expect(await shown(directory, groups, userId)).toEqual([false]);
    expect((await storedMembers(session, userId, groups)).every(({ waiting }) => waiting)).toBe(true);
    await finish(session);
    expect(await shown(directory, groups, userId)).toEqual([false]);
    expect((await storedMembers(session, userId, groups)).some(({ waiting }) => waiting)).toBe(false);
    expect(await versions(directory, groups)).toEqual(new Set([2]));
    expect(await changesOf(organization)).toMatchObject([{ kind: 'userEntering', status: 'done', handled: 200 }]);
  });

  it('gives back none that was taken out meanwhile, and nothing to who was deactivated again', async () => {
    const { organization, directory, session, brief } = await founded();
    const { user, groups } = await userInGroups(session, directory, 120, { waiting: true });
    const { userId } = user.standing;
    const [out = '', again = ''] = groups;
    await brief.changeUser({ before: user, after: on(user) });
    const group = (await directory.group(out)) as Group;
    const { standing } = await read(directory, user);
    await directory.changeGroup({ before: group, after: group, add: [], remove: [standing], exclusive: false });
    expect(await shown(directory, [out], userId)).toEqual(['none']);
    const active = await read(directory, user);
    await brief.changeUser({ before: active, after: off(active) });
    const inactive = await read(directory, user);
    const other = (await directory.group(again)) as Group;
    await directory.changeGroup({
      before: other,
      after: other,
      add: [inactive.standing],
      remove: [],
      exclusive: false,
    });
    expect(await shown(directory, [again], userId)).toEqual([true]);
    expect(await shown(directory, groups.slice(2), userId)).toEqual(['none']);
    await finish(session);
    expect(await storedMembers(session, userId, groups)).toMatchObject([{ epoch: 2, waiting: true }]);
    expect((await changesOf(organization)).map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual([
      'userEntering done',
      'userLeaving done',
    ]);
  });
});

it('O2, O3: a transfer that deactivates a previous owner in 200 groups is whole at once', async () => {
  const { directory, session, brief } = await founded();
  const { user, groups } = await userInGroups(session, directory, 200);
  const { userId } = user.standing;
  const first = await directory.owner();
  const founder = await directory.user(first.userId);
  if (founder === undefined) throw new Error('The organization has no owner.');
  const crown = (one: User): User => withStanding(one, { owner: true, role: 'Admin' });
  const handed = await directory.changeUser({
    before: user,
    after: crown(user),
    transfer: {
      before: first,
      after: { userId, version: 2 },
      previous: { before: founder.standing, after: revised(founder.standing, succeeded(founder.standing, at), at) },
    },
  });
  expect(handed).toBe('written');
  const before = await read(directory, user);
  const refused = withStanding(before, { deactivationRefusedAt: at });
  await directory.changeUser({ before, after: refused });
  const heir = sampleUser();
  await directory.createUser(heir);
  const previous = { before: refused.standing, after: revised(refused.standing, succeeded(refused.standing, at), at) };
  const ownership = await directory.owner();
  const after = { userId: heir.profile.id, version: 3 };
  const transfer = { before: ownership, after, previous };
  expect(await brief.changeUser({ before: heir, after: crown(heir), transfer })).toBe('written');
  expect((await directory.owner()).userId).toBe(heir.profile.id);
  expect((await read(directory, user)).standing).toMatchObject({ active: false, owner: false, epoch: 1 });
  expect(await shown(directory, groups, userId)).toEqual(['none']);
  await finish(session);
  expect(await storedMembers(session, userId, groups)).toEqual([]);
});

describe('what is said of memberships', () => {
  const scope = { tableName: 'T', organization: 'o', stamp: { actor: 'k', request: 'r', at } };

  it('is in parts that an item can hold', () => {
    const groups = Array.from({ length: 10_001 }, () => randomUUID());
    const { standing } = sampleUser({}, { groups: new Set(groups) });
    const { writes, changeIds } = journalStanding(scope, [standing, undefined], randomUUID);
    expect(changeIds).toHaveLength(3);
    const changes = writes.flatMap(({ action }) => (action.Put?.Item?.['type'] === 'change' ? action.Put.Item : []));
    const works = changes.map((item) => readUserWork(readChange(item)));
    expect(works.flatMap((work) => work.groups)).toEqual(groups);
    expect(works.map(({ by, epoch }) => [by, epoch])).toEqual(changeIds.map(() => [scope.stamp, 1]));
  });

  it('is only said of a whole deactivation, deletion or reactivation', () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const { standing } = sampleUser({}, { groups: new Set([one]) });
    const moved = { ...standing, groups: new Set([other]), revision: 2 };
    expect(() => journalStanding(scope, [standing, moved], randomUUID)).toThrow(/than one transaction holds/u);
  });
});

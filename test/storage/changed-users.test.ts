import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, Registry, Span } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { attachRecorder } from '../support/recorder.ts';
import type { Recorder } from '../support/recorder.ts';
import { found, sampleGroup, sampleUser, stamp } from '../support/samples.ts';

let table: TestTable;
let recorder: Recorder;
let registry: Registry;
let directory: Directory;
let owner: User;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  registry = tableRegistry({ client, tableName: table.tableName });
});
beforeEach(async () => {
  ({ directory, owner } = await found(registry));
});
afterAll(() => table.stop());

/** Four lookups: one more than leaves room for an entry. */
const manyLookups = { externalId: 'E', emails: ['x', 'y', 'z'].map((name) => ({ value: `${name}@example.com` })) };

/** A day long before the samples', at that time. */
const on = (time: string): string => `2026-03-01T${time}Z`;

async function create(time: string, attributes = {}): Promise<User> {
  const { profile, standing } = sampleUser(attributes);
  const at = on(time);
  const user = { profile: { ...profile, createdAt: at, modifiedAt: at }, standing: { ...standing, changedAt: at } };
  expect(await directory.createUser(user)).toBe('written');
  return user;
}

async function read({ profile }: User): Promise<User> {
  const user = await directory.user(profile.id);
  if (user === undefined) throw new Error('The user is gone.');
  return user;
}

async function changeProfile(user: User, time: string, attributes = {}): Promise<void> {
  const before = await read(user);
  const { revision } = before.profile;
  const wanted = { ...before.profile.attributes, ...attributes };
  const profile = { ...before.profile, attributes: wanted, modifiedAt: on(time), revision: revision + 1 };
  expect(await directory.changeUser({ before, after: { ...before, profile } })).toBe('written');
}

async function changeStanding(user: User, time: string, wanted: Partial<User['standing']> = {}): Promise<void> {
  const before = await read(user);
  const { revision } = before.standing;
  const standing = { ...before.standing, ...wanted, changedAt: on(time), revision: revision + 1 };
  expect(await directory.changeUser({ before, after: { ...before, standing } })).toBe('written');
}

async function changeMembers(groupId: string, time: string, change: { add?: User; remove?: User }): Promise<void> {
  const before = await directory.group(groupId);
  if (before === undefined) throw new Error('The group is gone.');
  const standingsOf = async (user: User | undefined) => (user === undefined ? [] : [(await read(user)).standing]);
  const [add, remove] = [await standingsOf(change.add), await standingsOf(change.remove)];
  const after = { ...before, modifiedAt: on(time) };
  expect(await directory.changeGroup({ before, after, add, remove, exclusive: false })).toBe('written');
}

async function createGroup(): Promise<string> {
  const group = sampleGroup();
  expect(await directory.createOrdinaryGroup(group, [])).toBe('written');
  return group.id;
}

function idOf({ profile }: User): string {
  return profile.id;
}

async function changedIn(from: string | undefined, to: string | undefined): Promise<readonly string[]> {
  const span: Span = { ...(from !== undefined && { from: on(from) }), ...(to !== undefined && { to: on(to) }) };
  return directory.userIdsByModification(span, 1_000);
}

describe('userIdsByModification', () => {
  it('names those who were created in the span, by the hour', async () => {
    const [one, two, three] = [await create('08:00:00'), await create('09:59:59'), await create('10:00:00')];
    expect(await changedIn('09:30:00', '09:45:00')).toEqual([idOf(two)]);
    expect(await changedIn('10:01:00', undefined)).toEqual([three, owner].map(idOf).toSorted());
    expect(await changedIn(undefined, '08:00:00')).toEqual([idOf(one)]);
    expect(await changedIn(undefined, undefined)).toEqual([one, two, three, owner].map(idOf).toSorted());
    expect(await changedIn('11:01:00', '12:00:00')).toEqual([]);
  });

  it.each<[string, (user: User) => Promise<void>]>([
    ['the profile', (user) => changeProfile(user, '12:00:00', { title: 'Boss' })],
    ['the role', (user) => changeStanding(user, '12:00:00', { role: 'Admin' })],
    ['activity', (user) => changeStanding(user, '12:00:00', { active: false, epoch: 1 })],
  ])('names who was changed in the span: %s', async (_, change) => {
    for (const attributes of [{}, manyLookups]) {
      const user = await create('08:00:00', attributes);
      await create('08:00:00', attributes);
      await change(user);
      expect(await changedIn('12:00:00', '12:59:59')).toContain(idOf(user));
      expect(await changedIn('13:01:00', '14:00:00')).toEqual([]);
      const standings = await directory.standings([idOf(user)]);
      expect(standings.size).toBe(1);
      await directory.removeUser(await read(user));
      expect(await changedIn('12:00:00', '12:59:59')).toEqual([]);
    }
  });

  it('names whom the later half was changed in the span, and leaves it to the caller that the other was changed later', async () => {
    const user = await create('08:00:00');
    await changeStanding(user, '11:00:00', { role: 'Admin' });
    await changeProfile(user, '09:00:00', { title: 'Boss' });
    expect(await changedIn('11:01:00', '11:30:00')).toEqual([idOf(user)]);
    expect(await changedIn('11:01:00', undefined)).toContain(idOf(user));
    expect(await changedIn(undefined, '11:30:00')).toEqual([idOf(user)]);
    expect(await changedIn('09:10:00', '09:30:00')).toEqual([idOf(user)]);
    expect(await changedIn('10:01:00', '10:30:00')).toEqual([]);
  });

  it('names who was created without an entry, for want of room in the transaction', async () => {
    const [one, two] = [await create('08:00:00', manyLookups), await create('09:00:00', manyLookups)];
    await create('08:00:00');
    expect(await changedIn('08:30:00', '08:30:00')).toContain(idOf(one));
    expect(await changedIn('09:01:00', '09:30:00')).toEqual([idOf(two)]);
    expect(await changedIn('10:01:00', '11:00:00')).toEqual([]);
    expect(await changedIn(undefined, '08:30:00')).toEqual(expect.arrayContaining([one, two].map(idOf)));
  });

  it('finds who was created without an entry among the last ids there are, and not through the neighbours', async () => {
    const at = on('08:00:00');
    const others = ['ffe00000', 'fff00000', 'ffffffff', '00000000', '00100000'].map((start) =>
      sampleUser(
        start === 'fff00000' || start === '00000000' ? manyLookups : {},
        {},
        `${start}${randomUUID().slice(8)}`,
      ),
    );
    for (const { profile, standing } of others) {
      await directory.createUser({
        profile: { ...profile, createdAt: at, modifiedAt: at },
        standing: { ...standing, changedAt: at },
      });
    }
    const without = others.filter(({ profile }) => profile.attributes['externalId'] === 'E').map(idOf);
    const { result, calls } = await recorder.record(() => changedIn('08:00:00', '08:59:00'));
    expect(result).toEqual(others.map(idOf).toSorted());
    expect(without).toHaveLength(2);
    // Sixteen ranges of the index, the counters, and the two marked buckets.
    expect(calls).toHaveLength(16 + 1 + 2);
  });

  it('names nobody for a membership, which is a change of the group', async () => {
    const user = await create('08:00:00');
    await changeStanding(user, '09:00:00', { role: 'Admin' });
    const group = await createGroup();
    await changeMembers(group, '12:00:00', { add: user });
    await changeMembers(group, '13:00:00', { remove: user });
    expect(await changedIn('10:01:00', '14:00:00')).toEqual([]);
    expect(await changedIn('09:01:00', '09:30:00')).toEqual([idOf(user)]);
  });

  it('begins an hour earlier within the first minute of one, since clocks and writes overtake each other', async () => {
    const user = await create('09:59:59.990');
    expect(await changedIn('10:00:30', '10:30:00')).toEqual([idOf(user)]);
    expect(await changedIn('10:01:00', '10:30:00')).toEqual([]);
  });

  it.each<[string, Span, boolean]>([
    ['another zone', { from: '2026-03-01T18:10:00+10:00', to: '2026-02-28T22:59:00-10:00' }, true],
    ['a day alone', { from: '2026-03-01', to: '2026-03-02' }, true],
    ['small letters', { from: '2026-03-01t08:00:00z' }, true],
    ['the end before the beginning', { from: on('09:10:00'), to: on('07:00:00') }, false],
    ['no date', { from: 'yesterday', to: '' }, true],
    ['the beginning of time', { from: '0000-01-01T00:00:00+14:00' }, true],
    ['the end of time', { to: '9999-12-31T23:59:59-14:00' }, true],
    ['after the end of time', { from: '9999-12-31T23:59:59-14:00', to: '9999-12-31T23:59:59-14:00' }, false],
    ['before the beginning of time', { to: '0000-01-01T00:00:00+14:00' }, false],
  ])('understands a span with %s', async (_, span, named) => {
    const user = await create('08:30:00');
    const ids = await directory.userIdsByModification(span, 1_000);
    expect(ids.includes(idOf(user))).toBe(named);
  });

  it('gives one more than the limit where there are more', async () => {
    const users = [];
    for (let n = 0; n < 12; n++) users.push(await create('08:30:00', n % 3 === 0 ? manyLookups : {}));
    const span = { from: on('08:30:00'), to: on('08:31:00') };
    expect(await directory.userIdsByModification(span, 12)).toEqual(users.map(idOf).toSorted());
    for (const limit of [0, 1, 5, 11]) {
      const ids = await directory.userIdsByModification(span, limit);
      expect(new Set(ids).size).toBe(limit + 1);
    }
  });

  it('T1: names nobody of another organization', async () => {
    const user = await create('08:30:00', manyLookups);
    const { directory: other, owner: otherOwner } = await found(registry);
    expect(await other.userIdsByModification({}, 10)).toEqual([idOf(otherOwner)]);
    expect(await registry.directory(randomUUID(), stamp()).userIdsByModification({}, 10)).toEqual([]);
    expect(await directory.userIdsByModification({}, 10)).toEqual([user, owner].map(idOf).toSorted());
  });
});

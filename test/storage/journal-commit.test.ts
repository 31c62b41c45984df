import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GroupChange } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Standing } from '#domain/user.ts';
import { journalRange } from '#storage/change-keys.ts';
import { readSlice } from '#storage/journal-items.ts';
import { tableRegistry } from '#storage/registry.ts';
import { putMany } from '#storage/send-batches.ts';
import { readRange } from '#storage/send-reads.ts';
import { standingItem } from '#storage/user-items.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { beforeNext, foundJournalRealm, applyAll, committingDirectory, putStandings } from '../support/journal.ts';
import type { JournalRealm } from '../support/journal.ts';
import { attachRecorder } from '../support/recorder.ts';
import { sampleGroup, sampleUser, stamp } from '../support/samples.ts';

let table: TestTable;
let realm: JournalRealm;

beforeAll(async () => {
  table = await startTestTable();
});
beforeEach(async () => {
  realm = await foundJournalRealm(table);
});
afterAll(() => table.stop());

async function createGroup(members: readonly Standing[] = []): Promise<Group> {
  const group = sampleGroup();
  expect(await realm.directory.createOrdinaryGroup(group, members)).toBe('written');
  return realm.now(group);
}

function changeOf(before: Group, more: Partial<GroupChange>): GroupChange {
  return { before, after: before, add: [], remove: [], exclusive: false, ...more };
}

async function idsOf(group: Group, reader = realm.directory): Promise<readonly string[]> {
  return (await reader.members(await realm.now(group))).map(({ userId }) => userId);
}

const ids = (standings: readonly Standing[]): readonly string[] => standings.map(({ userId }) => userId);

describe('a change that one transaction does not hold', () => {
  it('G8: is committed at most 1,000 write units after it began, with 20,000 members', async () => {
    const client = table.newClient();
    const recorder = attachRecorder(client);
    const counting = committingDirectory({ client, tableName: table.tableName }, realm.organization);
    const all = Array.from({ length: 20_000 }, () => sampleUser().standing);
    const group = await createGroup();
    const change = changeOf(group, { add: all, exclusive: true });
    const { result, writeUnits } = await recorder.record(() => counting.changeGroup(change));
    expect(result).toBe('written');
    expect(writeUnits).toBeLessThanOrEqual(1_000);
    expect(await realm.now(group)).toMatchObject({ version: 2, journal: { commits: 1, open: [expect.any(String)] } });
    const slices = await readRange(realm.session, journalRange(realm.organization, group.id));
    const entries = slices.map(readSlice).flatMap((slice) => slice.entries);
    expect(new Set(entries.map(({ userId }) => userId))).toEqual(new Set(ids(all)));
  });

  it('P5: is stale where another version was read, and leaves no slices', async () => {
    const all = await putStandings(realm.session, 60);
    const group = await createGroup();
    await realm.directory.changeGroup(changeOf(group, { add: all.slice(0, 1) }));
    expect(await realm.committing.changeGroup(changeOf(group, { add: all, exclusive: true }))).toBe('stale');
    expect(await idsOf(group)).toEqual(ids(all.slice(0, 1)));
    expect(await readRange(realm.session, journalRange(realm.organization, group.id))).toEqual([]);
  });

  it('G8: is stale where another one was committed meanwhile, because it passes over who is a member already', async () => {
    const all = await putStandings(realm.session, 60);
    const group = await createGroup(all.slice(0, 40));
    const standings = [...(await realm.directory.standings(ids(all))).values()];
    const members = await realm.directory.members(group);
    expect(await realm.committing.changeGroup(changeOf(group, { leave: members, exclusive: true }))).toBe('written');
    expect(await realm.committing.changeGroup(changeOf(group, { add: standings }))).toBe('stale');
    expect(await realm.committing.changeGroup(changeOf(await realm.now(group), { add: standings }))).toBe('written');
    expect(await idsOf(group)).toEqual(ids(all));
  });

  it('G5: is stale where the group was deleted meanwhile, whoever reads it then', async () => {
    const all = await putStandings(realm.session, 60);
    const group = await createGroup();
    await realm.directory.removeOrdinaryGroup(group);
    expect(await realm.committing.changeGroup(changeOf(group, { add: all }))).toBe('stale');
    expect(await realm.directory.group(group.id)).toBeUndefined();
  });

  it('G10: writes attributes and a new name in the same transaction, or nothing where the name is taken', async () => {
    const all = await putStandings(realm.session, 60);
    const [group, other] = [await createGroup(), await createGroup()];
    if (other.place.kind !== 'ordinary') throw new Error('The group is ordinary.');
    const taken = { ...group, place: other.place };
    expect(await realm.committing.changeGroup(changeOf(group, { after: taken, add: all }))).toBe('nameTaken');
    expect(await idsOf(group)).toEqual([]);
    const after: Group = { ...group, place: { kind: 'ordinary', name: 'Sales' }, externalId: 'e' };
    expect(await realm.committing.changeGroup(changeOf(group, { after, add: all }))).toBe('written');
    expect(await realm.now(group)).toMatchObject({ place: { name: 'Sales' }, externalId: 'e', version: 2 });
    expect(await realm.directory.ordinaryGroupIdByName('Sales')).toBe(group.id);
    expect(await idsOf(group)).toEqual(ids(all));
  });

  it('G8: is not lost with the answer to its commit', async () => {
    const client = table.newClient();
    injectFaults(client, ({ name }, count) => (name === 'TransactWriteItems' && count < 6 ? 'answerLost' : undefined));
    const losing = committingDirectory({ client, tableName: table.tableName }, realm.organization);
    const all = await putStandings(realm.session, 60);
    const group = await createGroup();
    expect(await losing.changeGroup(changeOf(group, { add: all }))).toBe('written');
    expect((await realm.now(group)).journal).toMatchObject({ commits: 1 });
  });
});

describe('changes of a group with an open journal', () => {
  it('G8: follow it, however small, and count all that they name', async () => {
    const all = await putStandings(realm.session, 60);
    const group = await createGroup();
    await realm.committing.changeGroup(changeOf(group, { add: all }));
    const [first, second, third] = all as readonly [Standing, Standing, Standing];
    // Of neither the standing says that there is anything to do.
    expect(await realm.directory.changeGroup(changeOf(await realm.now(group), { remove: [first, second] }))).toBe(
      'written',
    );
    expect(await realm.directory.changeGroup(changeOf(await realm.now(group), { add: [first, third] }))).toBe(
      'written',
    );
    const wanted = ids([first, ...all.slice(2)]);
    const { journal, version } = await realm.now(group);
    expect({ version, open: journal?.open.length }).toEqual({ version: 4, open: 3 });
    expect(await idsOf(group)).toEqual(wanted);
    await applyAll(realm.session, journal?.open[2] ?? '');
    const after = await realm.now(group);
    expect(after).toMatchObject({ version: 4, journal: { commits: 3, open: [] } });
    expect(await idsOf(group)).toEqual(wanted);
    expect(await realm.directory.groupIdsInTransit()).toEqual([]);
    for (const { userId, groups } of (await realm.directory.standings(ids(all))).values()) {
      expect(groups.has(group.id)).toBe(wanted.includes(userId));
    }
  });

  it('are plain where nobody is named', async () => {
    const all = await putStandings(realm.session, 60);
    const group = await createGroup();
    await realm.committing.changeGroup(changeOf(group, { add: all }));
    const before = await realm.now(group);
    await realm.directory.changeGroup(changeOf(before, { after: { ...before, externalId: 'e' } }));
    expect(await realm.now(group)).toMatchObject({
      externalId: 'e',
      journal: { commits: 1, open: [expect.any(String)] },
    });
  });

  it('G8: a small change that was decided before, and written after, is decided again', async () => {
    const all = await putStandings(realm.session, 60);
    const [first] = all as readonly [Standing];
    const group = await createGroup([first]);
    const [present] = [...(await realm.directory.standings([first.userId])).values()] as [Standing];
    const client = table.newClient();
    // Between the members of the small change and the version that it raises.
    beforeNext(client, 'UpdateItemCommand', async () =>
      realm.committing.changeGroup(changeOf(group, { add: all.slice(1) })),
    );
    const slow = tableRegistry({ client, tableName: table.tableName }).directory(realm.organization, stamp());
    expect(await slow.changeGroup(changeOf(group, { remove: [present] }))).toBe('stale');
    expect((await realm.now(group)).version).toBe(2);
    expect(await slow.changeGroup(changeOf(await realm.now(group), { remove: [present] }))).toBe('written');
    expect(await idsOf(group)).toEqual(ids(all.slice(1)));
  });

  it('lead a page of members past what is applied', async () => {
    const all = await putStandings(realm.session, 60);
    const group = await createGroup(all.slice(0, 20));
    await realm.committing.changeGroup(changeOf(group, { add: all.slice(20) }));
    const page = await realm.directory.membersAfter(await realm.now(group), all[29]?.userId, 10);
    expect(page.map(({ userId }) => userId)).toEqual(ids(all.slice(30, 40)));
    expect(
      (await realm.directory.membersAfter(await realm.now(group), undefined, 3)).map(({ userId }) => userId),
    ).toEqual(ids(all.slice(0, 3)));
  });

  it('lead a page of members past who was deactivated since, and read no standings beyond the page', async () => {
    const all = await putStandings(realm.session, 600);
    const group = await createGroup();
    await realm.committing.changeGroup(changeOf(group, { add: all }));
    const gone = all.slice(0, 250).map((standing) => ({ ...standing, epoch: 1, active: false }));
    await putMany(
      realm.session,
      gone.map((standing) => standingItem(realm.organization, realm.session.stamp, standing)),
    );
    const client = table.newClient();
    const recorder = attachRecorder(client);
    const reader = tableRegistry({ client, tableName: table.tableName }).directory(realm.organization, stamp());
    const before = await realm.now(group);
    const first = await recorder.record(() => reader.membersAfter(before, undefined, 10));
    expect(first.result.map(({ userId }) => userId)).toEqual(ids(all.slice(250, 260)));
    const later = await recorder.record(() => reader.membersAfter(before, all[399]?.userId, 10));
    expect(later.result.map(({ userId }) => userId)).toEqual(ids(all.slice(400, 410)));
    expect(later.calls.filter(({ name }) => name === 'BatchGetItem')).toHaveLength(1);
    expect(await idsOf(group)).toEqual(ids(all.slice(250)));
  });
});

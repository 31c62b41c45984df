import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, GroupChange } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Standing } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { injectFaults } from '../support/faults.ts';
import { foundJournalRealm, putStandings } from '../support/journal.ts';
import type { JournalRealm } from '../support/journal.ts';
import { sampleGroup, sampleUser, stamp } from '../support/samples.ts';
import type { StreamedTable } from '../support/stream.ts';
import { startStreamedTable } from '../support/stream.ts';

let table: StreamedTable;
let realm: JournalRealm;

beforeAll(async () => {
  table = await startStreamedTable();
});
beforeEach(async () => {
  realm = await foundJournalRealm(table);
});
afterAll(() => table.stop());

async function idsOf(group: Pick<Group, 'id'>): Promise<readonly string[]> {
  return (await realm.directory.members(await realm.now(group))).map(({ userId }) => userId);
}

/** Those whose standings say so. */
async function inEffect(group: Pick<Group, 'id'>, people: readonly Standing[]): Promise<readonly string[]> {
  const standings = await realm.directory.standings(people.map(({ userId }) => userId));
  return people.map(({ userId }) => userId).filter((userId) => standings.get(userId)?.groups.has(group.id) === true);
}

/** The directory of a process that dies after so many writes; the last one may have come through. */
function dyingDirectory(writes: number, comesThrough: boolean): Directory {
  const client = table.newClient();
  let left = writes;
  injectFaults(client, ({ name }) => {
    const isWrite = /^(?:Put|Update|Delete|TransactWrite|BatchWrite)/u.test(name);
    if (left > 0 && (!isWrite || --left > 0 || comesThrough)) return undefined;
    return { error: new Error('The process is dead.') };
  });
  return tableRegistry({ client, tableName: table.tableName }).directory(realm.organization, stamp());
}

describe('a process that dies', () => {
  // Slices; commit; claim; two slices side by side; end; head; the change itself.
  it.each(Array.from({ length: 9 }, (_, writes) => [writes, writes % 2 === 0] as const))(
    'G8: after %i writes of a replacement leaves all of it or nothing, and the worker ends it; the same again is safe',
    async (writes, comesThrough) => {
      const people = await putStandings(realm.session, 60);
      const group = sampleGroup();
      await realm.directory.createOrdinaryGroup(group, people.slice(0, 40));
      await table.drain();
      const ids = people.map(({ userId }) => userId);
      const [before, after] = [ids.slice(0, 40), ids.slice(30)];
      const replace = async (client: Directory): Promise<unknown> => {
        const read = await realm.now(group);
        const present = await client.membersAtOnce(read);
        const held = new Set(present.map(({ userId }) => userId));
        const leave = present.filter(({ userId }) => !after.includes(userId));
        const add = [...(await client.standings(after.filter((id) => !held.has(id)))).values()];
        return client.changeGroup({ before: read, after: read, add, remove: [], leave, exclusive: true });
      };
      await replace(dyingDirectory(writes, comesThrough)).catch(() => undefined);
      const left = await idsOf(group);
      expect([before, after]).toContainEqual(left);
      await table.drain();
      expect(await idsOf(group)).toEqual(left);
      expect(await inEffect(group, people)).toEqual(left);
      expect((await realm.now(group)).journal?.open ?? []).toEqual([]);
      expect(await replace(realm.directory)).toBe('written');
      expect(await idsOf(group)).toEqual(after);
      expect(await inEffect(group, people)).toEqual(after);
      expect(await realm.directory.groupIdsInTransit()).toEqual([]);
    },
  );

  it('G8: right after its commits leaves them to the worker, in their order', async () => {
    const people = await putStandings(realm.session, 60);
    const group = sampleGroup();
    await realm.directory.createOrdinaryGroup(group, []);
    const change = async (more: Partial<GroupChange>): Promise<void> => {
      const before = await realm.now(group);
      const whole = { before, after: before, add: [], remove: [], exclusive: false, ...more };
      expect(await realm.committing.changeGroup(whole)).toBe('written');
    };
    await change({ add: people });
    await change({ remove: people.slice(0, 30) });
    await change({ add: people.slice(0, 1) });
    await table.drain();
    const wanted = [...people.slice(0, 1), ...people.slice(30)].map(({ userId }) => userId);
    expect(await idsOf(group)).toEqual(wanted);
    expect(await inEffect(group, people)).toEqual(wanted);
    expect(await realm.now(group)).toMatchObject({ version: 4, journal: { commits: 3, open: [] } });
  });
});

describe('the activity log', () => {
  it('tells of many members once, with their number, and of each user alone', async () => {
    const user = sampleUser({ userName: 'a@example.com' });
    await realm.directory.createUser(user);
    const people = [user.standing, ...(await putStandings(realm.session, 129))];
    const group = sampleGroup('Sales');
    await realm.directory.createOrdinaryGroup(group, []);
    const request = stamp();
    const pushing = tableRegistry(table).directory(realm.organization, request);
    const before = await realm.now(group);
    const written = pushing.changeGroup({ before, after: before, add: people, remove: [], exclusive: false });
    expect(await written).toBe('written');
    await table.drain();
    const [entry, ...others] = (await realm.directory.activityOf(group.id, 10)).filter(
      ({ requestId }) => requestId === request.requestId,
    );
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ actor: request.actor, actions: ['group.members'], joinedCount: 130, at: request.at });
    expect(entry?.joined).toHaveLength(100);
    const own = await realm.directory.activityOf(user.profile.id, 10);
    expect(own.filter(({ requestId }) => requestId === request.requestId)).toMatchObject([
      { actor: request.actor, actions: ['user.joined'], joined: [group.id] },
    ]);
    const { entries } = await realm.directory.activities({ log: 'done', limit: 100 });
    const ofRequest = entries.filter(({ activity }) => activity.requestId === request.requestId);
    expect(ofRequest.map(({ activity }) => activity.target?.id)).toEqual([group.id]);
  });

  it('counts behind an open change those alone who come or go by it', async () => {
    const people = await putStandings(realm.session, 60);
    const group = sampleGroup();
    await realm.directory.createOrdinaryGroup(group, []);
    const first = await realm.now(group);
    await realm.committing.changeGroup({ before: first, after: first, add: people, remove: [], exclusive: false });
    const request = stamp();
    const before = await realm.now(group);
    const remove = people.slice(0, 2);
    const add = people.slice(2, 5);
    await tableRegistry(table)
      .directory(realm.organization, request)
      .changeGroup({ before, after: before, add, remove, exclusive: false });
    await table.drain();
    const entries = await realm.directory.activityOf(group.id, 10);
    const entry = entries.find(({ requestId }) => requestId === request.requestId);
    expect(new Set(entry?.left)).toEqual(new Set(remove.map(({ userId }) => userId)));
    expect(entry?.joined).toBeUndefined();
  });
});

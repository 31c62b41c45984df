import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, Outcome, PartRemoval } from '#domain/directory.ts';
import { changeItem, claimChange } from '#storage/change-items.ts';
import { workOnChange } from '#storage/change-work.ts';
import { continueChanges } from '#storage/continue-changes.ts';
import { removeOrdinaryGroup } from '#storage/group-commands.ts';
import { sweepItem } from '#storage/group-items.ts';
import { groupNameKey, sweepKey } from '#storage/group-keys.ts';
import type { Item } from '#storage/item.ts';
import { changeKey } from '#storage/keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { writeAlone, writeTogether } from '#storage/send-writes.ts';
import type { Session } from '#storage/session.ts';
import type { Worker } from '#storage/stream-consumer.ts';
import type { TableRecord } from '#storage/table-record.ts';
import { memberItem } from '#storage/user-items.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { conflict, injectFaults } from '../support/faults.ts';
import { found, newPart, sampleGroup, sampleProject, sampleTeam, sampleUser, stamp } from '../support/samples.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

function openSession(organization: string, client = table.client): Session {
  return {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    tableName: table.tableName,
    organization,
    stamp: { actor: 'local:admin', request: randomUUID(), at: new Date().toISOString() },
    deadline: Infinity,
    timing: {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
      random: () => 0,
      newToken: () => randomUUID(),
    },
  };
}

async function founded() {
  const { organization, directory } = await found(tableRegistry(table));
  const session = openSession(organization.id);
  const structure = await directory.structure();
  const { project, groups } = sampleProject(structure);
  await directory.putPart(structure, newPart({ kind: 'project', value: project }, groups));
  return { organization: organization.id, directory, session, project, groups };
}

/** All groups of the project have the same members. */
async function foundedWithMembers() {
  const realm = await founded();
  const { directory, groups } = realm;
  const users = Array.from({ length: 12 }, () => sampleUser());
  await Promise.all(users.map((user) => directory.createUser(user)));
  for (const { group } of groups) {
    const standings = await directory.standings(users.map(({ profile }) => profile.id));
    const change = { before: group, after: group, add: [...standings.values()], remove: [], exclusive: false };
    expect(await directory.changeGroup(change)).toBe('written');
  }
  return realm;
}

/** Marks a project as deleted, as a request does that dies right after. */
async function removeProject(
  directory: Directory,
  project: ReturnType<typeof sampleProject>['project'],
): Promise<string> {
  const { change } = newPart({ kind: 'project', value: project }, []);
  const removal: PartRemoval = {
    part: { kind: 'project', value: project },
    lost: [],
    change: { ...change, kind: 'projectDeletion' },
  };
  expect(await directory.removePart(await directory.structure(), removal)).toBe('written');
  return change.id;
}

function worker(session: Session, timeLeft = (): boolean => true): Worker {
  return { open: () => session, timeLeft, now: () => new Date() };
}

function record(
  organization: string,
  images: Partial<Record<'before' | 'after', Item>>,
  byTimeToLive = false,
): TableRecord {
  const { PK, SK } = images.after ?? images.before ?? { PK: '', SK: '' };
  return { organization, key: { PK, SK }, ...images, byTimeToLive, sequence: randomUUID() };
}

async function stored(session: Session, key: Record<string, string>): Promise<Record<string, unknown> | undefined> {
  return (await session.client.send(new GetCommand({ TableName: session.tableName, Key: key }))).Item;
}

const put = (session: Session, item: Item) =>
  session.client.send(new PutCommand({ TableName: session.tableName, Item: item }));

describe('a change', () => {
  it('is brought to its end by the worker, of whose last record alone it is told', async () => {
    const { organization, directory, session, project, groups } = await founded();
    const id = await removeProject(directory, project);
    const item = (await stored(session, changeKey(organization, id))) as Item;
    await continueChanges(
      [record(organization, { after: item }), record(organization, { after: item })],
      worker(session),
    );
    expect(await directory.change(id)).toMatchObject({ status: 'done', handled: groups.length * 2 + 1 });
    expect(await stored(session, changeKey(organization, id))).toMatchObject({
      by: { actor: 'rollcall', request: session.stamp.request },
      expiresAt: expect.any(Number),
    });
    // Its last record is of what is done, and one that is given again finds it done.
    const done = (await stored(session, changeKey(organization, id))) as Item;
    await continueChanges([record(organization, { after: done })], worker(session));
    await continueChanges([record(organization, { after: item })], worker(session));
    expect(await stored(session, changeKey(organization, id))).toEqual(done);
  });

  it('of an organization that was removed is left to the purge, which alone goes on', async () => {
    const { organization, directory, session, project } = await founded();
    const id = await removeProject(directory, project);
    const item = (await stored(session, changeKey(organization, id))) as Item;
    const there = await tableRegistry(table).organization(organization);
    if (there === undefined) throw new Error('The organization is missing.');
    const after = { ...there, revision: 1, removedAt: new Date().toISOString() };
    const end = {
      id: randomUUID(),
      kind: 'organizationDeletion',
      targetId: organization,
      startedAt: after.removedAt,
    } as const;
    expect(await directory.removeOrganization(there, after, end)).toBe('written');
    await continueChanges([record(organization, { after: item })], worker(session));
    expect(await stored(session, changeKey(organization, id))).toEqual(item);
    const removal = (await stored(session, changeKey(organization, end.id))) as Item;
    await continueChanges([record(organization, { after: removal })], worker(session));
    expect(await stored(session, changeKey(organization, end.id))).toMatchObject({ status: 'done' });
  });

  it('that was forgotten meanwhile is none of the worker, and a fault for a request', async () => {
    const { organization, directory, session } = await founded();
    const change = {
      ...newPart({ kind: 'project', value: sampleProject(await directory.structure()).project }, []).change,
    };
    const item = changeItem(organization, session.stamp, change);
    await continueChanges([record(organization, { after: item })], worker(session));
    await continueChanges([record(organization, { before: item })], worker(session));
    await expect(directory.continueChange(change.id, Date.now() + 1_000)).rejects.toThrow(/no change/u);
  });

  it('is left where it is when the time is over, and gone on with from there', async () => {
    const { organization, directory, session, project, groups } = await founded();
    const id = await removeProject(directory, project);
    for (let round = 0; (await directory.change(id))?.status === 'running'; round++) {
      expect(round).toBeLessThan(20);
      let looks = 0;
      await workOnChange(session, id, () => ++looks <= round);
    }
    expect(await directory.groups(groups.map(({ group }) => group.id))).toEqual(new Map());
    expect(await stored(session, groupNameKey(organization, groups[0]?.name ?? ''))).toBeUndefined();
  });

  it('for which there is no time is given again, since nothing else would tell of it', async () => {
    const { organization, directory, session, project } = await founded();
    const id = await removeProject(directory, project);
    const item = (await stored(session, changeKey(organization, id))) as Item;
    const told = continueChanges(
      [record(organization, { after: item })],
      worker(session, () => false),
    );
    await expect(told).rejects.toMatchObject({ status: 503 });
    expect(await directory.change(id)).toMatchObject({ status: 'running', handled: 0 });
  });

  it('that the worker takes up says nothing new by that, so that one that always fails does not go on for ever', async () => {
    const { organization, directory, session, project } = await founded();
    const id = await removeProject(directory, project);
    const key = changeKey(organization, id);
    const begun = (await stored(session, key)) as Item;
    const client = table.newClient();
    injectFaults(client, ({ name }) => (name === 'TransactWriteItems' ? { error: new Error('Poison.') } : undefined));
    const open = (actor: string): Session => {
      const own = openSession(organization, client);
      return { ...own, stamp: { ...own.stamp, actor } };
    };
    await expect(workOnChange(open('rollcall'), id, () => true)).rejects.toThrow('Poison.');
    const taken = (await stored(session, key)) as Item;
    expect(taken['holder']).not.toBe(begun['holder']);
    await continueChanges([record(organization, { before: begun, after: taken })], worker(session));
    expect(await directory.change(id)).toMatchObject({ status: 'running', handled: 0 });
    // That a request has taken it up is told by no other record, if the worker had it before.
    await expect(workOnChange(open('okta'), id, () => true)).rejects.toThrow('Poison.');
    const byRequest = (await stored(session, key)) as Item;
    await continueChanges(
      [
        record(organization, { before: taken, after: byRequest }),
        record(organization, { before: byRequest, after: { ...byRequest, holder: 'worker#1' } }),
      ],
      worker(session),
    );
    expect(await directory.change(id)).toMatchObject({ status: 'done' });
  });

  it('that the worker has taken over is only watched by the request, which answers when it is done', async () => {
    const { organization, directory, session, project } = await founded();
    const id = await removeProject(directory, project);
    const slow = tableRegistry({ ...table, client: overtaken(session, id) }).directory(organization, stamp());
    const request = slow.continueChange(id, Date.now() + 10_000);
    await new Promise((resolve) => void setTimeout(resolve, 100));
    expect(await directory.change(id)).toMatchObject({ status: 'running', handled: 0 });
    await workOnChange(session, id, () => true);
    expect(await request).toEqual(await directory.change(id));
    expect(await request).toMatchObject({ status: 'done' });
  });

  it('that the worker has taken over is answered as running once the time is over', async () => {
    const { organization, directory, session, project } = await founded();
    const id = await removeProject(directory, project);
    const slow = tableRegistry({ ...table, client: overtaken(session, id) }).directory(organization, stamp());
    expect(await slow.continueChange(id, Date.now() + 200)).toMatchObject({ id, status: 'running' });
  });

  it('is answered as running where the database is too busy to go on', async () => {
    const { organization, directory, project } = await founded();
    const id = await removeProject(directory, project);
    const client = table.newClient();
    injectFaults(client, ({ name }) =>
      name === 'TransactWriteItems' || name === 'Query' ? { error: conflict() } : undefined,
    );
    const busy = tableRegistry({ ...table, client }).directory(organization, stamp());
    expect(await busy.continueChange(id, Date.now() + 100)).toMatchObject({ id, status: 'running' });
  });

  it('says how far it is before long, however slow its steps are', async () => {
    const { directory, session, project } = await foundedWithMembers();
    const id = await removeProject(directory, project);
    const seen = new Set<number>();
    const client = table.newClient();
    injectFaults(client, ({ name, input }) => {
      const { ':handled': handled } = (input['ExpressionAttributeValues'] ?? {}) as Record<string, unknown>;
      if (name === 'UpdateItem' && typeof handled === 'number') seen.add(handled);
      return undefined;
    });
    const slow = openSession(session.organization, client);
    let passed = Date.now();
    const timing = { ...slow.timing, now: () => (passed += 1_000) };
    expect(await workOnChange({ ...slow, timing }, id, () => true)).toMatchObject({ status: 'done' });
    // After each of the three groups at least.
    expect(seen.size).toBeGreaterThan(3);
  });

  it('G1: has no user in two transactions at one time, and leaves the table to the requests', async () => {
    const { directory, session, project, groups } = await foundedWithMembers();
    const id = await removeProject(directory, project);
    const client = table.newClient();
    const under = { way: 0, most: 0, twice: 0, users: new Set<unknown>() };
    client.middlewareStack.add(
      (next) => async (args) => {
        const { TransactItems = [] } = args.input as { TransactItems?: { Update?: { Key?: { SK?: unknown } } }[] };
        const users = TransactItems.flatMap(({ Update }) => (Update?.Key ? JSON.stringify(Update.Key.SK) : []));
        under.twice += users.filter((user) => under.users.has(user)).length;
        users.forEach((user) => under.users.add(user));
        under.most = Math.max(under.most, ++under.way);
        try {
          return await next(args);
        } finally {
          under.way--;
          users.forEach((user) => under.users.delete(user));
        }
      },
      { step: 'initialize', name: 'crowd', priority: 'low' },
    );
    await workOnChange(openSession(session.organization, client), id, () => true);
    for (const { group } of groups) expect(await directory.members(sampleGroup('', group.id))).toEqual([]);
    expect(under).toMatchObject({ twice: 0, way: 0 });
    expect(under.most).toBeLessThanOrEqual(16);
  });

  it('is gone on with turn by turn, so that the rest of the stream has its turn too', async () => {
    const { organization, directory, session, project } = await foundedWithMembers();
    const id = await removeProject(directory, project);
    let passed = Date.now();
    const timing = { ...session.timing, now: () => (passed += 20_000) };
    const slow = worker({ ...session, timing });
    let item = (await stored(session, changeKey(organization, id))) as Item;
    let turns = 0;
    for (; item['status'] === 'running'; turns++) {
      await continueChanges([record(organization, { after: item })], slow);
      const before = item;
      item = (await stored(session, changeKey(organization, id))) as Item;
      // A record in the stream brings the next turn.
      expect(item).not.toEqual(before);
    }
    expect(turns).toBeGreaterThan(1);
    expect(await directory.structure()).toMatchObject({ projects: [] });
  });

  it('is not begun by a request whose time is over', async () => {
    const { directory, project } = await founded();
    const id = await removeProject(directory, project);
    expect(await directory.continueChange(id, Date.now())).toMatchObject({ id, status: 'running', handled: 0 });
  });
});

/** A client before whose first step another one claims the change. */
function overtaken(session: Session, id: string): DynamoDBClient {
  const client = table.newClient();
  let first = true;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'QueryCommand' && first) {
        first = false;
        await writeAlone(session, claimChange(session, id, 'another'));
      }
      return next(args);
    },
    { step: 'initialize', name: 'overtaken' },
  );
  return client;
}

describe('the mark of a deleted group', () => {
  /** A deleted group with a membership that nobody has removed yet. */
  async function deleted() {
    const { organization, directory, session } = await founded();
    const user = sampleUser();
    await directory.createUser(user);
    const group = sampleGroup();
    await directory.createOrdinaryGroup(group, [user.standing]);
    expect(await writeTogether(session, removeOrdinaryGroup(session, group))).toBe('written');
    const mark = (await stored(session, sweepKey(organization, group.id))) as Item;
    const members = async (): Promise<number> => (await directory.members(group)).length;
    return { organization, session, group, mark, members, userId: user.profile.id };
  }

  it('G5: that is new leads the worker to what the request has not removed', async () => {
    const { organization, session, mark, members } = await deleted();
    expect(await members()).toBe(1);
    await continueChanges([record(organization, { after: mark })], worker(session));
    expect(await members()).toBe(0);
  });

  it('G5: whose time has come leads the worker to what was written late', async () => {
    const { organization, session, group, mark, members, userId } = await deleted();
    await continueChanges([record(organization, { after: mark })], worker(session));
    await put(session, memberItem(organization, session.stamp, group.id, { userId, waiting: false, epoch: 0 }));
    await continueChanges([record(organization, { before: mark })], worker(session));
    expect(await members()).toBe(1);
    await continueChanges([record(organization, { before: mark }, true)], worker(session));
    expect(await members()).toBe(0);
    expect(mark['expiresAt']).toBe(Math.floor(Date.parse(session.stamp.at) / 1000) + 15 * 60);
  });

  it('is left for later where the members have been removed already', async () => {
    const { organization, session, group, members } = await deleted();
    const swept = sweepItem(organization, session.stamp, group.id, { swept: true });
    await put(session, swept);
    await continueChanges([record(organization, { after: swept })], worker(session));
    expect(await members()).toBe(1);
  });

  it('is written again where time does not suffice, so that the worker is told again', async () => {
    const { organization, session, group, mark, members } = await deleted();
    await session.client.send(new DeleteCommand({ TableName: table.tableName, Key: sweepKey(organization, group.id) }));
    await continueChanges(
      [record(organization, { before: mark }, true)],
      worker(session, () => false),
    );
    expect(await members()).toBe(1);
    expect(await stored(session, sweepKey(organization, group.id))).toMatchObject({ groupId: group.id });
  });

  it('of another kind of item is nothing to the worker', async () => {
    const { organization, session, mark, members } = await deleted();
    await continueChanges([record(organization, { before: { ...mark, type: 'tombstone' } }, true)], worker(session));
    expect(await members()).toBe(1);
  });
});

describe('names that are given up', () => {
  it('G3: stay where an ordinary group has taken one meanwhile, and the others go in the next step', async () => {
    const { organization, directory, session, project, groups } = await founded();
    const id = await removeProject(directory, project);
    const client = table.newClient();
    const taken = groups[1]?.name ?? '';
    let outcome: Outcome | undefined;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const { TransactItems = [] } = args.input as { TransactItems?: readonly object[] };
        if (context.commandName === 'TransactWriteItemsCommand' && outcome === undefined && TransactItems.length > 2) {
          outcome = 'stale';
          await directory.freeGroupName(await directory.structure(), taken);
          outcome = await directory.createOrdinaryGroup(sampleGroup(taken), []);
        }
        return next(args);
      },
      { step: 'initialize', name: 'race' },
    );
    await workOnChange(openSession(organization, client), id, () => true);
    expect(outcome).toBe('written');
    expect(await directory.ordinaryGroupName(groups.map(({ name }) => name))).toBe(taken);
    expect(await stored(session, groupNameKey(organization, groups[0]?.name ?? ''))).toBeUndefined();
  });

  it('G3: are not freed where the structure has moved on since', async () => {
    const { organization, directory, session, groups } = await founded();
    const structure = await directory.structure();
    const { project } = sampleProject(structure, 'Other');
    await directory.putPart(structure, newPart({ kind: 'project', value: project }, []));
    const name = groups[0]?.name ?? '';
    await directory.freeGroupName(structure, name);
    expect(await stored(session, groupNameKey(organization, name))).toMatchObject({ kind: 'project' });
  });
});

describe('a team that is marked as deleted', () => {
  it('G1: is in no structure, nor are the teams of a project that is marked', async () => {
    const { directory, project } = await founded();
    const { team, groups } = sampleTeam(project.id);
    await directory.putPart(await directory.structure(), newPart({ kind: 'team', value: team }, groups));
    expect((await directory.structure()).teams).toEqual([team]);
    await removeProject(directory, project);
    expect(await directory.structure()).toMatchObject({ projects: [], teams: [] });
  });
});

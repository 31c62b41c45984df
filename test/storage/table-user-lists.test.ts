import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, Registry, Side } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import { userCountKey } from '#storage/count-keys.ts';
import { toStamp } from '#storage/item.ts';
import type { Item } from '#storage/item.ts';
import { tableRegistry } from '#storage/registry.ts';
import { profileItem, standingItem } from '#storage/user-items.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { attachRecorder } from '../support/recorder.ts';
import type { Recorder } from '../support/recorder.ts';
import { found, sampleUser, stamp } from '../support/samples.ts';

let table: TestTable;
let recorder: Recorder;
let registry: Registry;
let organization: string;
let directory: Directory;
let ids: string[];

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  registry = tableRegistry({ client, tableName: table.tableName });
});
beforeEach(async () => {
  const world = await found(registry);
  ({ directory } = world);
  organization = world.organization.id;
  ids = [world.owner.profile.id];
  // Others of the same table, before and after them.
  const other = await found(registry);
  await other.directory.createUser(sampleUser());
});
afterAll(() => table.stop());

async function createUsers(count: number, attributes = {}): Promise<void> {
  const users = Array.from({ length: count }, () => sampleUser(attributes));
  for (let first = 0; first < count; first += 100) {
    await Promise.all(users.slice(first, first + 100).map((user) => directory.createUser(user)));
  }
  ids = [...ids, ...users.map(({ profile }) => profile.id)].toSorted();
}

async function remove(id: string): Promise<void> {
  const user = await directory.user(id);
  expect(user && (await directory.removeUser(user))).toBe('written');
}

function documents(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(table.client, { marshallOptions: { removeUndefinedValues: true } });
}

/** Half a user, as a reader may meet it while the other half is being written. */
async function putHalf(half: 'profile' | 'standing', id: string): Promise<void> {
  const { profile, standing } = sampleUser({}, {}, id);
  const by = toStamp(stamp());
  const item: Item =
    half === 'profile' ? profileItem(organization, by, profile) : standingItem(organization, by, standing);
  await documents().send(new PutCommand({ TableName: table.tableName, Item: item }));
}

function idsOf(users: readonly User[]): string[] {
  return users.map(({ profile }) => profile.id);
}

/** All ids, page by page from one end to the other, in the order of ids. */
async function walk(side: Side, limit: number, betweenPages: (last: string) => Promise<void> = async () => undefined) {
  let seen: string[] = [];
  for (let last: string | undefined; ;) {
    const page: string[] = idsOf(await directory.usersBeside(last, side, limit));
    seen = side === 'after' ? [...seen, ...page] : [...page, ...seen];
    last = side === 'after' ? page.at(-1) : page[0];
    if (last === undefined) return seen;
    await betweenPages(last);
  }
}

describe('usersBeside', () => {
  it.each<[Side, number]>([
    ['after', 1],
    ['after', 10],
    ['after', 41],
    ['before', 1],
    ['before', 10],
    ['before', 40],
    ['before', 1_000],
  ])('P3: reaches everybody once by the neighbours %s the last one, %i at a time', async (side, limit) => {
    await createUsers(40);
    expect(await walk(side, limit)).toEqual(ids);
  });

  it('gives full pages of whole users, nearest to the id and in the order of ids', async () => {
    await createUsers(30);
    const [id = ''] = ids.slice(12);
    expect(idsOf(await directory.usersBeside(id, 'after', 5))).toEqual(ids.slice(13, 18));
    expect(idsOf(await directory.usersBeside(id, 'before', 5))).toEqual(ids.slice(7, 12));
    expect(idsOf(await directory.usersBeside(undefined, 'after', 3))).toEqual(ids.slice(0, 3));
    expect(idsOf(await directory.usersBeside(undefined, 'before', 3))).toEqual(ids.slice(-3));
    expect(await directory.usersBeside(ids.at(-1), 'after', 3)).toEqual([]);
    expect(await directory.usersBeside(ids[0], 'before', 3)).toEqual([]);
    expect(await directory.usersBeside(id, 'after', 0)).toEqual([]);
    expect(await directory.usersBeside(id, 'before', 0)).toEqual([]);
    const [first] = await directory.usersBeside(undefined, 'after', 1);
    expect(first).toEqual(await directory.user(ids[0] ?? ''));
  });

  it('needs no user at the id', async () => {
    await createUsers(10);
    for (const id of [randomUUID(), '00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff']) {
      const expected = ids.filter((each) => each > id);
      expect(idsOf(await directory.usersBeside(id, 'after', 100))).toEqual(expected);
      expect(idsOf(await directory.usersBeside(id, 'before', 100))).toEqual(ids.slice(0, ids.length - expected.length));
    }
  });

  it.each<Side>(['after', 'before'])(
    'P4: gives everybody who exists throughout once, whoever is created or deleted %s the last one',
    async (side) => {
      await createUsers(60);
      const [...stable] = ids;
      const passing: string[] = [];
      const seen = await walk(side, 7, async (last) => {
        // The one who was given last goes, and so does one who is still to come.
        for (const id of [last, stable.find((each) => (side === 'after' ? each > last : each < last))]) {
          if (id === undefined || passing.includes(id)) continue;
          passing.push(id);
          await remove(id);
        }
        await directory.createUser(sampleUser());
      });
      expect(seen.length).toBe(new Set(seen).size);
      expect(seen).toEqual(seen.toSorted());
      expect(stable.filter((id) => !passing.includes(id) && !seen.includes(id))).toEqual([]);
      expect(passing.length).toBeGreaterThan(8);
    },
  );

  it.each<['profile' | 'standing']>([['profile'], ['standing']])('passes a %s alone over', async (half) => {
    await createUsers(12);
    const [one = '', , two = ''] = ids;
    for (const id of [one, two]) {
      await putHalf(half, `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`);
      await putHalf(half, randomUUID());
    }
    for (const limit of [1, 2, 5, 20]) {
      expect(await walk('after', limit)).toEqual(ids);
      expect(await walk('before', limit)).toEqual(ids);
    }
  });

  it('goes on where a page of the database ends early', async () => {
    await createUsers(40, { title: 'x'.repeat(60_000) });
    expect(idsOf(await directory.usersBeside(ids[1], 'after', 38))).toEqual(ids.slice(2, 40));
    expect(idsOf(await directory.usersBeside(ids[39], 'before', 38))).toEqual(ids.slice(1, 39));
    expect(idsOf(await directory.usersBeside(undefined, 'before', 41))).toEqual(ids);
  });

  it('T1: knows nobody in an organization that has nobody', async () => {
    const empty = registry.directory(randomUUID(), stamp());
    expect(await empty.usersBeside(undefined, 'after', 10)).toEqual([]);
    expect(await empty.usersBeside(undefined, 'before', 10)).toEqual([]);
    expect(await empty.scanUsers(0, async (users) => users)).toEqual([]);
  });
});

describe('scanUsers', () => {
  it('P1: gives all that is selected, in the order of ids, up to the limit', async () => {
    await createUsers(20);
    const everybody = async (users: readonly User[]) => idsOf(users);
    expect(await directory.scanUsers(21, everybody)).toEqual(ids);
    expect(await directory.scanUsers(22, everybody)).toEqual(ids);
    const half = async (users: readonly User[]) => idsOf(users).filter((id) => id > '8');
    expect(await directory.scanUsers(21, half)).toEqual(ids.filter((id) => id > '8'));
  });

  it('P1: reads nothing but the counters where there are more than the limit', async () => {
    await createUsers(20);
    let selected = 0;
    const { result, calls } = await recorder.record(() =>
      directory.scanUsers(20, async (users) => {
        selected += users.length;
        return users;
      }),
    );
    expect({ result, selected, calls: calls.length }).toEqual({ result: 'tooMany', selected: 0, calls: 1 });
  });

  it('reads ranges of ids side by side where the counters say that there are many', async () => {
    await createUsers(40);
    const counter = { ...userCountKey(organization, '7f8'), type: 'count', v: 1, d8: 700 };
    await documents().send(new PutCommand({ TableName: table.tableName, Item: counter }));
    const batches: string[][] = [];
    const { result, depth, calls } = await recorder.record(() =>
      directory.scanUsers(20_000, async (users) => {
        batches.push(idsOf(users));
        return idsOf(users);
      }),
    );
    expect(result).toEqual(ids);
    const halves = [ids.filter((id) => id < '7f9'), ids.filter((id) => id > '7f9')];
    expect(new Set(batches)).toEqual(new Set(halves));
    expect({ depth, calls: calls.length }).toEqual({ depth: 2, calls: 1 + 2 });
  });

  it('P4: finds everybody who exists throughout once, whoever comes or goes meanwhile', async () => {
    await createUsers(60, { title: 'x'.repeat(60_000) });
    const [...stable] = ids;
    const removed: string[] = [];
    const seen = await directory.scanUsers(100, async (users) => {
      const id = stable.findLast((each) => !removed.includes(each));
      if (id !== undefined) {
        removed.push(id);
        await remove(id);
      }
      await createUsers(1);
      return idsOf(users);
    });
    if (seen === 'tooMany') throw new Error('They were too many.');
    expect(seen).toEqual([...new Set(seen)].toSorted());
    expect(stable.filter((id) => !removed.includes(id) && !seen.includes(id))).toEqual([]);
    expect(removed.length).toBeGreaterThan(2);
  });

  it('passes on what goes wrong, and reads no further', async () => {
    await createUsers(60, { title: 'x'.repeat(60_000) });
    const work = directory.scanUsers(100, async () => {
      throw new Error('No.');
    });
    const { calls } = await recorder.record(() => expect(work).rejects.toThrow('No.'));
    expect(calls.length).toBeLessThan(3);
  });
});

describe('users', () => {
  it('gives those that exist, each once and in the order of their ids', async () => {
    await createUsers(130);
    const wanted = [...ids.toReversed(), randomUUID(), 'no-uuid', '', ids[3] ?? ''];
    const { result, depth, calls } = await recorder.record(() => directory.users(wanted));
    expect({ depth, names: calls.map(({ name }) => name) }).toEqual({ depth: 1, names: Array(3).fill('BatchGetItem') });
    expect(idsOf(result)).toEqual(ids);
    expect(result[7]).toEqual(await directory.user(ids[7] ?? ''));
    expect(await directory.users([])).toEqual([]);
  });

  it('knows no half, and nobody of another organization', async () => {
    const { owner, directory: other } = await found(registry);
    const halves = [randomUUID(), randomUUID()];
    await putHalf('profile', halves[0] ?? '');
    await putHalf('standing', halves[1] ?? '');
    expect(await directory.users([...halves, owner.profile.id])).toEqual([]);
    expect(idsOf(await other.users([owner.profile.id]))).toEqual([owner.profile.id]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import type { JsonObject } from '#scim/json.ts';
import { wayRange } from '#storage/lookup-keys.ts';
import { maintainNames } from '#storage/name-lookups.ts';
import { tableRegistry } from '#storage/registry.ts';
import { found, sampleUser, withAttributes } from '../support/samples.ts';
import type { StreamedTable } from '../support/stream.ts';
import { startStreamedTable } from '../support/stream.ts';

let table: StreamedTable;
let directory: Directory;

beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  const registry = tableRegistry(table);
  ({ directory } = await found(registry));
  // Of another organization in the same table.
  await (await found(registry)).directory.createUser(person('anna.other@example.com', 'Anna', 'Other'));
});

function person(userName: string, givenName: string, familyName: string, more: JsonObject = {}): User {
  const emails = [{ value: userName, type: 'work' }];
  return sampleUser({ userName, name: { givenName, familyName }, emails, ...more });
}

async function create(...users: readonly User[]): Promise<void> {
  for (const user of users) await directory.createUser(user);
  await table.drain([maintainNames]);
}

/** All pages of a search: the ids in their order, and how many pages there were. */
async function search(prefix: string, limit = 50): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let after: readonly string[] | undefined = [];
  let pages = 0;
  for (; after !== undefined; pages++) {
    const { found: users, next }: Awaited<ReturnType<Directory['usersByPrefix']>> = await directory.usersByPrefix(
      prefix,
      after,
      limit,
    );
    ids.push(...users.map(({ user }) => user.profile.id));
    after = next;
  }
  return { ids, pages };
}
const idsOf = (...users: readonly User[]): string[] => users.map(({ profile }) => profile.id);

describe('the search for users by what they are called', () => {
  it('finds by userName, by any address, by both orders of the name, case ignored, each user once', async () => {
    const ada = person('ada@example.com', 'Ada', 'Lovelace', {
      emails: [{ value: 'ada@example.com' }, { value: 'countess@example.com', type: 'home' }],
    });
    const grace = person('hopper@example.com', 'Grace', 'Hopper');
    await create(ada, grace);
    for (const prefix of ['ADA', 'ada@example.com', 'Countess@', 'ada lovel', 'LOVELACE  ad', 'Lovelace Ada']) {
      expect(await search(prefix)).toEqual({ ids: idsOf(ada), pages: 1 });
    }
    for (const prefix of ['adam', 'love a', 'example.com', 'Other']) expect((await search(prefix)).ids).toEqual([]);
    expect((await search('hopper')).ids).toEqual(idsOf(grace));
  });

  it('finds by userName and address before the worker has come by', async () => {
    const ada = person('ada@example.com', 'Ada', 'Lovelace');
    await directory.createUser(ada);
    expect((await search('ada')).ids).toEqual(idsOf(ada));
    expect((await search('love')).ids).toEqual([]);
    await table.drain([maintainNames]);
    expect((await search('ada')).ids).toEqual(idsOf(ada));
    expect((await search('love')).ids).toEqual(idsOf(ada));
  });

  it('shows nobody by a name that is no longer one, nor somebody who is gone', async () => {
    const ada = person('ada@example.com', 'Ada', 'Lovelace');
    await create(ada);
    const attributes = { userName: 'new@example.com', name: { givenName: 'Ada', familyName: 'King' } };
    const renamed = withAttributes(ada, attributes);
    await directory.changeUser({ before: ada, after: renamed });
    expect((await search('love')).ids).toEqual([]);
    expect((await search('new')).ids).toEqual(idsOf(ada));
    await table.drain([maintainNames]);
    expect((await search('ada')).ids).toEqual(idsOf(ada));
    await directory.removeUser(renamed);
    for (const prefix of ['ada', 'new']) expect((await search(prefix)).ids).toEqual([]);
  });

  it.each([1, 2, 3, 7, 50])('gives everybody once in pages of %i, in a fixed order', async (limit) => {
    const users = Array.from({ length: 23 }, (_, n) =>
      person(`a${(n * 7) % 23}@example.com`, n % 2 === 0 ? 'Anna' : 'Zoe', n % 3 === 0 ? 'Abel' : 'Young', {
        emails: [{ value: `a${(n * 7) % 23}@example.com` }, { value: `alias${n % 4}@example.com` }],
      }),
    );
    // Found by an address alone, and by a name alone.
    const late = [
      person('z1@example.com', 'Zoe', 'Zimmer', { emails: [{ value: 'another@example.com' }] }),
      person('z2@example.com', 'Astrid', 'Zimmer'),
      person('z3@example.com', 'Zora', 'Adams'),
    ];
    await create(...users, ...late);
    const { ids, pages } = await search('a', limit);
    expect(ids.toSorted()).toEqual(idsOf(...users, ...late).toSorted());
    expect(ids).toEqual((await search('a', 500)).ids);
    // 23 userNames, 47 addresses and 22 names begin so; each page looks through twice as many as are wanted.
    expect(pages).toBe(Math.ceil(92 / (2 * limit)));
  });

  it('goes on after the last one where that one is gone meanwhile', async () => {
    const users = ['a1', 'a2', 'a3', 'a4'].map((name) => person(`${name}@example.com`, 'X', 'Y'));
    await create(...users);
    const [first] = users;
    const { found: page, next } = await directory.usersByPrefix('a', [], 1);
    expect(idsOf(...page.map(({ user }) => user))).toEqual(idsOf(...users.slice(0, 1)));
    if (first !== undefined) await directory.removeUser(first);
    const { found: rest } = await directory.usersByPrefix('a', next ?? [], 50);
    expect(idsOf(...rest.map(({ user }) => user))).toEqual(idsOf(...users.slice(1)));
  });

  it('finds texts with separators, with letters of more than two bytes, and of any length', async () => {
    const odd = ['a#1@example.com', 'a#2@example.com', 'a%23@example.com', 'a😀b@example.com', 'aﬀ@example.com'];
    const users = [...odd.map((name) => person(name, 'X', 'Y')), person(`a${'b'.repeat(1500)}@example.com`, 'X', 'Y')];
    await create(...users);
    expect((await search('a#')).ids.toSorted()).toEqual(idsOf(...users.slice(0, 2)).toSorted());
    expect((await search('a%')).ids).toEqual(idsOf(...users.slice(2, 3)));
    expect((await search('a😀')).ids).toEqual(idsOf(...users.slice(3, 4)));
    expect((await search('aFF')).ids).toEqual(idsOf(...users.slice(4, 5)));
    expect((await search(`A${'b'.repeat(1400)}`)).ids).toEqual(idsOf(...users.slice(5)));
    expect((await search(`A${'b'.repeat(1400)}x`)).ids).toEqual([]);
    for (const limit of [1, 2, 3])
      expect((await search('a', limit)).ids.toSorted()).toEqual(idsOf(...users).toSorted());
  });

  it('begins where a place of no known way would be: at the beginning', async () => {
    const ada = person('ada@example.com', 'Ada', 'Lovelace');
    await create(ada);
    expect((await directory.usersByPrefix('ada', ['other', 'zzz'], 10)).found).toHaveLength(1);
    expect((await directory.usersByPrefix('ada', ['userName'], 10)).found).toHaveLength(1);
  });
});

describe('wayRange', () => {
  const organization = randomUUID();

  it('is nothing where another way has gone past all of its texts', () => {
    expect(wayRange(organization, 'userName', 'a#', 'a%23')).toBeUndefined();
    expect(wayRange(organization, 'address', 'a#', 'a#zz')).toMatchObject({ from: 'MAIL#a%23' });
  });
});

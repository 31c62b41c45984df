import { describe, expect, it, vi } from 'vitest';
import type { Context } from '#domain/context.ts';
import type { Directory, Select } from '#domain/directory.ts';
import { scanLimit } from '#domain/limits.ts';
import { productNamed } from '#domain/product.ts';
import type { User } from '#domain/user.ts';
import { userUseCases } from '#domain/users.ts';
import { selectAttributes } from '#scim/project.ts';
import { readListQuery } from '#scim/query.ts';
import { acme } from '../support/endpoint.ts';
import { sampleUser } from '../support/samples.ts';

/** Users with ids in the order of their numbers. */
const people: readonly User[] = Array.from({ length: 2600 }, (_, n) =>
  sampleUser(
    { userName: `p${n}@example.com`, title: 'x', nickName: `${n % 7}` },
    {},
    `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  ),
);
const byId = new Map(people.map((user) => [user.profile.id, user]));
const idsOf = (users: readonly User[]): readonly string[] => users.map(({ profile }) => profile.id);

type Scan = (limit: number, select: Select<User, unknown>) => Promise<readonly unknown[] | 'tooMany'>;

/** What lists ask of the store, over these users. */
function storeOf(users: readonly User[], indexed: readonly string[] = []) {
  return {
    bookmarks: vi.fn<Directory['bookmarks']>(async () => new Map()),
    putBookmark: vi.fn<Directory['putBookmark']>(async () => 'written'),
    owner: vi.fn<Directory['owner']>(async () => ({ userId: 'owner', version: 1 })),
    user: vi.fn<Directory['user']>(async (id) => byId.get(id)),
    users: vi.fn<Directory['users']>(async (ids) => ids.flatMap((id) => byId.get(id) ?? [])),
    userIdsByNamePrefix: vi.fn<Directory['userIdsByNamePrefix']>(async (_, limit) => indexed.slice(0, limit + 1)),
    scanUsers: vi.fn<Scan>(async (limit, select) => (users.length > limit ? 'tooMany' : select(users))),
  };
}

async function list(store: ReturnType<typeof storeOf>, parameters: Record<string, string>) {
  const context = {
    organization: acme,
    directory: store as unknown as Directory,
    product: productNamed('Statsig'),
    baseUrl: 'https://scim.test/scim/v2',
    now: () => new Date('2026-03-01T12:00:00Z'),
  } as Context;
  const type = userUseCases.resourceType(context);
  const selection = selectAttributes('title', undefined, type);
  const page = await userUseCases.list(context, readListQuery(new Map(Object.entries(parameters)), type), selection);
  return { ...page, ids: page.resources.map(({ id }) => String(id)) };
}

const endless = Array.from({ length: scanLimit + 1 }, () => people[0] as User);

describe('a list that has to be gathered', () => {
  it('P1: is refused as tooMany where it would look at more than the limit, with filters that work', async () => {
    await expect(list(storeOf(endless), { filter: 'title eq "x"' })).rejects.toMatchObject({
      status: 400,
      scimType: 'tooMany',
      detail:
        'The filter would have to look at more than 20000 resources. Please filter, with "and" if need be, by id, ' +
        'userName (eq or sw), externalId, emails.value, groups.value or meta.lastModified for users, and by id, ' +
        'displayName or members.value for groups.',
    });
    await expect(list(storeOf(endless), { sortBy: 'title' })).rejects.toMatchObject({
      scimType: 'tooMany',
      detail: expect.stringMatching(/^Sorting would .* Please leave sortBy out, or filter by id/u),
    });
    expect((await list(storeOf(endless.slice(1)), { filter: 'title eq "y"' })).totalResults).toBe(0);
  });

  it('P1: looks at what an index finds, up to the same limit, where looking at everything is too much', async () => {
    const indexed = idsOf(people).slice(0, 2501);
    const store = storeOf(endless, indexed);
    const { ids, totalResults } = await list(store, { filter: 'userName sw "p" or id eq "none"', startIndex: '2501' });
    expect({ ids, totalResults }).toEqual({ ids: indexed.slice(2500), totalResults: 2501 });
    expect(store.users.mock.calls.map(([wanted]) => wanted.length)).toEqual([1000, 1000, 502]);
    const tooMany = Array.from({ length: scanLimit + 1 }, (_, n) => String(n));
    await expect(list(storeOf(endless, tooMany), { filter: 'userName sw "p"' })).rejects.toMatchObject({
      scimType: 'tooMany',
    });
  });

  it('P1: asks no more than sixteen questions once there is too much to look at', async () => {
    const tooMany = Array.from({ length: scanLimit + 1 }, (_, n) => String(n));
    const filter = Array.from({ length: 100 }, (_, n) => `userName sw "${String(n).padStart(2, '0')}"`).join(' or ');
    const [wide, narrow] = [storeOf(endless, tooMany), storeOf(endless, idsOf(people).slice(0, 5))];
    await expect(list(wide, { filter })).rejects.toMatchObject({ scimType: 'tooMany' });
    expect(wide.userIdsByNamePrefix).toHaveBeenCalledTimes(16);
    await list(narrow, { filter });
    expect(narrow.userIdsByNamePrefix).toHaveBeenCalledTimes(100);
  });

  it('P3: sorts nothing where only the number is asked for', async () => {
    const store = {
      ...storeOf(endless),
      userCounts: vi.fn<Directory['userCounts']>(async () => [10_000, 20_000]),
    };
    expect(await list(store, { sortBy: 'title', count: '0' })).toMatchObject({ ids: [], totalResults: 30_000 });
    expect(store.userCounts).toHaveBeenCalledOnce();
  });

  it('P1: looks at everything where an index finds a great part of it, because neighbours cost less', async () => {
    const store = storeOf(people, idsOf(people));
    await list(store, { filter: 'userName sw "p"' });
    expect(store.scanUsers).toHaveBeenCalledOnce();
    expect(store.users).not.toHaveBeenCalled();
    const narrow = storeOf(people, idsOf(people).slice(0, 2500));
    await list(narrow, { filter: 'userName sw "p"' });
    expect(narrow.scanUsers).not.toHaveBeenCalled();
  });

  it('reads a single user with one Query and without the owner item', async () => {
    const store = storeOf(people);
    const [first] = idsOf(people);
    expect((await list(store, { filter: `id eq "${first}"` })).ids).toEqual([first]);
    expect((await list(store, { filter: 'id eq "none"' })).ids).toEqual([]);
    expect(store.users).not.toHaveBeenCalled();
    expect(store.owner).not.toHaveBeenCalled();
  });

  it('P3: reads those of a page again that there was no room for, and leaves out who is gone or changed meanwhile', async () => {
    const store = storeOf(people);
    const filter = 'title eq "x"';
    const near = await list(store, { filter, startIndex: '991', count: '10' });
    expect(near.ids).toEqual(idsOf(people).slice(990, 1000));
    expect(store.users).not.toHaveBeenCalled();
    const far = await list(store, { filter, startIndex: '996', count: '10' });
    expect(far).toMatchObject({ ids: idsOf(people).slice(995, 1005), totalResults: 2600 });
    expect(store.users.mock.calls).toEqual([[idsOf(people).slice(1000, 1005)]]);
    store.users.mockImplementationOnce(async (ids) =>
      ids.slice(1).map((id, n) => (n === 0 ? sampleUser({ title: 'y' }, {}, id) : (byId.get(id) as User))),
    );
    const meanwhile = await list(store, { filter, startIndex: '996', count: '10' });
    expect(meanwhile.ids).toEqual(
      idsOf(people)
        .slice(995, 1005)
        .filter((_, n) => n !== 5 && n !== 6),
    );
  });

  it('P5: sorts all of it, with ties by id', async () => {
    const { ids, totalResults } = await list(storeOf(people), { sortBy: 'nickName', startIndex: '371', count: '3' });
    expect(totalResults).toBe(2600);
    expect(ids).toEqual([people[2590], people[2597], people[1]].map((user) => user?.profile.id));
    const down = await list(storeOf(people), { sortBy: 'nickName', sortOrder: 'descending', count: '2' });
    expect(down.ids).toEqual([people[6], people[13]].map((user) => user?.profile.id));
  });

  it('P3: has nothing beside a page of none', async () => {
    const page = await list(storeOf(people), { filter: 'title eq "x"', cursor: '', count: '0' });
    expect(page).toEqual({ resources: [], ids: [], totalResults: 2600 });
  });
});

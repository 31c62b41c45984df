import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResourcePage } from '#domain/context.ts';
import { searchAll, searchedKinds } from '#domain/search.ts';
import type { JsonObject } from '#scim/json.ts';
import { selectAttributes } from '#scim/project.ts';
import { readListQuery } from '#scim/query.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, idOf, steadyClock, type World } from '../support/world.ts';

const clock = steadyClock();
let table: Table;
let world: World;

beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table, { clock, settings: { groups: 'open' } });
  await Promise.all(
    Array.from({ length: 14 }, async (_, n) =>
      world.createUser(`steady${n}@example.com`, { title: `Title ${n % 4}`, ...(n % 5 > 0 && { nickName: `n${n}` }) }),
    ),
  );
});
afterAll(() => table.stop());

type List = (parameters: Record<string, string>) => Promise<ResourcePage>;

/** The search over users and groups together. */
function search(parameters: Record<string, string>): Promise<ResourcePage> {
  const { users, groups } = searchedKinds(world.context);
  const asked = ({ type, names }: typeof users) => ({
    query: readListQuery(new Map(Object.entries(parameters)), names),
    selection: selectAttributes(undefined, undefined, type),
  });
  return searchAll(world.context, asked(users), asked(groups));
}

/** All pages from an end on; `between` is done after each. */
async function walk(
  list: List,
  parameters: Record<string, string>,
  between: () => Promise<void> = async () => undefined,
): Promise<ResourcePage[]> {
  const pages: ResourcePage[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const page: ResourcePage = await list({ ...parameters, cursor });
    pages.push(page);
    await between();
    cursor = page.nextCursor;
  }
  return pages;
}

const resourcesOf = (pages: readonly ResourcePage[]): readonly JsonObject[] =>
  pages.flatMap(({ resources }) => resources);

const questions: readonly (readonly [string, List, Record<string, string>])[] = [
  ['all users', (asked) => world.listUsers(asked), {}],
  ['users that a filter selects', (asked) => world.listUsers(asked), { filter: 'title sw "title"' }],
  ['sorted users', (asked) => world.listUsers(asked), { sortBy: 'title' }],
  [
    'users sorted backwards, some without a value',
    (asked) => world.listUsers(asked),
    { sortBy: 'nickName', sortOrder: 'descending' },
  ],
  ['all groups', (asked) => world.listGroups(asked), {}],
  ['users and groups together', search, {}],
  ['users and groups sorted together', search, { sortBy: 'userName', filter: 'meta.resourceType pr' }],
];

describe.each(questions)('a walk by cursor over %s', (_, list, parameters) => {
  it('RFC 9865 §2: gives what one page of all of it gives, there and back', async () => {
    const whole = await list({ ...parameters, count: '1000' });
    expect(whole.resources.length).toBe(whole.totalResults);
    const pages = await walk(list, { ...parameters, count: '4' });
    expect(resourcesOf(pages)).toEqual(whole.resources);
    expect(new Set(pages.map(({ totalResults }) => totalResults))).toEqual(new Set([whole.totalResults]));
    expect(pages.map(({ previousCursor }) => previousCursor !== undefined)).toEqual(pages.map((_page, n) => n > 0));
    const back: ResourcePage[] = [];
    for (let page = pages.at(-1); page?.previousCursor !== undefined; back.unshift(page)) {
      page = await list({ ...parameters, count: '4', cursor: page.previousCursor });
    }
    expect(resourcesOf(back)).toEqual(resourcesOf(pages.slice(0, -1)));
    expect(back.map(({ nextCursor }) => nextCursor !== undefined)).toEqual(back.map(() => true));
  });

  it('RFC 9865 §2: gives whoever exists throughout, once, whatever is created and deleted meanwhile', async () => {
    const before = idsOf(await walk(list, { ...parameters, count: '1000' }));
    const passing: string[] = [];
    let n = 0;
    const pages = await walk(list, { ...parameters, count: '3' }, async () => {
      n += 1;
      const others = passing.splice(0, passing.length - 1);
      await Promise.all(others.map((id) => world.deleteUser(id)));
      const made = [`a${n}`, `z${n}`].map((name) =>
        world.createUser(`${name}-${crypto.randomUUID()}@example.com`, { title: `Title ${n % 4}`, nickName: name }),
      );
      if (n < 12) passing.push(...(await Promise.all(made)).map(idOf));
    });
    const given = idsOf(pages);
    expect(given.filter((id) => before.includes(id))).toEqual(before);
    for (const id of passing) await world.deleteUser(id);
  });

  it('P3: an empty count gives the total alone', async () => {
    const { totalResults } = await list({ ...parameters, count: '1000' });
    expect(await list({ ...parameters, cursor: '', count: '0' })).toEqual({ resources: [], totalResults });
    expect(await list({ ...parameters, count: '0' })).toEqual({ resources: [], totalResults });
    const page = await list({ ...parameters, cursor: '', count: '1001' });
    expect(page.resources).toHaveLength(totalResults);
  });
});

function idsOf(pages: readonly ResourcePage[]): readonly string[] {
  return resourcesOf(pages).map(idOf);
}

describe('a cursor', () => {
  it.each<Record<string, string>>([{}, { sortBy: 'userName', sortOrder: 'descending' }])(
    'RFC 9865 §2: goes on where those are gone whom it was made for; an empty page leads back (%j)',
    async (order) => {
      const asked = { ...order, filter: 'title eq "Walker"', count: '2' };
      for (let n = 0; n < 4; n++) await world.createUser(`walker${n}@example.com`, { title: 'Walker' });
      const [first, last] = await walk((more) => world.listUsers(more), asked);
      const cursor = first?.nextCursor ?? '';
      await Promise.all((last?.resources ?? []).map((user) => world.deleteUser(idOf(user))));
      const empty = await world.listUsers({ ...asked, cursor });
      expect(empty).toEqual({ resources: [], totalResults: 2, previousCursor: expect.any(String) });
      const back = await world.listUsers({ ...asked, cursor: empty.previousCursor ?? '' });
      expect(back).toEqual({ resources: first?.resources, totalResults: 2 });
      await Promise.all((first?.resources ?? []).map((user) => world.deleteUser(idOf(user))));
      expect(await world.listUsers({ ...asked, cursor })).toEqual({ resources: [], totalResults: 0 });
    },
  );

  it('RFC 9865 §2: of everybody is counted where the walk begins; what comes and goes later is not, and is given', async () => {
    const other = await foundWorld(table);
    for (let n = 0; n < 3; n++) await other.createUser(`walker${n}@example.com`);
    const first = await other.listUsers({ cursor: '', count: '2' });
    await Promise.all([3, 4].map((n) => other.createUser(`walker${n}@example.com`)));
    const pages = [first];
    for (let page = first; page.nextCursor !== undefined; pages.push(page)) {
      page = await other.listUsers({ cursor: page.nextCursor, count: '2' });
    }
    expect(pages.map(({ totalResults }) => totalResults)).toEqual(pages.map(() => 4));
    expect((await other.listUsers({ cursor: '' })).totalResults).toBe(6);
  });

  it('T1: is none in another organization, and expires', async () => {
    const { nextCursor = '' } = await world.listUsers({ cursor: '', count: '1' });
    const other = await foundWorld(table);
    await expect(other.listUsers({ cursor: nextCursor })).rejects.toMatchObject({ scimType: 'invalidCursor' });
    clock.set('2026-03-01T13:00:01.000Z');
    await expect(world.listUsers({ cursor: nextCursor })).rejects.toMatchObject({ scimType: 'expiredCursor' });
  });
});

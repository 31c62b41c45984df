import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResourcePage } from '#domain/context.ts';
import { searchAll, searchedKinds } from '#domain/search.ts';
import { userUseCases } from '#domain/users.ts';
import { selectAttributes } from '#scim/project.ts';
import { readListQuery } from '#scim/query.ts';
import { startTable, type Table } from '../support/table.ts';
import { contextOf, foundWorld, idOf, stamp, steadyClock, verbs, type World } from '../support/world.ts';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const start = '2026-03-01T12:00:00.000Z';
const clock = steadyClock(start);

type List = (world: World, parameters: Record<string, string>) => Promise<ResourcePage>;

/** The search over users and groups together. */
const search: List = async ({ context }, parameters) => {
  const { users, groups } = searchedKinds(context);
  const asked = ({ type, names }: typeof users) => ({
    query: readListQuery(new Map(Object.entries(parameters)), names),
    selection: selectAttributes(undefined, undefined, type),
  });
  return searchAll(context, asked(users), asked(groups));
};
const users: List = async (world, parameters) => world.listUsers(parameters);
const groups: List = async (world, parameters) => world.listGroups(parameters);

const questions: readonly (readonly [string, List, Record<string, string>])[] = [
  ['all users', users, {}],
  ['all users by id', users, { sortBy: 'id' }],
  ['users that a filter selects', users, { filter: 'userName pr' }],
  ['users sorted backwards, some without a value', users, { sortBy: 'nickName', sortOrder: 'descending' }],
  ['all groups', groups, {}],
  ['sorted groups', groups, { sortBy: 'displayName' }],
  ['users and groups together', search, {}],
  ['users and groups sorted together', search, { sortBy: 'displayName', filter: 'meta.resourceType pr' }],
];

let names = 0;

/** Makes a user and an ordinary group, either of which a list may show. */
async function create(world: World): Promise<string[]> {
  const name = `n${(names += 1)}`;
  const [user, group] = await Promise.all([
    world.createUser(`${name}@example.com`, { ...(names % 3 > 0 && { nickName: `${(names * 7) % 10}` }) }),
    world.createGroup(name),
  ]);
  return [idOf(user), idOf(group)];
}

async function remove(world: World, [user = '', group = '']: readonly string[]): Promise<void> {
  await Promise.all([world.deleteUser(user), world.deleteGroup(group)]);
}

/** An organization of its own with so many pairs of users and groups. */
async function populated(count: number): Promise<{ world: World; pairs: string[][] }> {
  clock.set(start);
  const world = await foundWorld(table, { clock, settings: { groups: 'open' } });
  return { world, pairs: await Promise.all(Array.from({ length: count }, () => create(world))) };
}

type Step = { readonly page: ResourcePage; readonly startIndex: number };

/** How a client tells that it is done: by the total that it was told, or by an empty page. */
type End = 'total' | 'empty';

/** A walk one page at a time: at the last startIndex plus the count, until it is done. */
async function* walk(
  list: (parameters: Record<string, string>) => Promise<ResourcePage>,
  count: number,
  end: End,
): AsyncGenerator<Step> {
  for (let startIndex = 1; ; startIndex += count) {
    const page = await list({ startIndex: String(startIndex), count: String(count) });
    yield { page, startIndex };
    if (end === 'total' ? startIndex - 1 + count >= page.totalResults : page.resources.length === 0) return;
  }
}

const idsIn = (pages: readonly ResourcePage[]): readonly string[] =>
  pages.flatMap(({ resources }) => resources.map(idOf));

/** Expects of pages that they hold these ids, once and in this order, and others at will. */
function expectThroughout(pages: readonly ResourcePage[], before: readonly string[], gone: ReadonlySet<string>): void {
  const steady = before.filter((id) => !gone.has(id));
  expect(idsIn(pages).filter((id) => steady.includes(id))).toEqual(steady);
}

describe.each(questions)('a walk by startIndex over %s', (_, list, parameters) => {
  it.each<End>(['total', 'empty'])(
    'P4: gives everybody once where nothing changes, and ends by its %s',
    async (end) => {
      const { world } = await populated(9);
      const whole = await list(world, { ...parameters, count: '1000' });
      for (const count of [1, 3, 5]) {
        const pages: ResourcePage[] = [];
        for await (const { page } of walk((more) => list(world, { ...parameters, ...more }), count, end))
          pages.push(page);
        expect(idsIn(pages)).toEqual(whole.resources.map(idOf));
        expect(new Set(pages.slice(0, -1).map(({ totalResults }) => totalResults))).toEqual(
          new Set([whole.totalResults]),
        );
      }
    },
  );

  it('P4: gives whoever exists throughout, once, whatever is created and deleted meanwhile, and ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 12 }),
        fc.constantFrom<End>('total', 'empty'),
        fc.infiniteStream(fc.nat()),
        async (count, changes, end, choices) => {
          const { world, pairs } = await populated(10);
          const before = (await list(world, { ...parameters, count: '1000' })).resources.map(idOf);
          const gone = new Set<string>();
          const pages: ResourcePage[] = [];
          const [told, wanted]: [number[], number[]] = [[], []];
          for await (const { page, startIndex } of walk(
            (more) => list(world, { ...parameters, ...more }),
            count,
            end,
          )) {
            pages.push(page);
            const last = page.resources.at(-1);
            if (last !== undefined) {
              const all = idsIn([await list(world, { ...parameters, count: '1000' })]);
              const remains = all.length - 1 - all.indexOf(idOf(last));
              const passed = startIndex - 1 + (remains > 0 ? count : page.resources.length);
              told.push(page.totalResults);
              wanted.push(passed + remains);
            }
            const [comes, goes] = changes.shift() ?? [0, 0];
            for (let n = 0; n < comes; n++) await create(world);
            for (let n = 0; n < goes && pairs.length > 0; n++) {
              const [pair = []] = pairs.splice((choices.next().value ?? 0) % pairs.length, 1);
              for (const id of pair) gone.add(id);
              await remove(world, pair);
            }
          }
          expectThroughout(pages, before, gone);
          expect(told).toEqual(wanted);
          expect(new Set(idsIn(pages)).size).toBe(idsIn(pages).length);
        },
      ),
      { numRuns: 4 },
    );
  }, 60_000);
});

/** The same organization, asked with another key. */
function withKey(world: World, actor: string): World {
  const directory = table.registry.directory(world.organization.id, stamp({ actor }));
  const context = contextOf(table.registry, world.organization, directory, clock);
  return { ...world, directory, context, ...verbs(context) };
}

/** An organization of its own with so many users and nobody else but the owner; ids in the order of lists. */
async function peopled(count: number): Promise<{ world: World; ids: readonly string[] }> {
  clock.set(start);
  const world = await foundWorld(table, { clock });
  await Promise.all(Array.from({ length: count }, async (_, n) => world.createUser(`p${n}@example.com`)));
  return { world, ids: idsIn([await world.listUsers({ count: '1000' })]) };
}

/** Deletes one of them, who is not the owner. */
async function removeOneOf(world: World, ids: readonly string[]): Promise<string> {
  const { userId } = await world.directory.owner();
  const id = ids.find((one) => one !== userId) ?? '';
  await world.deleteUser(id);
  return id;
}

const pageAt = async (world: World, startIndex: number, more: Record<string, string> = {}) =>
  world.listUsers({ startIndex: String(startIndex), count: '4', ...more });

describe('a bookmark', () => {
  it('P4: gives a page that is asked again the same people, and goes on once', async () => {
    const { world, ids } = await peopled(11);
    await pageAt(world, 1);
    const once = await pageAt(world, 5);
    await removeOneOf(world, ids);
    expect(await pageAt(world, 5)).toEqual(once);
    expect(idsIn([await pageAt(world, 9)])).toEqual(ids.slice(8));
  });

  it('P4: says where nothing is left that the walk has passed everybody', async () => {
    const { world, ids } = await peopled(8);
    await pageAt(world, 1);
    await removeOneOf(world, ids.slice(0, 4));
    const { userId } = await world.directory.owner();
    for (const id of ids.slice(4)) if (id !== userId) await world.deleteUser(id);
    const rest = ids.slice(4).filter((id) => id === userId);
    const page = await pageAt(world, 5);
    expect({ ids: idsIn([page]), total: page.totalResults }).toEqual({ ids: rest, total: 4 + rest.length });
  });

  it('P4: belongs to one key', async () => {
    const { world, ids } = await peopled(11);
    const [one, other] = [withKey(world, 'one-key'), withKey(world, 'other-key')];
    await pageAt(one, 1);
    const gone = await removeOneOf(world, ids.slice(0, 4));
    const left = ids.filter((id) => id !== gone);
    expect(idsIn([await pageAt(other, 5)])).toEqual(left.slice(4, 8));
    expect(idsIn([await pageAt(one, 5)])).toEqual(ids.slice(4, 8));
    expect((await pageAt(one, 5)).totalResults).toBe(12);
    expect((await pageAt(other, 5)).totalResults).toBe(11);
  });

  it('P4: belongs to one question, whatever its pages show', async () => {
    const { world, ids } = await peopled(11);
    await pageAt(world, 1);
    const gone = await removeOneOf(world, ids.slice(0, 4));
    const left = ids.filter((id) => id !== gone);
    const other = { filter: 'id pr' };
    expect(idsIn([await pageAt(world, 5, other)])).toEqual(left.slice(4, 8));
    expect(idsIn([await pageAt(world, 5, { sortBy: 'userName' })])).not.toEqual(ids.slice(4, 8));
    expect(idsIn([await pageAt(world, 5, { attributes: 'userName', count: '2' })])).toEqual(ids.slice(4, 6));
    expect(await pageAt(world, 5, { count: '0' })).toEqual({ resources: [], totalResults: 11 });
  });

  it('P4: leads on for an hour, and from then on the counters do', async () => {
    const { world, ids } = await peopled(11);
    await pageAt(world, 1);
    const gone = await removeOneOf(world, ids.slice(0, 4));
    clock.set('2026-03-01T12:59:59.000Z');
    expect(idsIn([await pageAt(world, 5)])).toEqual(ids.slice(4, 8));
    clock.set('2026-03-01T13:00:00.000Z');
    const left = ids.filter((id) => id !== gone);
    const page = await pageAt(world, 5);
    expect({ ids: idsIn([page]), total: page.totalResults }).toEqual({ ids: left.slice(4, 8), total: 11 });
    // It was left before the first one had ended, and is of use until an hour after that.
    expect(idsIn([await pageAt(world, 9)])).toEqual(ids.slice(8));
  });

  it('P4: of two walks follows the one behind', async () => {
    const { world, ids } = await peopled(11);
    await pageAt(world, 1);
    const gone = await removeOneOf(world, ids.slice(0, 4));
    const left = ids.filter((id) => id !== gone);
    // The second walk has come further with its first page than the first one had.
    expect(idsIn([await pageAt(world, 1)])).toEqual(left.slice(0, 4));
    expect(idsIn([await pageAt(world, 5)])).toEqual(ids.slice(4, 8));
  });

  it('P3: leads on where a shorter page has ended, both ways to ask on', async () => {
    const { world, ids } = await peopled(11);
    const type = userUseCases.resourceType(world.context);
    const asked = readListQuery(new Map([['count', '6']]), type);
    const all = selectAttributes(undefined, undefined, type);
    await userUseCases.list(world.context, asked, all);
    const short = await userUseCases.list(world.context, { ...asked, count: 2 }, all);
    expect({ ids: idsIn([short]), total: short.totalResults }).toEqual({ ids: ids.slice(0, 2), total: 6 + 10 });
    expect(idsIn([await pageAt(world, 7)])).toEqual(ids.slice(2, 6));
    await removeOneOf(world, ids.slice(0, 2));
    expect(idsIn([await pageAt(world, 3)])).toEqual(ids.slice(2, 6));
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listGroupMembers, readGroupDetails } from '../../lambdas/domain/console-groups.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { readPrecondition } from '../../lambdas/scim/version.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { consoleOf } from '../support/console.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { committingDirectory } from '../support/journal.ts';
import { contextOf, foundWorld, groupNames, idOf, memberIds, steadyClock, verbs } from '../support/world.ts';
import type { World } from '../support/world.ts';

const displayName = 'Statsig-ProjectA-Growth-Admin';

let table: TestTable;
let world: World;
/** The same organization, for requests that commit and die before they apply anything. */
let dying: ReturnType<typeof verbs>;
let people: readonly string[];
let group: string;

beforeAll(async () => {
  table = await startTestTable();
});
beforeEach(async () => {
  const registry = tableRegistry(table);
  world = await foundWorld({ registry });
  const { organization, clock } = world;
  dying = verbs(contextOf(registry, organization, committingDirectory(table, organization.id), clock));
  const users = await Promise.all(Array.from({ length: 70 }, (_, n) => world.createUser(`p${n}@example.com`)));
  people = users.map(idOf).toSorted();
  group = await world.groupNamed(displayName);
});
afterAll(() => table.stop());

const values = (ids: readonly string[]): JsonObject[] => ids.map((value) => ({ value }));
const add = (ids: readonly string[]): JsonObject => ({ op: 'add', path: 'members', value: values(ids) });
const remove = (ids: readonly string[]): JsonObject => ({ op: 'remove', path: 'members', value: values(ids) });

const isOpen = async (): Promise<boolean> => (await world.directory.group(group))?.journal?.open.length !== 0;

describe('a group with more members than one transaction changes', () => {
  it('G8: is filled and emptied by PUT, PATCH and the same request again', async () => {
    const filled = await world.putGroup(group, { displayName, members: values(people) });
    expect(memberIds(filled)).toEqual(people);
    expect(await world.readGroup(group)).toEqual(filled);
    expect(await world.putGroup(group, { displayName, members: values(people) })).toEqual(filled);
    expect(groupNames(await world.readUser(people[69] ?? ''))).toEqual([displayName]);
    expect(memberIds(await world.patchGroup(group, [remove(people.slice(5))]))).toEqual(people.slice(0, 5));
    expect(memberIds(await world.patchGroup(group, [add(people)]))).toEqual(people);
    expect(memberIds(await world.putGroup(group, { displayName, members: [] }))).toEqual([]);
    expect(groupNames(await world.readUser(people[0] ?? ''))).toEqual([]);
    expect(await isOpen()).toBe(false);
  });

  it('G8: shows all of it to every reader from the answer on, while nothing is applied', async () => {
    const [first = '', , , last = ''] = people;
    await dying.patchGroup(group, [add(people)]);
    expect(await isOpen()).toBe(true);
    expect(memberIds(await world.readGroup(group))).toEqual(people);
    const filter = `members.value eq "${last}"`;
    const { resources, totalResults } = await world.listGroups({ filter });
    expect({ totalResults, ids: resources.map(idOf) }).toEqual({ totalResults: 1, ids: [group] });
    const [listed] = (await world.listGroups({ filter: `displayName eq "${displayName}"` })).resources;
    expect(memberIds(listed ?? {})).toEqual(people);
    await dying.patchGroup(group, [remove([last])]);
    expect((await world.listGroups({ filter })).totalResults).toBe(0);
    const console = consoleOf(tableRegistry(table), world);
    expect(await readGroupDetails(console, group)).toMatchObject({ memberCount: 69, waiting: { count: 0 } });
    const page = await listGroupMembers(console, group, { limit: 2 });
    expect(page.items.map(({ id }) => id)).toEqual([first, people[1]]);
  });

  it('G8: takes small changes behind the large one, in the order of the answers', async () => {
    const [first = '', second = ''] = people;
    await dying.putGroup(group, { displayName, members: values(people.slice(1)) });
    expect(memberIds(await world.patchGroup(group, [add([first]), remove([second])]))).toEqual([
      first,
      ...people.slice(2),
    ]);
    const wanted = people.slice(2, 4);
    expect(memberIds(await world.putGroup(group, { displayName, members: values(wanted) }))).toEqual(wanted);
    const operation = { op: 'remove', path: `members[value eq "${wanted[0]}"]` };
    expect(memberIds(await world.patchGroup(group, [operation]))).toEqual(wanted.slice(1));
  });

  it('P5: raises the version once, with the commit; If-Match names it', async () => {
    const before = await world.readGroup(group);
    await dying.patchGroup(group, [add(people)]);
    const { meta } = (await world.readGroup(group)) as { meta: { version: string } };
    const old = readPrecondition((before['meta'] as { version: string }).version);
    await expect(world.patchGroup(group, [remove(people)], old)).rejects.toMatchObject({ status: 412 });
    const present = readPrecondition(meta.version);
    expect(memberIds(await world.patchGroup(group, [remove(people)], present))).toEqual([]);
  });

  it('U4, U5: loses who is deactivated or deleted before it is applied', async () => {
    const [first = '', second = ''] = people;
    await dying.patchGroup(group, [add(people)]);
    await world.patchUser(first, [{ op: 'replace', value: { active: false } }]);
    await world.deleteUser(second);
    expect(memberIds(await world.readGroup(group))).toEqual(people.slice(2));
    await world.patchUser(first, [{ op: 'replace', value: { active: true } }]);
    expect(memberIds(await world.readGroup(group))).toEqual(people.slice(2));
  });

  it('G5: keeps its team as long as a change is open that gives it members', async () => {
    await dying.patchGroup(group, [add(people)]);
    await world.deleteGroup(await world.groupNamed('Statsig-ProjectA-Growth-Member'));
    expect(memberIds(await world.readGroup(group))).toEqual(people);
    await world.deleteGroup(group);
    expect((await world.listGroups({ filter: 'displayName co "Growth"' })).totalResults).toBe(0);
  });
});

describe('a change right after the end of a journal', () => {
  /** A client whose first look at users is from before. */
  async function late(at: string) {
    const before = await world.directory.standings(people);
    await world.patchGroup(group, [add(people)]);
    let looks = 0;
    const { directory, organization } = world;
    const standings = async (ids: readonly string[]) => (looks++ === 0 ? before : directory.standings(ids));
    const stale = { ...directory, standings };
    const client = verbs(contextOf(tableRegistry(table), organization, stale, steadyClock(at)));
    return { client, looks: () => looks };
  }

  it('G8: looks at the users once more, who may have been looked at before it', async () => {
    const { client } = await late(new Date().toISOString());
    expect(memberIds(await client.patchGroup(group, [remove(people.slice(0, 2))]))).toEqual(people.slice(2));
  });

  it('looks once where that is long ago', async () => {
    const { client, looks } = await late(new Date(Date.now() + 600_000).toISOString());
    await client.patchGroup(group, [add(people.slice(0, 1))]);
    expect(looks()).toBe(1);
  });
});

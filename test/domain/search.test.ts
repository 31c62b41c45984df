import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchAll, searchedKinds } from '#domain/search.ts';
import type { JsonObject } from '#scim/json.ts';
import { selectAttributes } from '#scim/project.ts';
import { readListQuery } from '#scim/query.ts';
import { attachRecorder, type Recorder } from '../support/recorder.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { foundWorld, idOf, type World } from '../support/world.ts';

let table: TestTable;
let recorder: Recorder;
let world: World;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  const registry = tableRegistry({ client, tableName: table.tableName });
  world = await foundWorld({ registry, stop: () => table.stop() }, { settings: { groups: 'open' } });
  const ada = await world.createUser('ada@example.com', { displayName: 'Sales', externalId: 'ext-1', title: 'Pilot' });
  await world.createUser('bob@example.com', { active: false });
  await world.createGroup('Sales', { externalId: 'ext-1', members: [{ value: idOf(ada) }] });
  await world.createGroup('Ordinary');
});
afterAll(() => table.stop());

async function search(parameters: Record<string, string>) {
  const { users, groups } = searchedKinds(world.context);
  const asked = ({ type, names }: typeof users) => ({
    query: readListQuery(new Map(Object.entries(parameters)), names),
    selection: selectAttributes(undefined, undefined, type),
  });
  return searchAll(world.context, asked(users), asked(groups));
}

/** What people call it: the userName, or a group's displayName. */
const nameOf = (resource: JsonObject): string => String(resource['userName'] ?? resource['displayName']);
const people = ['ada@example.com', 'bob@example.com', 'owner@example.com'];

describe('a search over users and groups', () => {
  it('RFC 7644 §3.4.3: gives users first, then groups, each by id, with the total of both', async () => {
    const [users, groups] = [await world.listUsers(), await world.listGroups()];
    const found = await search({});
    expect(found).toEqual({
      resources: [...users.resources, ...groups.resources],
      totalResults: users.totalResults + groups.totalResults,
    });
    for (const startIndex of [1, 2, 3, 4, 12, 13, 14, 99]) {
      const page = await search({ startIndex: String(startIndex), count: '2' });
      expect(page).toEqual({
        resources: found.resources.slice(startIndex - 1, startIndex + 1),
        totalResults: found.totalResults,
      });
      const filtered = await search({ filter: 'id pr', startIndex: String(startIndex), count: '2' });
      expect(filtered).toEqual(page);
    }
  });

  it.each<[string, readonly string[]]>([
    ['displayName eq "sales"', ['ada@example.com', 'Sales']],
    ['externalId eq "ext-1"', ['ada@example.com', 'Sales']],
    ['userName eq "ADA@example.com" or displayName eq "o r d i n a r y"', ['ada@example.com', 'Ordinary']],
    ['meta.resourceType eq "User"', people],
    ['meta.resourceType eq "Group" and displayName sw "S" and members pr', ['Sales']],
    ['title pr', ['ada@example.com']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:displayName eq "Sales"', ['ada@example.com']],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "Sales"', ['Sales']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:externalId eq "ext-1"', ['ada@example.com']],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:meta[resourceType pr] and displayName eq "Sales"', ['Sales']],
    ['urn:ietf:params:scim:schemas:extension:statsig:2.0:User:id pr and title pr', ['ada@example.com']],
    ['active eq false', ['bob@example.com']],
    ['statsigOrgRole eq "Owner"', ['owner@example.com']],
    ['urn:ietf:params:scim:schemas:extension:statsig:2.0:User:statsigOrgRole eq "Owner"', ['owner@example.com']],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr', []],
    ['groups.display eq "Sales"', ['ada@example.com']],
    // What a kind lacks has no value there.
    ['not (userName pr) and displayName co "ordinary"', ['Ordinary']],
    ['title eq null and displayName eq "Sales"', ['Sales']],
    ['members eq null and userName sw "ada"', ['ada@example.com']],
  ])('RFC 7644 §3.4.2.1: %s', async (filter, expected) => {
    const { resources, totalResults } = await search({ filter });
    expect(resources.map(nameOf).toSorted()).toEqual(expected.toSorted());
    expect(totalResults).toBe(expected.length);
  });

  it('RFC 7644 §3.4.2.3: sorts them together; who lacks the attribute comes last, or first when descending', async () => {
    const up = (await search({ sortBy: 'displayName' })).resources.map(nameOf);
    // The owner's is Olivia Owner; of equal ones the user comes first.
    expect(up.slice(0, 4)).toEqual(['owner@example.com', 'Ordinary', 'ada@example.com', 'Sales']);
    expect(up.at(-1)).toBe('bob@example.com');
    const down = (await search({ sortBy: 'userName', sortOrder: 'descending' })).resources.map(nameOf);
    expect(down.slice(-3)).toEqual(people.toReversed());
    const ids = (await search({ sortBy: 'id' })).resources.map(idOf);
    expect(ids).toEqual(ids.toSorted());
  });

  it('RFC 7644 §3.4.2.1: refuses names that no kind has', () => {
    const { users } = searchedKinds(world.context);
    expect(() => readListQuery(new Map([['filter', 'shoeSize eq 9']]), users.names)).toThrow('User or Group');
  });

  it('RFC 9865 §2.1: tells cursors apart whose queries only one kind understands in the same way', async () => {
    const ofUsers = (name: string) => `urn:ietf:params:scim:schemas:core:2.0:User:${name}`;
    const { nextCursor = '' } = await search({
      filter: 'displayName pr',
      sortBy: 'displayName',
      cursor: '',
      count: '1',
    });
    for (const other of [
      { filter: ofUsers('displayName pr'), sortBy: 'displayName' },
      { filter: 'displayName pr', sortBy: ofUsers('displayName') },
    ]) {
      await expect(search({ ...other, cursor: nextCursor })).rejects.toMatchObject({ scimType: 'invalidCursor' });
    }
  });

  it('reads by the indexes of both kinds, side by side: two calls one after the other', async () => {
    const planned = () => search({ filter: 'userName eq "bob@example.com"' });
    await planned();
    expect((await recorder.record(planned)).depth).toBe(2);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '#domain/founding.ts';
import { groupUseCases } from '#domain/groups.ts';
import { productNamed } from '#domain/product.ts';
import { userUseCases } from '#domain/users.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { searchOperations } from '#http/search-operations.ts';
import type { JsonObject } from '#scim/json.ts';
import { eventOf, invocation, readable, type ShortRequest } from '../support/endpoint.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, idOf, type World } from '../support/world.ts';

const operations = {
  ...resourceOperations('/Users', userUseCases),
  ...resourceOperations('/Groups', groupUseCases),
  ...searchOperations,
};

let table: Table;
let world: World;
let ask: (request: ShortRequest) => Promise<ReturnType<typeof readable>>;
let ada: JsonObject;
let sales: JsonObject;

beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table, { settings: { groups: 'open' } });
  const wanted = { organizationId: world.organization.id, name: 'Reader', scope: 'read' } as const;
  const { key } = await createKey(world.directory, wanted, world.clock);
  const handler = scimEndpoint({
    operations,
    registry: table.registry,
    product: productNamed('Statsig'),
    publicHosts: [],
    writeLine: () => undefined,
  });
  ask = async (request) =>
    readable(await handler(eventOf({ key, ...request }, Object.keys(operations)), invocation(10_000)));
  ada = await world.createUser('ada@example.com', { displayName: 'Sales', title: 'Engineer' });
  sales = await world.createGroup('Sales', { members: [{ value: idOf(ada) }] });
});
afterAll(() => table.stop());

const search = (path: string, body: unknown) => ask({ method: 'POST', url: `/scim/v2${path}`, body });

describe('POST /.search', () => {
  it('RFC 7644 §3.4.3: finds users and groups together, each with its own attributes, with a key that may only read', async () => {
    const body = { filter: 'displayName eq "sales"', attributes: ['displayName', 'title', 'members.value'] };
    expect(await search('/.search', body)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/scim+json', 'cache-control': 'no-store' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: 2,
        startIndex: 1,
        itemsPerPage: 2,
        Resources: [
          { schemas: ada['schemas'], id: ada['id'], displayName: 'Sales', title: 'Engineer' },
          { schemas: sales['schemas'], id: sales['id'], displayName: 'Sales', members: [{ value: ada['id'] }] },
        ],
      },
    });
  });

  it('RFC 7644 §3.4.2.1: answers as GET of the base URL does', async () => {
    const query = new URLSearchParams({ filter: 'displayName eq "sales"', sortBy: 'id', count: '1', cursor: '' });
    const [got, found] = [
      await ask({ url: `/scim/v2?${query}` }),
      await search('/.search', { filter: 'displayName eq "sales"', sortBy: 'id', count: 1, cursor: '' }),
    ];
    expect(got).toMatchObject({ status: 200, body: { totalResults: 2, itemsPerPage: 1 } });
    expect({ ...got, body: { ...(got.body as object), nextCursor: '' } }).toEqual({
      ...found,
      body: { ...(found.body as object), nextCursor: '' },
    });
  });

  it('RFC 7644 §3.12: refuses what is no SearchRequest, and names that no type has', async () => {
    expect(await search('/.search', [])).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } });
    expect(await search('/.search', { count: 'all' })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
    const unknown = await search('/.search', { filter: 'shoeSize eq 9' });
    expect(unknown).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    expect(JSON.stringify(unknown.body)).toContain('expected an attribute of User or Group');
    const both = { attributes: ['id'], excludedAttributes: ['meta'] };
    expect(await search('/.search', both)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });
});

describe.each(['Users', 'Groups'])('POST /%s/.search', (kind) => {
  it('RFC 7644 §3.4.3: answers as GET does', async () => {
    const got = await ask({ url: `/scim/v2/${kind}?filter=displayName+pr&sortBy=id&count=3&excludedAttributes=meta` });
    expect(got).toMatchObject({ status: 200 });
    const body = { filter: 'displayName pr', sortBy: 'id', count: 3, excludedAttributes: ['meta'] };
    expect(await search(`/${kind}/.search`, body)).toEqual(got);
  });

  it('RFC 9865 §3: takes the cursors of GET, and GET takes its cursors', async () => {
    const first = await search(`/${kind}/.search`, { cursor: '', count: 1 });
    expect(first.body).not.toHaveProperty('startIndex');
    expect(first.body).not.toHaveProperty('previousCursor');
    const { nextCursor } = first.body as { nextCursor: string };
    expect(nextCursor).toMatch(/^[\w-]{40,200}$/u);
    const second = await ask({ url: `/scim/v2/${kind}?cursor=${nextCursor}&count=1` });
    expect(second).toMatchObject({ status: 200, body: { itemsPerPage: 1 } });
    const { previousCursor } = second.body as { previousCursor: string };
    // The cursors themselves tell when they were made.
    const page = { ...(first.body as JsonObject), nextCursor: expect.any(String) };
    expect((await search(`/${kind}/.search`, { cursor: previousCursor, count: 1 })).body).toEqual(page);
    expect((await ask({ url: `/scim/v2/${kind}?cursor&count=1` })).body).toEqual(page);
  });
});

describe('a cursor of another query', () => {
  it.each([
    ['/Groups/.search', {}],
    ['/.search', {}],
    ['/Users/.search', { filter: 'active eq true' }],
    ['/Users/.search', { sortBy: 'userName' }],
    ['/Users/.search', { sortBy: 'id' }],
  ])('RFC 9865 §2.1: is refused by %s with %j as invalidCursor', async (path, more) => {
    const { body } = await search('/Users/.search', { cursor: '', count: 1 });
    const { nextCursor } = body as { nextCursor: string };
    expect(await search(path, { cursor: nextCursor, ...more })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidCursor', detail: expect.stringContaining('Please begin again with an empty cursor') },
    });
  });

  it('RFC 9865 §2.1: invalidCount names what may be sent', async () => {
    expect(await ask({ url: '/scim/v2/Users?cursor=&count=-1' })).toMatchObject({
      status: 400,
      body: {
        scimType: 'invalidCount',
        detail: 'count must be a whole number from 0 to 1000. Please send one such as count=100.',
      },
    });
  });
});

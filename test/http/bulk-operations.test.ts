import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bulkOperations } from '#http/bulk-operations.ts';
import type { Answer, Call, Operations } from '#http/operation.ts';
import type { JsonObject } from '#scim/json.ts';
import { allResources, type BulkAnswer, bulkBaseUrl, bulkClient, idAt, postUser, statuses } from '../support/bulk.ts';
import { endpointOf, readKey, readable, refused } from '../support/endpoint.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, idOf, memberIds, type World } from '../support/world.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let table: Table;
let world: World;
let bulk: Awaited<ReturnType<typeof bulkClient>>;

beforeAll(async () => {
  table = await startTable();
});

afterAll(() => table.stop());

beforeEach(async () => {
  world = await foundWorld(table, { settings: { groups: 'open' } });
  bulk = await bulkClient(table.registry, world);
});

function patch(path: string, ...operations: readonly JsonObject[]): JsonObject {
  return { method: 'PATCH', path, data: { Operations: operations } };
}

async function managerOf(id: string): Promise<unknown> {
  const user = await world.readUser(id);
  return (user[enterprise] as JsonObject | undefined)?.['manager'];
}

describe('Bulk', () => {
  it('RFC 7644 §3.7: answers each operation with method, bulkId, location, version and status', async () => {
    const { status, body } = await bulk.call({ Operations: [postUser('ada')] });
    const { resources } = await world.listUsers({ filter: 'userName eq "ada@example.com"' });
    const user = resources[0] ?? {};
    expect(status).toBe(200);
    expect(body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
      Operations: [
        {
          method: 'POST',
          bulkId: 'ada',
          location: `${bulkBaseUrl}/Users/${idOf(user)}`,
          version: (user['meta'] as JsonObject)['version'],
          status: '201',
        },
      ],
    });
  });

  it('RFC 7644 §3.7: creates, replaces, changes and deletes', async () => {
    const ada = idOf(await world.createUser('ada@example.com', { nickName: 'Ada' }));
    const bob = idOf(await world.createUser('bob@example.com'));
    const group = idOf(await world.createGroup('Night shift'));
    const answers = await bulk.send([
      { method: 'PUT', path: `/Users/${ada}`, data: { userName: 'ada@example.com', title: 'Countess' } },
      { method: 'delete', path: `/Users/${bob}` },
      patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: ada }] }),
    ]);
    expect(answers).toEqual([
      { method: 'PUT', location: `${bulkBaseUrl}/Users/${ada}`, version: expect.any(String), status: '200' },
      { method: 'DELETE', location: `${bulkBaseUrl}/Users/${bob}`, status: '204' },
      { method: 'PATCH', location: `${bulkBaseUrl}/Groups/${group}`, version: expect.any(String), status: '200' },
    ]);
    expect(await world.readUser(ada)).toMatchObject({ title: 'Countess' });
    expect(await world.readUser(ada)).not.toHaveProperty('nickName');
    await expect(world.readUser(bob)).rejects.toMatchObject({ status: 404 });
    expect(memberIds(await world.readGroup(group))).toEqual([ada]);
  });

  it('RFC 7644 §3.7.3: shows why an operation was refused, with its location unless it creates, and goes on', async () => {
    const missing = '00000000-0000-4000-8000-000000000000';
    const answers = await bulk.send([
      postUser('ada', { userName: 'ada@elsewhere.example' }),
      { method: 'DELETE', path: `/Users/${missing}` },
      { method: 'GET', path: '/Users', bulkId: 'list' },
      'nonsense',
      postUser('bob'),
    ]);
    expect(statuses(answers)).toEqual(['403', '404', '400', '400', '201']);
    expect(answers[0]).toEqual({
      method: 'POST',
      bulkId: 'ada',
      status: '403',
      response: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: expect.stringMatching(
          /^User ada@elsewhere\.example is not allowed to be created in this organization\./u,
        ),
      },
    });
    expect(answers[1]).toMatchObject({ location: `${bulkBaseUrl}/Users/${missing}` });
    expect(answers[2]).toMatchObject({ method: 'GET', bulkId: 'list', response: { scimType: 'invalidSyntax' } });
    expect(answers[3]).not.toHaveProperty('method');
  });

  it('RFC 7644 §3.7.3: gives the location of what a refused operation is on, where its path can be read', async () => {
    const [ada] = (await bulk.send([postUser('ada')])).map(idAt);
    const path = `/Users/${ada}`;
    const answers = await bulk.send([
      { method: 'PUT', path },
      { method: 'GET', path },
      { method: 'DELETE', path, bulkId: 'twice' },
      { method: 'PATCH', path, bulkId: 'twice', data: [] },
      { method: 'POST', path, bulkId: 'new', data: {} },
      { method: 'DELETE', path: '/Users' },
    ]);
    expect(statuses(answers)).toEqual(Array(6).fill('400'));
    const location = `${bulkBaseUrl}${path}`;
    expect(answers.map((answer) => answer.location)).toEqual([...Array(4).fill(location), undefined, undefined]);
  });

  it('RFC 7644 §3.7.2: replaces references, in whatever order, with the ids of what was created', async () => {
    const answers = await bulk.send([
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'team',
        data: { displayName: 'Night shift', members: [{ value: 'bulkId:ada' }] },
      },
      postUser('bob', { [enterprise]: { manager: { value: 'bulkId:ada' } } }),
      postUser('ada'),
      patch('/Groups/bulkId:team', { op: 'add', path: 'members', value: [{ value: 'bulkId:bob' }] }),
      patch('/Groups/bulkId:team', { op: 'remove', path: 'members[value eq "bulkId:ada"]' }),
    ]);
    expect(statuses(answers)).toEqual(['201', '201', '201', '200', '200']);
    const [team, bob, ada] = answers.map(idAt);
    expect(memberIds(await world.readGroup(team ?? ''))).toEqual([bob]);
    expect(await managerOf(bob ?? '')).toMatchObject({ value: ada });
    expect(answers[3]?.location).toBe(answers[0]?.location);
  });

  it('RFC 7644 §3.7.1: resolves users who manage each other, and one who manages himself', async () => {
    const manager = (bulkId: string): JsonObject => ({
      [enterprise]: { manager: { value: `bulkId:${bulkId}` }, department: 'Sales' },
    });
    const answers = await bulk.send([
      postUser('ada', manager('bob')),
      postUser('bob', manager('carl')),
      postUser('carl', manager('ada')),
      postUser('dora', manager('dora')),
    ]);
    expect(statuses(answers)).toEqual(['201', '201', '201', '201']);
    const [ada, bob, carl, dora] = answers.map(idAt);
    expect(await managerOf(ada ?? '')).toMatchObject({ value: bob });
    expect(await managerOf(bob ?? '')).toMatchObject({ value: carl });
    expect(await managerOf(carl ?? '')).toMatchObject({ value: ada });
    expect(await managerOf(dora ?? '')).toMatchObject({ value: dora });
    const user = await world.readUser(ada ?? '');
    expect(user[enterprise]).toMatchObject({ department: 'Sales' });
    expect((user['meta'] as JsonObject)['version']).toBe(answers[0]?.version);
  });

  it('RFC 7644 §3.7.1: says where the second half of a circle was refused, that the resource is there', async () => {
    const answers = await bulk.send([
      postUser('ada', { nickName: 'bulkId:bob' }),
      postUser('bob', { userName: 'no address', nickName: 'bulkId:ada' }),
    ]);
    expect(statuses(answers)).toEqual(['409', '400']);
    expect(answers[0]).toMatchObject({
      location: expect.stringContaining('/Users/'),
      response: {
        detail:
          'The resource was created, but not with all that it says of resources which other operations create. The ' +
          'operation refers to the bulkId "bob", and the operation that was to create that resource was refused, as ' +
          'its own answer says. Please add the rest with a PATCH of the location; the operation itself is done and ' +
          'must not be sent again.',
      },
    });
    expect(await world.readUser(idAt(answers[0]))).toMatchObject({ userName: 'ada@example.com' });
  });

  it('refuses what refers to an operation that was refused, and what that refers to in turn', async () => {
    const answers = await bulk.send([
      postUser('ada', { userName: 'no address' }),
      postUser('bob', { nickName: 'bulkId:ada' }),
      patch('/Users/bulkId:bob', { op: 'add', path: 'title', value: 'CEO' }),
      postUser('carl'),
    ]);
    expect(statuses(answers)).toEqual(['400', '409', '409', '201']);
    expect(answers[2]).not.toHaveProperty('location');
    expect(answers[2]?.response?.detail).toMatch(/^The operation refers to the bulkId "bob", and /u);
  });

  it('refuses a reference to what no operation creates', async () => {
    const [answer] = await bulk.send([postUser('ada', { nickName: 'bulkId:none' })]);
    expect(answer).toMatchObject({ status: '400', response: { scimType: 'invalidValue' } });
  });

  it('RFC 7644 §3.14: takes the version for If-Match', async () => {
    const ada = await world.createUser('ada@example.com');
    const { version } = ada['meta'] as { version: string };
    const change = patch(`/Users/${idOf(ada)}`, { op: 'add', path: 'title', value: 'CEO' });
    const answers = await bulk.send([
      { ...change, version },
      { ...change, version },
    ]);
    expect(statuses(answers)).toEqual(['200', '412']);
    const again = await bulk.send([{ ...change, version: 'W/"0.0"' }]);
    expect(statuses(again)).toEqual(['412']);
  });

  it('leaves what it would leave one after the other: the same name, the same resource, a name that is freed', async () => {
    const ada = idOf(await world.createUser('ada@example.com'));
    const answers = await bulk.send([
      postUser('one', { userName: 'same@example.com' }),
      postUser('two', { userName: 'SAME@example.com' }),
      patch(`/Users/${ada}`, { op: 'replace', path: 'userName', value: 'countess@example.com' }),
      postUser('three', { userName: 'ada@example.com' }),
      patch(`/Users/${ada}`, { op: 'replace', path: 'title', value: 'first' }),
      patch(`/Users/${ada}`, { op: 'replace', path: 'title', value: 'second' }),
      { method: 'DELETE', path: `/Users/${ada}` },
      postUser('four', { userName: 'countess@example.com' }),
    ]);
    expect(statuses(answers)).toEqual(['201', '409', '200', '201', '200', '200', '204', '201']);
  });

  it('U1: lets the first of many take a name, whatever runs side by side', async () => {
    const operations = Array.from({ length: 20 }, (_, at) => postUser(`u${at}`, { userName: 'same@example.com' }));
    const answers = await bulk.send([...operations, postUser('other')]);
    expect(statuses(answers)).toEqual(['201', ...Array.from({ length: 19 }, () => '409'), '201']);
  });

  it('does what was done already again, as single requests would: creations are taken names', async () => {
    const request = [postUser('ada'), postUser('bob', { nickName: 'bulkId:ada' })];
    expect(statuses(await bulk.send(request))).toEqual(['201', '201']);
    expect(statuses(await bulk.send(request))).toEqual(['409', '409']);
  });
});

describe('failOnErrors', () => {
  it('RFC 7644 §3.7.3: ends with so many errors, and leaves out what was not begun', async () => {
    const operations = [postUser('ada'), 'nonsense', postUser('bob'), { method: 'POST' }, postUser('carl')];
    expect(statuses(await bulk.send(operations, { failOnErrors: 1 }))).toEqual(['201', '400']);
    expect(statuses(await bulk.send(operations, { failOnErrors: '2' }))).toEqual(['409', '400']);
    expect(statuses(await bulk.send(operations, { FAILONERRORS: 9 }))).toEqual(['409', '400', '201', '400', '201']);
  });

  it('says where it ended before a circle was closed', async () => {
    const circle = [
      postUser('ada', { nickName: 'bulkId:bob' }),
      postUser('bob', { nickName: 'bulkId:ada', userName: 'x' }),
    ];
    const answers = await bulk.send(circle, { failOnErrors: 1 });
    expect(statuses(answers)).toEqual(['409', '400']);
    expect(answers[0]?.response?.detail).toContain('as many operations were refused as failOnErrors says');
  });
});

describe('the owner in Bulk', () => {
  const owner = { statsigOrgRole: 'Owner' };

  it('O4: refuses the second who is named owner, in the order of the request, and takes the first', async () => {
    world = await foundWorld(table, { settings: { ownerTransferCooldown: 0 } });
    bulk = await bulkClient(table.registry, world);
    const [ada, bob] = [await world.createUser('ada@example.com'), await world.createUser('bob@example.com')].map(idOf);
    const answers = await bulk.send([
      patch(`/Users/${bob ?? ''}`, { op: 'add', value: { STATSIGORGROLE: 'owner' } }),
      { method: 'PUT', path: `/Users/${ada ?? ''}`, data: { userName: 'ada@example.com', ...owner } },
      postUser('carl', owner),
      patch(`/Users/${bob ?? ''}`, { op: 'replace', path: 'statsigOrgRole', value: 'Owner' }),
    ]);
    expect(statuses(answers)).toEqual(['200', '403', '403', '200']);
    expect(answers[1]?.response?.detail).toBe(
      'Cannot set multiple owners. An earlier operation of this request names another user as the owner; please make ' +
        'sure that your directory maps "statsigOrgRole" = Owner to one person only.',
    );
    expect(await world.readUser(bob ?? '')).toMatchObject(owner);
    expect(await world.readUser(ada ?? '')).toMatchObject({ statsigOrgRole: 'Member' });
  });

  it('O2, O3: hands the ownership over before what follows', async () => {
    const ada = idOf(await world.createUser('ada@example.com'));
    const { resources } = await world.listUsers({ filter: 'userName eq "owner@example.com"' });
    const previous = idOf(resources[0] ?? {});
    const answers = await bulk.send([
      patch(`/Users/${ada}`, { op: 'replace', path: 'statsigOrgRole', value: 'Owner' }),
      patch(`/Users/${previous}`, { op: 'replace', path: 'active', value: false }),
    ]);
    expect(statuses(answers)).toEqual(['200', '200']);
  });
});

describe('what goes wrong', () => {
  const failing: Operations = {
    ...allResources,
    'DELETE /Users/{id}': {
      access: 'write',
      takesBody: false,
      answer: async (): Promise<Answer> => {
        throw new Error('table on fire');
      },
    },
  };

  it('answers a fault with 500 and the request id alone, logs it, and goes on', async () => {
    bulk = await bulkClient(table.registry, world, { resources: failing });
    const answers = await bulk.send([{ method: 'DELETE', path: '/Users/1' }, postUser('ada')]);
    expect(statuses(answers)).toEqual(['500', '201']);
    expect(answers[0]?.response?.detail).toBe(
      'Something went wrong on our side. Please report the request id request-1.',
    );
    expect(bulk.lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        operation: 'POST /Bulk',
        status: 200,
        operations: { '500': 1, '201': 1 },
        faults: [expect.objectContaining({ message: 'table on fire', stack: expect.any(String) })],
      }),
    ]);
  });

  it('G7: notes the members that were skipped', async () => {
    const group = idOf(await world.createGroup('Night shift'));
    const stranger = '00000000-0000-4000-8000-000000000001';
    await bulk.send([patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: stranger }] })]);
    expect(bulk.lines[0]).toMatchObject({
      level: 'INFO',
      operations: { '200': 1 },
      notices: [{ kind: 'membersSkipped', groupId: group, ids: [stranger], count: 1 }],
    });
  });

  it('answers 503 for each operation that its time did not reach', async () => {
    let passed = 0;
    const slow: Operations = {
      ...allResources,
      'DELETE /Users/{id}': {
        access: 'write',
        takesBody: false,
        answer: async (): Promise<Answer> => {
          passed += 4_500;
          return { status: 204 };
        },
      },
    };
    bulk = await bulkClient(table.registry, world, { resources: slow, now: () => new Date(Date.now() + passed) });
    const again = { method: 'DELETE', path: '/Users/1' };
    const operations = [again, again, again, patch('/Users/bulkId:ada', { op: 'remove', path: 'title' })];
    const { body } = await bulk.call({ failOnErrors: 9, Operations: [...operations, postUser('ada')] }, 10_000);
    const answers = (body as { Operations: readonly BulkAnswer[] }).Operations;
    expect(statuses(answers)).toEqual(['204', '204', '503', '503', '503']);
    const notReached = 'The time of the request was over before this operation was carried out. Please send it again.';
    expect(answers.slice(2).map(({ response }) => response?.detail)).toEqual([
      notReached,
      `${notReached.slice(0, -1)}, together with what it refers to.`,
      notReached,
    ]);
    expect(bulk.lines[0]).toMatchObject({ level: 'ERROR', operations: { '204': 2, '503': 3 } });
  });

  it.each([
    ['the other operation of a circle', { nickName: 'bulkId:bob' }],
    ['the second half', { nickName: 'bulkId:ada' }],
  ])('says what was created where its time did not reach %s', async (_, more) => {
    let passed = 0;
    const slow: Operations = {
      'POST /Users': {
        access: 'write',
        takesBody: true,
        answer: async (): Promise<Answer> => {
          passed += 9_500;
          return { status: 201, body: { id: '1' }, headers: { location: 'https://api.test/scim/v2/Users/1' } };
        },
      },
    };
    bulk = await bulkClient(table.registry, world, { resources: slow, now: () => new Date(Date.now() + passed) });
    const request = {
      failOnErrors: 9,
      Operations: [postUser('ada', more), postUser('bob', { nickName: 'bulkId:ada' })],
    };
    const { body } = await bulk.call(request, 10_000);
    const [ada, bob] = (body as { Operations: readonly BulkAnswer[] }).Operations;
    expect(ada).toMatchObject({ status: '503', location: 'https://api.test/scim/v2/Users/1' });
    expect(ada?.response?.detail).toMatch(/^The resource was created, but .* must not be sent again\.$/u);
    expect(bob).toMatchObject({
      status: '503',
      response: { detail: expect.stringMatching(/Please send it again\.$/u) },
    });
  });

  it('refuses an envelope that cannot be read, and changes nothing', async () => {
    expect(await bulk.call([postUser('ada')])).toEqual(
      refused(400, 'The body must be a JSON object. Please send one.', 'invalidSyntax'),
    );
    expect(await bulk.call({ failOnErrors: 0, Operations: [postUser('ada')] })).toMatchObject({ status: 400 });
    expect((await world.listUsers({ filter: 'userName eq "ada@example.com"' })).totalResults).toBe(0);
  });

  it('leaves the parts that a single request cannot have to the deployment: a fault', async () => {
    bulk = await bulkClient(table.registry, world, { resources: {} });
    expect(statuses(await bulk.send([postUser('ada')]))).toEqual(['500']);
    expect(bulk.lines[0]?.faults).toMatchObject([{ message: 'Bulk does not serve POST /Users.' }]);
  });
});

describe('the Bulk endpoint', () => {
  const url = '/scim/v2/Bulk';
  const created = { status: 201, body: { id: '1' }, headers: { location: 'https://x/1', etag: 'W/"1"' } };
  const users: Operations = {
    'POST /Users': { access: 'write', takesBody: true, answer: async (): Promise<Answer> => created },
  };

  it('T2: refuses a key that may only read', async () => {
    const { call } = endpointOf(bulkOperations(users));
    const answer = await call({ method: 'POST', url, key: readKey, body: { Operations: [postUser('ada')] } });
    expect(readable(answer)).toMatchObject({ status: 403, body: { detail: expect.stringContaining('may only read') } });
  });

  it('RFC 7644 §3.7.4: refuses a body above maxPayloadSize, and says how much that is', async () => {
    const { call } = endpointOf(bulkOperations(users));
    const empty = JSON.stringify({ Operations: [], pad: '' });
    const sized = (bytes: number): string => JSON.stringify({ Operations: [], pad: 'x'.repeat(bytes - empty.length) });
    expect((await call({ method: 'POST', url, body: sized(1_000_000) })).statusCode).toBe(200);
    expect(readable(await call({ method: 'POST', url, body: sized(1_000_001) }))).toEqual(
      refused(
        413,
        'The request body is larger than 1,000,000 bytes. That is the maxPayloadSize of Bulk; please send fewer ' +
          'operations in one request.',
      ),
    );
  });

  it('gives each operation a stamp of its own, and the time of a single request where that much is left', async () => {
    const { call, stamps } = endpointOf(bulkOperations(users));
    const body = { Operations: [postUser('a'), postUser('b')] };
    const start = Date.parse('2026-11-23T12:00:00Z');
    await call({ method: 'POST', url, body, remaining: 29_000 });
    expect(stamps.map(({ actor, requestId }) => `${actor} ${requestId}`)).toEqual([
      'key-full request-1',
      'key-full request-1#0',
      'key-full request-1#1',
    ]);
    expect(stamps.map(({ at }) => at)).toEqual(stamps.map(({ at }) => at).toSorted());
    expect(new Set(stamps.map(({ at }) => at)).size).toBe(3);
    for (const { deadline } of stamps) expect(deadline - start).toBeLessThan(8_100);
    await call({ method: 'POST', url, body, remaining: 5_000 });
    expect(new Set(stamps.slice(3).map(({ deadline }) => deadline)).size).toBe(1);
  });

  it('takes no header of the request for one of an operation', async () => {
    const asked: unknown[] = [];
    const answer = async ({ event, parameters }: Call): Promise<Answer> => {
      asked.push(event.headers, event.pathParameters, [...parameters]);
      return { status: 200 };
    };
    const { call } = endpointOf(bulkOperations({ 'PUT /Users/{id}': { access: 'write', takesBody: true, answer } }));
    const put = { method: 'PUT', path: '/Users/a%20b', data: {} };
    const body = { Operations: [put, { ...put, version: 'W/"7"' }] };
    const headers = { 'if-match': 'W/"0"' };
    const answers = readable(await call({ method: 'POST', url: `${url}?attributes=name`, body, headers }));
    const parameters = [['attributes', 'id']];
    expect(asked).toEqual([{}, { id: 'a b' }, parameters, { 'if-match': 'W/"7"' }, { id: 'a b' }, parameters]);
    const location = 'https://api.test/scim/v2/Users/a%20b';
    expect(answers.body).toMatchObject({ Operations: [{ location }, { location }] });
  });

  it('carries out at most 16 operations at a time', async () => {
    let [running, most] = [0, 0];
    const answer = async (): Promise<Answer> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return created;
    };
    const { call } = endpointOf(bulkOperations({ 'POST /Users': { access: 'write', takesBody: true, answer } }));
    await call({
      method: 'POST',
      url,
      body: { Operations: Array.from({ length: 40 }, (_, at) => postUser(`u${at}`)) },
    });
    expect([running, most]).toEqual([0, 16]);
  });
});

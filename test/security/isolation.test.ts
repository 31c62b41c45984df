import { ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '#domain/founding.ts';
import { operationName } from '#http/locations.ts';
import { tableRegistry } from '#storage/registry.ts';
import { adminKey } from '../support/admin.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { foundWorld, idOf, type World } from '../support/world.ts';
import { adminRequests, type Draft, ofAllOrganizations, type Places, scimRequests } from './foreign-requests.ts';
import { jsonRequest, type Lambdas, openLambdas } from './lambdas.ts';

let table: TestTable;
let lambdas: Lambdas;
let attacker: Awaited<ReturnType<typeof populate>>;
let victim: Awaited<ReturnType<typeof populate>>;
/** What the victim has, as the table holds it. */
let before: ReadonlyMap<string, unknown>;
/** The calls that the database got, as JSON. */
let calls: string[] = [];
let turn = 0;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  client.middlewareStack.add(
    (next) => async (args) => {
      calls.push(JSON.stringify(args.input));
      return next(args);
    },
    { step: 'initialize', name: 'witness', priority: 'low' },
  );
  const registry = tableRegistry({ ...table, client });
  lambdas = await openLambdas(registry, { adminKey, writeLine: () => undefined });
  attacker = await populate(await foundWorld({ registry }, { settings: { groups: 'open' } }), 'own');
  victim = await populate(await foundWorld({ registry }, { settings: { groups: 'open' } }), 'victim');
  before = await itemsOfVictim();
});
afterAll(() => table.stop());

/** People, groups, a key, versions and cursors, each with a name that says whose it is. */
async function populate(world: World, whose: string) {
  const { directory, organization, clock } = world;
  const named = { organizationId: organization.id, name: `${whose}-key-name`, scope: 'full' } as const;
  const { key, record } = await createKey(directory, named, clock);
  const users = [];
  for (const name of ['ann', 'bob', 'eve']) {
    users.push(
      await world.createUser(`${whose}-${name}@example.com`, {
        displayName: `${whose}-${name}`,
        externalId: `${whose}-ext-${name}`,
      }),
    );
  }
  const members = users.map((user) => ({ value: idOf(user) }));
  const groups = [
    await world.createGroup(`${whose}-crew`, { members }),
    await world.createGroup(`${whose}-other`, { members }),
  ];
  const ask = async (url: string, bearer: string) => {
    const { body = '{}' } = await lambdas.call(jsonRequest('GET', url, { key: bearer }));
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  };
  const [user] = users;
  const words = {
    user: String(user?.['id']),
    group: idOf(groups[0] ?? {}),
    owner: (await directory.owner()).userId,
    project: world.project.id,
    team: world.team.id,
    keyId: record.id,
    userName: String(user?.['userName']),
    externalId: `${whose}-ext-ann`,
    groupName: `${whose}-crew`,
    version: String((user?.['meta'] as { version?: string } | undefined)?.version),
    cursorOfUsers: String((await ask('/scim/v2/Users?cursor&count=1', key))['nextCursor']),
    cursorOfGroups: String((await ask('/scim/v2/Groups?cursor&count=1', key))['nextCursor']),
    cursorOfMembers: String(
      (await ask(`/admin/v1/organizations/${organization.id}/members?limit=1`, adminKey))['nextCursor'],
    ),
    cursorOfGroupsInConsole: String(
      (await ask(`/admin/v1/organizations/${organization.id}/groups?limit=1`, adminKey))['nextCursor'],
    ),
  };
  // Bookmarks of a walk, which the other's walk by the same query must not find.
  for (const start of [1, 2]) await ask(`/scim/v2/Users?startIndex=${start}&count=1`, key);
  // What no request ever holds, so that no answer can but by a leak: what is in `words` the other may have stored itself.
  const unsaid = [
    ...[...users.slice(1), ...groups.slice(1)].map(idOf),
    ...['bob', 'eve', 'other', 'key-name'].map((name) => `${whose}-${name}`),
    organization.id,
    key,
    record.hash,
  ];
  return { organizationId: organization.id, key, hash: record.hash, words, unsaid };
}

/** The victim's items by their keys; an engine gives the parts of an item in any order. */
async function itemsOfVictim(): Promise<ReadonlyMap<string, unknown>> {
  const items = new Map<string, unknown>();
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.tableName, ...(start && { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) {
      if (!JSON.stringify(item).includes(victim.organizationId)) continue;
      items.set(`${item['PK']?.S} ${item['SK']?.S}`, item);
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** The operation of a route, and whose request is made of which words; undefined where it is of no one organization. */
function maker(routeKey: string): ((places: Places) => Draft) | undefined {
  const asGet = routeKey.replace(/^HEAD /u, 'GET ');
  if (!asGet.includes(' /admin')) return scimRequests[asGet === '$default' ? asGet : operationName(asGet)];
  return adminRequests[asGet.replace('/admin/v1', '')];
}

function routesOfOrganizations(): readonly string[] {
  return lambdas.routes
    .map(({ routeKey }) => routeKey)
    .filter((key) => !ofAllOrganizations.has(key.replace(/^HEAD /u, 'GET ').replace('/admin/v1', '')));
}

/** Sends what a route takes with these words in it, and looks at whatever shows of the other organization. */
async function probe(routeKey: string, id: string, word: string, other: string): Promise<number> {
  turn += 1;
  const make = maker(routeKey);
  if (make === undefined)
    throw new Error(`No request is known for the route ${routeKey}. Please add one to foreign-requests.ts.`);
  const {
    query = '',
    body,
    headers = {},
  } = make({
    id,
    word,
    other,
    turn,
    ownUser: attacker.words.user,
    ownGroup: attacker.words.group,
  });
  const [method = 'GET', path = `/nowhere/${encodeURIComponent(word)}`] =
    routeKey === '$default' ? ['GET'] : routeKey.split(' ');
  const place = path.replace('{org}', attacker.organizationId).replace('{id}', encodeURIComponent(id));
  const url = `${place}${query === '' ? '' : `?${query}`}`;
  const key = path.startsWith('/admin') ? adminKey : attacker.key;
  calls = [];
  const {
    statusCode,
    headers: answered,
    body: text = '',
  } = await lambdas.call(jsonRequest(method, url, { key, body, headers }));
  for (const call of calls) {
    if (call.includes(victim.organizationId) || call.includes(victim.hash)) {
      throw new Error(`${method} ${url} reaches the other organization: ${call}`);
    }
  }
  const answer = `${JSON.stringify(answered)} ${text}`;
  for (const secret of victim.unsaid) {
    if (answer.includes(secret)) throw new Error(`${method} ${url} tells ${secret}: ${answer}`);
  }
  if (statusCode === 500) throw new Error(`${method} ${url} fails: ${text}`);
  return statusCode;
}

describe('T1: a request of one organization', () => {
  it('is known for each route that is deployed', () => {
    expect(routesOfOrganizations().filter((routeKey) => maker(routeKey) === undefined)).toEqual([]);
    const asked = new Set(routesOfOrganizations().map((routeKey) => maker(routeKey)));
    for (const [operation, make] of Object.entries({ ...scimRequests, ...adminRequests })) {
      expect([operation, asked.has(make)]).toEqual([operation, true]);
    }
  });

  it('is seen by the witness, and finds what is its own', async () => {
    expect(await probe('GET /scim/v2/Users/{id}', attacker.words.user, victim.words.user, victim.words.group)).toBe(
      200,
    );
    expect(calls.some((call) => call.includes(`ORG#${attacker.organizationId}`))).toBe(true);
    for (const name of ['cursorOfUsers', 'cursorOfGroups', 'cursorOfMembers', 'cursorOfGroupsInConsole'] as const) {
      expect(victim.words[name]).toMatch(/^[\w.~-]{8,}$/u);
    }
  });

  it('neither reads nor writes what is another’s, with any of its words in any place of any route', async () => {
    const words = Object.values(victim.words);
    const found: string[] = [];
    for (const routeKey of routesOfOrganizations()) {
      for (const [place, word] of words.entries()) {
        const status = await probe(routeKey, word, word, words[(place + turn) % words.length] ?? '');
        // What stands in the path is nobody's here, not even a schema's.
        if (routeKey.includes('{id}') && status < 400) found.push(`${routeKey} with ${word}: ${status}`);
      }
    }
    expect(found).toEqual([]);
  }, 60_000);

  it('neither reads nor writes what is another’s, with all of it mixed with its own', async () => {
    const foreign = fc.constantFrom(...Object.values(victim.words));
    const anybody = fc.constantFrom(...Object.values(victim.words), attacker.words.user, attacker.words.group);
    // Its own resources stay for the requests after.
    const routes = routesOfOrganizations().filter((routeKey) => !routeKey.startsWith('DELETE '));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), anybody, foreign, anybody, async (routeKey, id, word, other) => {
        expect(await probe(routeKey, id, word, other)).not.toBe(500);
      }),
      { numRuns: 400, endOnFailure: true },
    );
  }, 60_000);

  it('leaves every item of the other as it was, to the byte', async () => {
    expect(before.size).toBeGreaterThan(20);
    const after = await itemsOfVictim();
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    for (const [key, item] of before) expect(after.get(key)).toStrictEqual(item);
  });
});

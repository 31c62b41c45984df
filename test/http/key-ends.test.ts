import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { realTiming } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Timing } from '#storage/session.ts';
import { type AdminClient, adminClient } from '../support/admin.ts';
import { eventOf, invocation } from '../support/endpoint.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { product } from '../support/world.ts';

const begin = Date.parse('2026-11-23T12:00:00Z');
/** How far the clocks of the Lambdas are from that of the Console, in milliseconds. */
const skews = [-10_000, -1_000, 0, 0, 0, 1_000, 10_000];
/** T3: within so many seconds a key that has ended is refused everywhere. */
const promised = 60;

let table: TestTable;
/** The time of the Console, which passes only here. */
let time: number;
let console: AdminClient;

beforeAll(async () => {
  table = await startTestTable();
  console = adminClient(tableRegistry({ ...table, timing: timingOf(0) }), { now: () => new Date(time) });
});
afterAll(() => table.stop());

/** The store's deadlines are by the same clock. */
function timingOf(skew: number): Timing {
  return { ...realTiming, now: () => time + skew };
}

/** A Lambda environment that stays: with a client, a memory of keys and a clock of its own. */
function environment(skew: number): (key: string) => Promise<number> {
  const operations = discoveryOperations('https://help.example.com');
  const handler = scimEndpoint({
    operations,
    registry: tableRegistry({ ...table, client: table.newClient(), timing: timingOf(skew) }),
    product,
    publicHosts: [],
    trustedProxies: 1,
    writeLine: () => undefined,
    now: () => new Date(time + skew),
  });
  const url = '/scim/v2/ServiceProviderConfig';
  let sent = 0;
  return async (key) => {
    // From another address each time: it is not told to wait for having sent too many wrong keys.
    const headers = { 'x-forwarded-for': `198.51.100.${(sent += 1)}` };
    const { statusCode } = await handler(eventOf({ url, key, headers }, Object.keys(operations)), invocation(10_000));
    return statusCode;
  };
}

/** An organization with a key that every environment has accepted a moment ago. */
async function begun() {
  time = begin;
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const founded = await console.post('/organizations', { name: 'Acme', domains: ['example.com'], owner });
  const organization = `/organizations/${(founded.body['organization'] as { readonly id: string }).id}`;
  const { body } = await console.post(`${organization}/keys`, { name: 'Okta' });
  const [id, key] = [String(body['id']), String(body['key'])];
  const environments = skews.map(environment);
  const askAll = async (wanted: string): Promise<readonly number[]> =>
    Promise.all(environments.map((ask) => ask(wanted)));
  // At different moments, as warm environments are asked.
  for (const ask of environments) {
    expect(await ask(key)).toBe(200);
    time += 3_000;
  }
  return { organization, id, key, askAll };
}

/** How each second was answered, until the promise is due and some time beyond. */
async function eachSecond(ask: () => Promise<readonly number[]>): Promise<readonly (readonly number[])[]> {
  const answers: (readonly number[])[] = [];
  for (let second = 0; second < promised + 60; second += 1) {
    answers.push(await ask());
    time += 1_000;
  }
  return answers;
}

describe('T3: a key is refused within 60 s by every warm Lambda, and stays so, where', () => {
  it.each<[string, (begun: { organization: string; id: string }) => Promise<{ status: number }>]>([
    ['it is deactivated', ({ organization, id }) => console.remove(`${organization}/keys/${id}`)],
    ['it is made anew', ({ organization, id }) => console.post(`${organization}/keys/${id}/regenerate`, {})],
    ['its organization is deleted', ({ organization }) => console.remove(`${organization}?confirm=Acme`)],
  ])('%s', async (_, end) => {
    const { askAll, key, ...realm } = await begun();
    expect((await end(realm)).status).toBeLessThan(300);
    const answers = await eachSecond(() => askAll(key));
    // Somebody believed it for a while: otherwise nothing is proven of what they remember.
    expect(answers[0]).toContain(200);
    expect(answers.slice(promised).flat()).toEqual(answers.slice(promised).flatMap(() => skews.map(() => 401)));
    for (const [place] of skews.entries()) {
      const own = answers.map((one) => one[place]);
      expect(own.slice(own.indexOf(401))).not.toContain(200);
    }
  });

  it('the grace is over that it was left, and not before', async () => {
    const { askAll, key, organization, id } = await begun();
    const made = await console.post(`${organization}/keys/${id}/regenerate`, { graceSeconds: 30 });
    const answers = await eachSecond(() => askAll(key));
    const ended = answers.map((one) => one.filter((status) => status === 401).length);
    // By the clocks of each, which differ by ten seconds at most.
    expect(ended.slice(0, 19)).toEqual(Array(19).fill(0));
    expect(ended.slice(promised)).toEqual(answers.slice(promised).map(() => skews.length));
    expect(await askAll(String(made.body['key']))).toEqual(skews.map(() => 200));
  });
});

it('T3: a refusal is forgotten within 5 s by every Lambda: a key whose organization was not to be found is taken again', async () => {
  const { askAll, key, organization, id } = await begun();
  time += 60_000;
  const stored = await organizationItem(organization);
  await put({ ...stored, removedAt: new Date(time).toISOString() });
  expect(await askAll(key)).toEqual(skews.map(() => 401));
  await put(stored);
  time += 4_999;
  expect(await askAll(key)).toEqual(skews.map(() => 401));
  time += 1;
  expect(await askAll(key)).toEqual(skews.map(() => 200));
  expect((await console.remove(`${organization}/keys/${id}`)).status).toBe(204);
});

async function organizationItem(organization: string): Promise<Record<string, unknown>> {
  const Key = { PK: `ORG#${organization.split('/').at(-1)}`, SK: 'META' };
  const documents = DynamoDBDocumentClient.from(table.client);
  const { Item } = await documents.send(new GetCommand({ TableName: table.tableName, Key, ConsistentRead: true }));
  if (Item === undefined) throw new Error('There is no such organization.');
  return Item;
}

async function put(Item: Record<string, unknown>): Promise<void> {
  await DynamoDBDocumentClient.from(table.client).send(new PutCommand({ TableName: table.tableName, Item }));
}

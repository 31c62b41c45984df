import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { groupUseCases } from '#domain/groups.ts';
import { userUseCases } from '#domain/users.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../lambdas/domain/founding.ts';
import { scimEndpoint } from '../../lambdas/http/endpoint.ts';
import { resourceOperations } from '../../lambdas/http/resource-operations.ts';
import { isObject, type JsonObject } from '../../lambdas/scim/json.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { eventOf, invocation } from '../support/endpoint.ts';
import { type TestTable, startTestTable } from '../support/engine.ts';
import { type Recording, attachRecorder } from '../support/recorder.ts';
import { foundWorld, idOf, product, stamp } from '../support/world.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

/** Writes stamps as they were before there was an activity log: who and in which request, and no more. */
function stampAsBefore(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (args) => next({ ...args, input: withoutLog(args.input) as typeof args.input }),
    { step: 'initialize', name: 'asBefore', priority: 'low' },
  );
}

let stripped = 0;

function withoutLog(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutLog(item));
  if (!isPlain(value)) return value;
  if (/^:?by$/u.test(name)) {
    const inner = isPlain(value['M']) ? value['M'] : value;
    const { actor, request, at } = inner;
    if (at !== undefined) stripped += 1;
    return isPlain(value['M']) ? { M: { actor, request } } : { actor, request };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutLog(item, key)]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const bigUser: JsonObject = {
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  displayName: 'Ada Lovelace',
  title: 'Countess',
  locale: 'en-US',
  externalId: '00ujl29u0le5T6Aj10h7',
};

/** What Okta sends in the life of a person, each with what it took from the database. */
async function life(asBefore: boolean): Promise<ReadonlyMap<string, Recording & { readonly status: number }>> {
  const client = table.newClient();
  if (asBefore) stampAsBefore(client);
  const registry = tableRegistry({ ...table, client });
  const world = await foundWorld({ registry });
  const directory = registry.directory(world.organization.id, stamp());
  const { key } = await createKey(
    directory,
    { organizationId: world.organization.id, name: 'Okta', scope: 'full' },
    world.clock,
  );
  const operations = { ...resourceOperations('/Users', userUseCases), ...resourceOperations('/Groups', groupUseCases) };
  const handler = scimEndpoint({ operations, registry, product, publicHosts: [], writeLine: () => undefined });
  const recorder = attachRecorder(client);
  const costs = new Map<string, Recording & { readonly status: number }>();
  const send = async (method: string, path: string, body?: JsonObject): Promise<JsonObject> => {
    const event = eventOf({ method, url: `/scim/v2${path}`, key, ...(body && { body }) }, Object.keys(operations));
    const { result, ...recording } = await recorder.record(() => handler(event, invocation(10_000)));
    costs.set(`${method} ${path.split('/')[1] ?? ''} ${JSON.stringify(body ?? '').slice(0, 60)}`, {
      ...recording,
      status: result.statusCode,
    });
    const answer: unknown = JSON.parse(result.body ?? '{}');
    return isObject(answer as JsonObject) ? (answer as JsonObject) : {};
  };
  const group = await world.groupNamed('Statsig-ProjectA-Admin');
  await send('GET', '/Users?startIndex=1&count=2');
  const user = { userName: 'ada@example.com', ...bigUser };
  const id = idOf(await send('POST', '/Users', user));
  await send('PUT', `/Users/${id}`, { ...user, title: 'Lady' });
  await send('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { title: 'Dame' } }] });
  await send('PATCH', `/Groups/${group}`, { Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }] });
  await send('PUT', `/Groups/${group}`, { displayName: 'Statsig-ProjectA-Admin', members: [] });
  await send('PATCH', `/Groups/${group}`, { Operations: [{ op: 'replace', path: 'members', value: [{ value: id }] }] });
  await send('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { active: false } }] });
  await send('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { active: true } }] });
  await send('DELETE', `/Users/${id}`);
  return costs;
}

/** What was called; the order of calls at the same time is nobody's. */
function namesOf(calls: Recording['calls'] = []): readonly string[] {
  return calls.map(({ name }) => name).toSorted();
}

describe('what the activity log costs a SCIM request that is carried out', () => {
  it('is no call, and not a write unit more for the stamps', async () => {
    const [before, now] = [await life(true), await life(false)];
    expect([...now.keys()]).toEqual([...before.keys()]);
    expect(now.size).toBe(10);
    for (const [request, { calls, depth, writeUnits, status }] of now) {
      const old = before.get(request);
      expect([request, status < 300]).toEqual([request, true]);
      expect([request, namesOf(calls), depth]).toEqual([request, namesOf(old?.calls), old?.depth]);
      expect(writeUnits).toBeLessThanOrEqual((old?.writeUnits ?? 0) * 1.05);
    }
    const units = (costs: typeof now): number =>
      [...costs.values()].reduce((sum, { writeUnits }) => sum + writeUnits, 0);
    expect(stripped).toBeGreaterThan(20);
    expect(units(now)).toBeGreaterThan(40);
  });
});

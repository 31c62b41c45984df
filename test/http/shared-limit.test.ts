import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKey, foundOrganization } from '#domain/founding.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { tableRegistry } from '#storage/registry.ts';
import { eventOf, invocation } from '../support/endpoint.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { product, stamp } from '../support/world.ts';

const rate = 20;
/** What ten seconds of it allow, and what each environment may keep for itself (rate.ts). */
const allowed = 200;
const untold = 4;
const begin = Date.parse('2026-11-23T12:00:00Z');

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

async function foundKey(): Promise<string> {
  const registry = tableRegistry(table);
  const clock = { now: () => new Date(begin), newId: randomUUID };
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const { id } = await foundOrganization(registry, { name: 'Acme', domains: ['example.com'], owner }, clock, stamp());
  const wanted = { organizationId: id, name: 'Okta', scope: 'full' } as const;
  return (await createKey(registry.directory(id, stamp()), wanted, clock)).key;
}

/** An environment of Lambda, which answers a key's request at so many milliseconds after the beginning. */
function environment(client: DynamoDBClient): (key: string, after?: number) => Promise<number> {
  const operations = discoveryOperations('https://help.example.com');
  let now = begin;
  const handler = scimEndpoint({
    operations,
    registry: tableRegistry({ ...table, client }),
    product,
    publicHosts: [],
    rate,
    writeLine: () => undefined,
    now: () => new Date(now),
  });
  const url = '/scim/v2/ServiceProviderConfig';
  return async (key, after = 0) => {
    now = begin + after;
    const { statusCode } = await handler(eventOf({ url, key }, Object.keys(operations)), invocation(10_000));
    return statusCode;
  };
}

async function askEach(asks: readonly ((key: string) => Promise<number>)[], key: string, times: number) {
  const answers = await Promise.all(
    asks.map(async (ask) => {
      const own: number[] = [];
      for (let sent = 0; sent < times; sent++) own.push(await ask(key));
      return own;
    }),
  );
  return answers.flat();
}

function count(answers: readonly number[], status: number): number {
  return answers.filter((answer) => answer === status).length;
}

it('eight environments on one table share the limit of an organization, and another one has its own', async () => {
  const [key, otherKey] = [await foundKey(), await foundKey()];
  const asks = Array.from({ length: 8 }, () => environment(table.newClient()));
  const answers = await askEach(asks, key, 60);
  expect(count(answers, 200) + count(answers, 429)).toBe(480);
  expect(count(answers, 200)).toBeGreaterThanOrEqual(allowed);
  expect(count(answers, 200)).toBeLessThanOrEqual(allowed + 8 * untold);
  expect(count(await askEach(asks, otherKey, 20), 200)).toBe(160);
  const [first] = asks;
  expect(await first?.(key, 9_999)).toBe(429);
  expect(await first?.(key, 10_000)).toBe(200);
});

it('64 requests at once to one environment, as locally, come in up to the limit and no further', async () => {
  const key = await foundKey();
  const ask = environment(table.newClient());
  const answers: number[] = [];
  for (let round = 0; round < 5; round++) {
    answers.push(...(await Promise.all(Array.from({ length: 64 }, () => ask(key)))));
  }
  expect([count(answers, 200), count(answers, 429)]).toEqual([allowed, 320 - allowed]);
});

it('nobody is refused where the table is throttled for counts, and none waits for another try', async () => {
  const key = await foundKey();
  const client = table.newClient();
  const isCount = ({ input }: { readonly input: Record<string, unknown> }): boolean =>
    JSON.stringify(input['Key'] ?? '').includes('#RATE');
  const throttled = Object.assign(new Error('Too much.'), { name: 'ThrottlingException' });
  const calls = injectFaults(client, (call) => (isCount(call) ? { error: throttled } : undefined));
  const ask = environment(client);
  const answers = await askEach([ask], key, allowed);
  expect(count(answers, 200)).toBe(allowed);
  expect(calls.filter(isCount).length).toBeGreaterThan(0);
  expect(calls.filter(isCount).length).toBeLessThan(allowed);
});

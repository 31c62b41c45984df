import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Registry } from '#domain/directory.ts';
import { requestCountKey } from '#storage/rate-keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { attachRecorder } from '../support/recorder.ts';

const window = Date.parse('2026-11-23T12:00:10Z');

let table: TestTable;
let registry: Registry;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
afterAll(() => table.stop());

it('gives what the other environments have told of the same window', async () => {
  const organization = randomUUID();
  const tell = (environment: string, requests: number, at = window) =>
    registry.tellRequests(organization, { environment, window: at, requests });
  expect(await tell('a', 20)).toBe(0);
  expect(await tell('b', 30)).toBe(20);
  expect(await tell('a', 41)).toBe(30);
  expect(await tell('c', 1)).toBe(71);
  expect(await tell('c', 5, window + 10_000)).toBe(0);
  expect(await registry.tellRequests(randomUUID(), { environment: 'b', window, requests: 1 })).toBe(0);
});

it('counts nothing twice where it is told again', async () => {
  const organization = randomUUID();
  const client = table.newClient();
  injectFaults(client, (_, count) => (count === 1 ? 'answerLost' : undefined));
  const faulty = tableRegistry({ ...table, client });
  const count = { environment: 'a', window, requests: 20 };
  await expect(faulty.tellRequests(organization, count)).rejects.toThrow('timed out');
  await faulty.tellRequests(organization, count);
  expect(await registry.tellRequests(organization, { environment: 'b', window, requests: 1 })).toBe(20);
});

it('is one write of one unit, to an item that goes a minute after its window', async () => {
  const organization = randomUUID();
  const client = table.newClient();
  const recorder = attachRecorder(client);
  for (let environment = 10; environment < 40; environment++) {
    const { calls, writeUnits } = await recorder.record(() =>
      tableRegistry({ ...table, client }).tellRequests(organization, {
        environment: `1234567${environment}`.slice(-8),
        window,
        requests: 1_000,
      }),
    );
    expect([calls.length, writeUnits]).toEqual([1, 1]);
  }
  const documents = DynamoDBDocumentClient.from(table.client);
  const { Item } = await documents.send(
    new GetCommand({ TableName: table.tableName, Key: requestCountKey(organization, window) }),
  );
  expect(Item).toMatchObject({
    PK: `ORG#${organization}#RATE`,
    SK: '2026-11-23T12:00:10.000Z',
    type: 'requestCount',
    v: 1,
    expiresAt: (window + 70_000) / 1000,
  });
});

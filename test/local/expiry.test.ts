import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startExpiry, sweepExpired } from '../../local/expiry.ts';
import { openStream } from '../../local/stream-reader.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';

let table: TestTable;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  table = await startTestTable({ streamed: true });
  documents = DynamoDBDocumentClient.from(table.client);
});
afterAll(() => table.stop());

const now = Math.floor(Date.now() / 1000);

async function put(SK: string, expiresAt?: number): Promise<void> {
  const Item = { PK: 'ORG#o', SK, ...(expiresAt !== undefined && { expiresAt }) };
  await documents.send(new PutCommand({ TableName: table.tableName, Item }));
}

async function left(): Promise<readonly string[]> {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: table.tableName }));
  return Items.map((item) => String(item['SK'])).toSorted();
}

it("deletes what has expired, and nothing else, as DynamoDB's own deletion", async () => {
  await Promise.all([put('always'), put('later', now + 3_600), put('now', now), put('long ago', 1)]);
  expect(await sweepExpired(table.client, table.tableName)).toBe(2);
  expect(await sweepExpired(table.client, table.tableName)).toBe(0);
  expect(await left()).toEqual(['always', 'later']);
  const stream = await openStream(table.client, { ...table, positions: () => ({}) });
  const { records = [] } = (await stream.read()) ?? {};
  const removed = records.filter(({ eventName }) => eventName === 'REMOVE');
  stream.close();
  const identity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
  expect(removed.map((record) => record.userIdentity as unknown)).toEqual([identity, identity]);
});

it('spares what lives longer by the time it comes to it', async () => {
  await put('prolonged', 1);
  const client = table.newClient();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'DeleteItemCommand') await put('prolonged', now + 3_600);
      return next(args);
    },
    { step: 'initialize' },
  );
  expect(await sweepExpired(client, table.tableName)).toBe(0);
  expect(await left()).toContain('prolonged');
});

it('looks again each minute, also after a failure, until it is stopped', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const told = vi.spyOn(console, 'error').mockReturnValue();
  const client = table.newClient();
  let scans = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'ScanCommand') return next(args);
      scans += 1;
      throw new Error('Busy.');
    },
    { step: 'initialize' },
  );
  const sweeper = startExpiry(client, table.tableName);
  await vi.advanceTimersByTimeAsync(150_000);
  await sweeper.stop();
  expect(scans).toBe(3);
  expect(told).toHaveBeenCalledOnce();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

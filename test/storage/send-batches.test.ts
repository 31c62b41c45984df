import { DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { eraseMany, putMany } from '#storage/send-batches.ts';
import type { Session } from '#storage/session.ts';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const database = mockClient(documents);
afterAll(() => database.restore());
beforeEach(() => database.reset());

const itemAt = (place: number) => ({ PK: 'P', SK: String(place), more: true });
const put = (place: number) => ({ PutRequest: { Item: itemAt(place) } });
const erase = (place: number) => ({ DeleteRequest: { Key: { PK: 'P', SK: String(place) } } });
const many = (count: number) => Array.from({ length: count }, (_, place) => itemAt(place));

/** A session whose clock moves only while it sleeps; the deadline is a second away. */
function session(): Session & { slept(): number } {
  let now = 0;
  return {
    client: documents,
    tableName: 'Rollcall',
    organization: 'o',
    stamp: { actor: 'key', request: 'request', at: '2026-11-23T12:00:00.000Z' },
    deadline: 1000,
    timing: { now: () => now, random: () => 0.5, newToken: () => 'token', sleep: async (time) => void (now += time) },
    slept: () => now,
  };
}

it.each([
  [0, []],
  [1, [1]],
  [25, [25]],
  [26, [25, 1]],
  [60, [25, 25, 10]],
])('%i items go in batches of %j', async (count, sizes) => {
  database.on(BatchWriteCommand).resolves({});
  await putMany(session(), many(count));
  const sent = database.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems?.['Rollcall']);
  expect(sent.map((batch) => batch?.length)).toEqual(sizes);
  expect(sent.flat()).toEqual(many(count).map((_, place) => put(place)));
});

it('deletes by the key alone', async () => {
  database.on(BatchWriteCommand).resolves({});
  await eraseMany(session(), many(2));
  expect(database).toHaveReceivedCommandWith(BatchWriteCommand, { RequestItems: { Rollcall: [erase(0), erase(1)] } });
});

it('sends again what was not processed, alone and after a pause', async () => {
  database
    .on(BatchWriteCommand)
    .resolvesOnce({ UnprocessedItems: { Rollcall: [put(1)] } })
    .resolves({});
  const one = session();
  await putMany(one, many(2));
  expect(database).toHaveReceivedCommandTimes(BatchWriteCommand, 2);
  expect(database).toHaveReceivedNthCommandWith(BatchWriteCommand, 2, { RequestItems: { Rollcall: [put(1)] } });
  expect(one.slept()).toBeGreaterThan(0);
});

it('sends again what was throttled, until the deadline', async () => {
  const throttled = new ProvisionedThroughputExceededException({ $metadata: {}, message: 'slow down' });
  database.on(BatchWriteCommand).rejectsOnce(throttled).resolves({});
  await eraseMany(session(), many(1));
  expect(database).toHaveReceivedCommandTimes(BatchWriteCommand, 2);
  database.on(BatchWriteCommand).resolves({ UnprocessedItems: { Rollcall: [erase(0)] } });
  await expect(eraseMany(session(), many(1))).rejects.toMatchObject({ status: 503 });
});

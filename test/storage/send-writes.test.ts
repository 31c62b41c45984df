import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAll, writeAlone, writeTogether } from '#storage/send-writes.ts';
import type { Session } from '#storage/session.ts';
import { putNew, replace } from '#storage/write.ts';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const database = mockClient(documents);
afterAll(() => database.restore());
beforeEach(() => database.reset());

const stamp = { actor: 'key', request: 'request', at: '2026-11-23T12:00:00.000Z' };
const item = { PK: 'P', SK: 'S', revision: 2, by: stamp };

/** A session whose clock moves only while it sleeps; the deadline is a second away. */
function session(): Session {
  let now = 0;
  let tokens = 0;
  return {
    client: documents,
    tableName: 'Rollcall',
    organization: 'o',
    stamp,
    deadline: 1000,
    timing: {
      now: () => now,
      random: () => 0.5,
      newToken: () => `token-${++tokens}`,
      sleep: async (milliseconds) => void (now += milliseconds),
    },
  };
}

const cancelled = (...codes: string[]): Error =>
  new TransactionCanceledException({
    $metadata: {},
    message: 'cancelled',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const throttled = (): Error => new ProvisionedThroughputExceededException({ $metadata: {}, message: 'slow down' });
const timedOut = (): Error => Object.assign(new Error('timed out'), { name: 'TimeoutError' });
const refused = (): Error => new ConditionalCheckFailedException({ $metadata: {}, message: 'no' });

describe('a transaction', () => {
  const writes = () => [putNew(session(), item, 'nameTaken'), putNew(session(), { ...item, SK: 'T' })];

  it('is repeated after conflicts with the same token, which the SDK does not do', async () => {
    database
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('TransactionConflict', 'None'))
      .rejectsOnce(cancelled('None', 'ThrottlingError'))
      .rejectsOnce(timedOut())
      .resolves({});
    expect(await writeTogether(session(), writes())).toBe('written');
    expect(database).toHaveReceivedCommandTimes(TransactWriteCommand, 4);
    const tokens = database.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.ClientRequestToken);
    expect(new Set(tokens)).toEqual(new Set(['token-1']));
  });

  it('O4: is given up where others held it up, and it is in vain by then', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'));
    const known = ['nameTaken', undefined, undefined] as const;
    const left = [...known];
    expect(await writeTogether(session(), writes(), async () => left.pop())).toBe('nameTaken');
    expect(database).toHaveReceivedCommandTimes(TransactWriteCommand, 3);
  });

  it('is repeated after a lost answer, whatever is known: it may have been written', async () => {
    database
      .on(TransactWriteCommand)
      .rejectsOnce(timedOut())
      .rejectsOnce(cancelled('TransactionConflict'))
      .resolves({});
    expect(await writeTogether(session(), writes(), async () => 'nameTaken')).toBe('written');
    expect(database).toHaveReceivedCommandTimes(TransactWriteCommand, 3);
  });

  it('says what the first failed condition means', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'TransactionConflict'));
    expect(await writeTogether(session(), writes())).toBe('nameTaken');
    expect(database).toHaveReceivedCommandTimes(TransactWriteCommand, 1);
  });

  it('is a fault where a condition failed that cannot fail', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed'));
    await expect(writeTogether(session(), writes())).rejects.toThrow(TransactionCanceledException);
  });

  it('ends in 503 with Retry-After at the deadline', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'));
    await expect(writeTogether(session(), writes())).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
    });
  });
});

describe('a single write', () => {
  const write = () => replace(session(), item, { revision: 1 }, 'stale');

  it('is repeated after throttling and timeouts', async () => {
    database.on(PutCommand).rejectsOnce(throttled()).rejectsOnce(timedOut()).resolves({});
    expect(await writeAlone(session(), write())).toBe('written');
    expect(database).toHaveReceivedCommandTimes(PutCommand, 3);
  });

  it('is stale where its condition fails at once', async () => {
    database.on(PutCommand).rejects(refused());
    expect(await writeAlone(session(), write())).toBe('stale');
    expect(database).toHaveReceivedCommandTimes(GetCommand, 0);
  });

  it.each([
    ['its own', item, 'written'],
    ['of another request', { ...item, by: { ...stamp, request: 'other' } }, 'stale'],
    ['of another revision', { ...item, revision: 3 }, 'stale'],
    ['gone', undefined, 'stale'],
  ])('whose answer was lost is read again, and is %s', async (_, Item, outcome) => {
    database.on(PutCommand).rejectsOnce(timedOut()).rejects(refused());
    database.on(GetCommand).resolves(Item === undefined ? {} : { Item });
    expect(await writeAlone(session(), write())).toBe(outcome);
  });
});

it('sends one write alone, several together and none not at all', async () => {
  database.on(PutCommand).resolves({});
  database.on(TransactWriteCommand).resolves({});
  const one = putNew(session(), item);
  await writeAll(session(), []);
  await writeAll(session(), [one]);
  await writeAll(session(), [one, one]);
  expect(database).toHaveReceivedCommandTimes(PutCommand, 1);
  expect(database).toHaveReceivedCommandTimes(TransactWriteCommand, 1);
});

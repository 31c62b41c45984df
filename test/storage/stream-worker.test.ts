import type { DynamoDBStreamEvent } from 'aws-lambda';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { StreamConsumer, StreamConsumers } from '#storage/stream-consumer.ts';
import { streamWorker } from '#storage/stream-worker.ts';
import type { StreamFailure } from '#storage/stream-worker.ts';
import { unavailable } from '#scim/errors.ts';
import { invocation } from '../support/endpoint.ts';
import { conflict, injectFaults } from '../support/faults.ts';
import type { Fault } from '../support/faults.ts';

const start = Date.parse('2026-11-23T12:00:00Z');

/** Each as `organization sequence`, in the order of the stream. */
function eventOf(...names: readonly string[]): DynamoDBStreamEvent {
  return {
    Records: names.map((name) => {
      const [organization, sequence = ''] = name.split(' ');
      const Keys = { PK: { S: `ORG#${organization}#USERS` }, SK: { S: sequence } };
      return { dynamodb: { Keys, NewImage: Keys, SequenceNumber: sequence } };
    }),
  };
}

/** A worker whose consumer `consume` fails at the records of these places, and what it was given. */
function workerOf(...poison: readonly string[]) {
  return workerWith(new Error('Poison.'), poison);
}

/** The same with an error of its own, and a table that answers each write so. */
function workerWith(error: Error, poison: readonly string[], answer: Fault = { output: {} }) {
  const given: string[][] = [];
  const failures: StreamFailure[] = [];
  const time = { now: start };
  const timing = { now: () => time.now, sleep: async () => undefined, random: () => 0, newToken: () => 'token' };
  const consume: StreamConsumer = async (records) => {
    const sequences = records.map(({ sequence }) => sequence);
    given.push(sequences);
    if (sequences.some((sequence) => poison.includes(sequence))) throw error;
  };
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  const calls = injectFaults(client, () => answer);
  const run = (consumers: StreamConsumers, event: DynamoDBStreamEvent, remaining = 60_000) =>
    streamWorker({
      client,
      tableName: 'T',
      timing,
      consumers,
      report: (failure) => void failures.push(failure),
    })(event, invocation(remaining));
  return { consume, run, given, failures, time, calls };
}

describe('the worker of the stream', () => {
  it('T1: hands each organization to each consumer on its own, in the order of the stream', async () => {
    const { consume, run, given } = workerOf();
    const answer = await run({ consume, again: consume }, eventOf('a 1', 'b 2', 'a 3', 'KEY 4', 'b 5'));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(given.map((one) => one.join()).toSorted()).toEqual(['1,3', '1,3', '2,5', '2,5', '4', '4']);
  });

  it('works on all but the record that fails alone, and sets that one aside', async () => {
    const { consume, run, given, failures, calls } = workerOf('3');
    const answer = await run({ consume }, eventOf('a 1', 'b 2', 'a 3', 'b 4', 'a 5'));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(given).toEqual([['1', '3', '5'], ['2', '4'], ['1'], ['3'], ['5']]);
    const failure = { consumer: 'consume', organization: 'a', sequence: '3', error: new Error('Poison.') };
    expect(failures).toEqual([{ ...failure, undoneId: '3.consume' }]);
    expect(calls).toMatchObject([{ name: 'PutItem', input: { Item: { PK: 'UNDONE', SK: '3.consume' } } }]);
  });

  it.each([
    ['a database that is busy', conflict()],
    ['a lost answer', Object.assign(new Error('Request timed out'), { name: 'TimeoutError' })],
    ['a connection that broke', Object.assign(new Error('Broken.'), { code: 'ECONNRESET' })],
    ['the end of the time', unavailable('The directory is busy.', 5)],
  ])('takes no record for poison because of %s, but has it given again', async (_, error) => {
    const { consume, run, failures, calls } = workerWith(error, ['3']);
    const answer = await run({ consume }, eventOf('a 1', 'a 3', 'a 5'));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    expect(failures).toEqual([{ consumer: 'consume', organization: 'a', sequence: '3', error }]);
    expect(calls).toEqual([]);
  });

  it('has a record given again that cannot be set aside', async () => {
    const full = new Error('The table is gone.');
    const { consume, run, failures } = workerWith(new Error('Poison.'), ['3'], { error: full });
    const answer = await run({ consume }, eventOf('a 3', 'b 4'));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    expect(failures).toEqual([{ consumer: 'consume', organization: 'a', sequence: '3', error: full }]);
  });

  it('lets a consumer go on where another fails, and names the first record of all', async () => {
    const { consume, run, given } = workerOf();
    const failing = workerWith(conflict(), ['2', '1']);
    const answer = await run({ failing: failing.consume, consume }, eventOf('a 1', 'b 2'));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(given).toEqual([['1'], ['2']]);
  });

  it('begins nothing that has no time left, and leaves it to the next invocation', async () => {
    const { consume, run, given, failures, time } = workerOf();
    const slow: StreamConsumer = async (records, worker) => {
      await consume(records, worker);
      expect(worker.timeLeft()).toBe(true);
      time.now += 58_000;
      expect(worker.timeLeft()).toBe(false);
      throw new Error('Slow.');
    };
    const answer = await run({ slow }, eventOf('a 1', 'a 2'));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect({ given, failures }).toEqual({ given: [['1', '2']], failures: [] });
    expect(await run({ consume }, eventOf('a 3'), 2_000)).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    expect(given).toHaveLength(1);
  });

  it('opens an organization in its own name, until a second before the end', async () => {
    const { run } = workerOf();
    let seen: unknown;
    const consumer: StreamConsumer = async (_, worker) => {
      const { organization, stamp, deadline, tableName } = worker.open('a');
      seen = { organization, stamp, deadline, tableName, now: worker.now() };
    };
    await run({ consumer }, eventOf('a 1'));
    expect(seen).toEqual({
      organization: 'a',
      tableName: 'T',
      stamp: { actor: 'rollcall', request: 'token', at: '2026-11-23T12:00:00.000Z' },
      deadline: start + 59_000,
      now: new Date(start),
    });
  });
});

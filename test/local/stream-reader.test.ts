import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { openStream, type Positions } from '../../local/stream-reader.ts';

const database = mockClient(DynamoDBClient);
const streams = mockClient(DynamoDBStreamsClient);
afterAll(() => {
  database.restore();
  streams.restore();
});

beforeEach(() => {
  database.on(DescribeTableCommand).resolves({ Table: { LatestStreamArn: 'arn' } });
  streams.on(GetShardIteratorCommand).callsFake(({ ShardId, ShardIteratorType, SequenceNumber = '' }) => ({
    ShardIterator: `${ShardId} ${ShardIteratorType} ${SequenceNumber}`.trim(),
  }));
});
afterEach(() => {
  database.reset();
  streams.reset();
});

const busy = Object.assign(new Error('Busy.'), { name: 'InternalServerError' });
const metadata = { $metadata: {}, message: 'Gone.' };

/** Lists shards in two pages, by their parents. */
function shards(parents: Readonly<Record<string, string | undefined>>): void {
  const all = Object.entries(parents).map(([ShardId, ParentShardId]) => ({
    ShardId,
    ...(ParentShardId !== undefined && { ParentShardId }),
  }));
  const first = { Shards: all.slice(0, 1), LastEvaluatedShardId: all[0]?.ShardId };
  streams.on(DescribeStreamCommand).callsFake(({ ExclusiveStartShardId: start }) => ({
    StreamDescription: start === undefined ? first : { Shards: all.slice(1) },
  }));
}

/** What is behind an iterator: records of these numbers, then another iterator or the end of the shard. */
function page(iterator: string, sequences: readonly number[], next?: string): void {
  const Records = sequences.map((sequence) => ({ dynamodb: { SequenceNumber: String(sequence) } }));
  streams
    .on(GetRecordsCommand, { ShardIterator: iterator })
    .resolves({ Records, ...(next !== undefined && { NextShardIterator: next }) });
}

async function open(positions: Positions = {}) {
  const place = { endpoint: 'http://127.0.0.1:1', tableName: 'T', positions: () => positions };
  const stream = await openStream(new DynamoDBClient(), place);
  return async () => {
    const come = await stream.read();
    return come && `${come.shardId}: ${come.records.map(({ dynamodb }) => dynamodb?.SequenceNumber).join()}`;
  };
}

it('reads a shard after the one that it goes on from, and each in its turn', async () => {
  shards({ parent: 'gone', other: undefined, child: 'parent' });
  page('parent TRIM_HORIZON', [1], 'parent 2');
  page('parent 2', [2]);
  page('other TRIM_HORIZON', [10], 'other 2');
  page('other 2', [11], 'other 3');
  page('other 3', [], 'other 3');
  page('child TRIM_HORIZON', [3], 'child 2');
  page('child 2', [], 'child 2');
  const read = await open();
  const come: unknown[] = [];
  for (let call = 0; call < 6; call++) come.push(await read());
  expect(come).toEqual(['parent: 1', 'other: 10', 'parent: 2', 'other: 11', 'child: 3', undefined]);
});

it('goes on where it was left, and loses nothing where a call fails', async () => {
  shards({ one: undefined });
  page('one AFTER_SEQUENCE_NUMBER 4', [5], 'one 2');
  streams
    .on(GetRecordsCommand, { ShardIterator: 'one 2' })
    .rejectsOnce(busy)
    .resolves({ Records: [{ dynamodb: { SequenceNumber: '6' } }], NextShardIterator: 'one 3' });
  const read = await open({ one: '4' });
  expect(await read()).toBe('one: 5');
  await expect(read()).rejects.toThrow('Busy.');
  expect(await read()).toBe('one: 6');
});

it('finds its place again after an iterator has expired', async () => {
  shards({ one: undefined });
  page('one TRIM_HORIZON', [5], 'one 2');
  streams.on(GetRecordsCommand, { ShardIterator: 'one 2' }).rejects(new ExpiredIteratorException(metadata));
  page('one AFTER_SEQUENCE_NUMBER 5', [6], 'one 3');
  const read = await open();
  expect([await read(), await read(), await read()]).toEqual(['one: 5', undefined, 'one: 6']);
});

it('begins with the oldest record that there is where its place is gone', async () => {
  shards({ one: undefined });
  streams
    .on(GetShardIteratorCommand, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' })
    .rejects(new TrimmedDataAccessException(metadata));
  page('one TRIM_HORIZON', [50], 'one 2');
  const read = await open({ one: '4' });
  expect(await read()).toBe('one: 50');
});

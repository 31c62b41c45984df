import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { Shard } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { toLambdaRecord } from './stream-event.ts';

/** Up to where each shard has been read: the sequence number of the last record. */
export type Positions = Readonly<Record<string, string>>;

/** What has come in one shard, in its order. */
export type ShardRecords = { readonly shardId: string; readonly records: readonly DynamoDBRecord[] };

/** A table's stream, read from its beginning or from where it was left. */
export type StreamReader = {
  readonly streamArn: string;
  /** What has come since the last call, at most a thousand records a shard. */
  read(): Promise<readonly ShardRecords[]>;
  close(): void;
};

/** Opens the stream of a table. Throws where the table has none. */
export async function openStream(
  client: DynamoDBClient,
  { endpoint, tableName, positions }: { endpoint: string; tableName: string; positions(streamArn: string): Positions },
): Promise<StreamReader> {
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const streamArn = table?.LatestStreamArn;
  if (streamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
  const streams = new DynamoDBStreamsClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const read = new Map(Object.entries(positions(streamArn)));
  /** Where to go on in each shard; undefined where it has ended. */
  const iterators = new Map<string, string | undefined>();

  const openShards = async (): Promise<void> => {
    const shards = await listShards(streams, streamArn);
    for (const { ShardId: shardId, ParentShardId: parentId } of shards) {
      if (shardId === undefined || iterators.has(shardId)) continue;
      // Records of one item are in the parent first.
      if (parentId !== undefined && iterators.get(parentId) !== undefined) continue;
      iterators.set(shardId, await findPlace(streams, { streamArn, shardId, after: read.get(shardId) }));
    }
  };

  return {
    streamArn,
    async read() {
      if (![...iterators.values()].some((iterator) => iterator !== undefined)) await openShards();
      const batches: ShardRecords[] = [];
      for (const [shardId, iterator] of iterators) {
        if (iterator === undefined) continue;
        const page = await readPage(streams, iterator);
        if (page === 'expired') {
          iterators.set(shardId, await findPlace(streams, { streamArn, shardId, after: read.get(shardId) }));
          continue;
        }
        iterators.set(shardId, page.NextShardIterator);
        if (page.NextShardIterator === undefined) await openShards();
        const records = (page.Records ?? []).map((record) => toLambdaRecord(record, streamArn));
        const last = records.at(-1)?.dynamodb?.SequenceNumber;
        if (last === undefined) continue;
        read.set(shardId, last);
        batches.push({ shardId, records });
      }
      return batches;
    },
    close: () => streams.destroy(),
  };
}

/** An iterator that was not used for a quarter of an hour has expired. */
async function readPage(streams: DynamoDBStreamsClient, iterator: string) {
  try {
    return await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
  } catch (error) {
    if (error instanceof ExpiredIteratorException) return 'expired';
    throw error;
  }
}

async function listShards(streams: DynamoDBStreamsClient, streamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let start: string | undefined;
  do {
    const { StreamDescription: description } = await streams.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(start !== undefined && { ExclusiveStartShardId: start }) }),
    );
    shards.push(...(description?.Shards ?? []));
    start = description?.LastEvaluatedShardId;
  } while (start !== undefined);
  return shards;
}

/** Right after the record at `after`; at the beginning where there is none, or it is so long ago that it is gone. */
async function findPlace(
  streams: DynamoDBStreamsClient,
  { streamArn, shardId, after }: { streamArn: string; shardId: string; after: string | undefined },
): Promise<string | undefined> {
  const shard = { StreamArn: streamArn, ShardId: shardId };
  const beginning = { ...shard, ShardIteratorType: 'TRIM_HORIZON' as const };
  const place = { ...shard, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after };
  try {
    const { ShardIterator } = await streams.send(new GetShardIteratorCommand(after === undefined ? beginning : place));
    return ShardIterator;
  } catch (error) {
    if (!(error instanceof TrimmedDataAccessException)) throw error;
    return (await streams.send(new GetShardIteratorCommand(beginning))).ShardIterator;
  }
}

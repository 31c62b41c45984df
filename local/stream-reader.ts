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
  /** What has come in one of the shards, a thousand records at most; undefined where nothing has in any. */
  read(): Promise<ShardRecords | undefined>;
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
  // It logs nothing here, and yet copies all that is read to do so.
  streams.middlewareStack.remove('loggerMiddleware');
  const read = new Map(Object.entries(positions(streamArn)));
  /** Where to go on in each shard; undefined where it has ended. */
  const iterators = new Map<string, string | undefined>();
  /** False where there may be shards that are not among them. */
  let isComplete = false;

  const openShards = async (): Promise<void> => {
    const shards = await listShards(streams, streamArn);
    for (const { ShardId: shardId, ParentShardId: parentId } of shards) {
      if (shardId === undefined || iterators.has(shardId)) continue;
      // Records of one item are in the parent first.
      if (parentId !== undefined && iterators.get(parentId) !== undefined) continue;
      iterators.set(shardId, await findPlace(streams, { streamArn, shardId, after: read.get(shardId) }));
    }
  };

  const readShard = async (shardId: string, iterator: string): Promise<readonly DynamoDBRecord[]> => {
    const page = await readPage(streams, iterator);
    const next =
      page === 'expired'
        ? await findPlace(streams, { streamArn, shardId, after: read.get(shardId) })
        : page.NextShardIterator;
    // The last in the order of the map: all have their turn.
    iterators.delete(shardId);
    iterators.set(shardId, next);
    isComplete &&= next !== undefined;
    const records = page === 'expired' ? [] : (page.Records ?? []).map((record) => toLambdaRecord(record, streamArn));
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined) read.set(shardId, last);
    return records;
  };

  return {
    streamArn,
    async read() {
      if (!isComplete) await openShards();
      // The shards that go on with one that has ended are there as soon as it has.
      const turns = [...iterators];
      isComplete = turns.some(([, iterator]) => iterator !== undefined);
      for (const [shardId, iterator] of turns) {
        const records = iterator === undefined ? [] : await readShard(shardId, iterator);
        if (records.length > 0) return { shardId, records };
      }
      return undefined;
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

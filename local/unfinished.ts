import { isDeepStrictEqual } from 'node:util';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { InvokeOnStream } from './functions.ts';
import { reasonOf } from './reason.ts';
import { toLambdaRecord } from './stream-event.ts';
import { wait } from './wait.ts';

/** Who goes on with what an earlier process has left, until it is told to stop. */
export type Unfinished = { stop(): Promise<void> };

/** Milliseconds between two looks; whoever works on a change writes how far it is before that. */
const pause = 2_000;

/**
 * Goes on with the changes that an earlier process was in the middle of, beside the stream: there they come only after
 * all that was written before, which may be much. One that somebody works on, or that does not get on, is left alone.
 */
export function startUnfinished(
  client: DynamoDBClient,
  tableName: string,
  invoke: InvokeOnStream,
  every = pause,
): Unfinished {
  const stopping = new AbortController();
  const running = goOn({ client, tableName, invoke, every, signal: stopping.signal }).catch((error: unknown) => {
    console.error('Changes that were under way are left to the stream.', reasonOf(error));
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

type Work = {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly invoke: InvokeOnStream;
  readonly every: number;
  readonly signal: AbortSignal;
};

async function goOn({ client, tableName, invoke, every, signal }: Work): Promise<void> {
  /** How far each was when it was handed over. */
  const handed = new Map<string, string>();
  const isStuck = (record: DynamoDBRecord): boolean => handed.get(idOf(record)) === progressOf(record);
  let running = await findRunning(client, tableName);
  // Nobody else can work on anything yet.
  let idle = running;
  while (!signal.aborted && !running.every(isStuck)) {
    for (const record of idle) handed.set(idOf(record), progressOf(record));
    if (idle.length > 0) await invoke({ Records: [...idle] });
    const seen = new Map((await findRunning(client, tableName)).map((record) => [idOf(record), record]));
    await wait(every, signal);
    running = await findRunning(client, tableName);
    idle = running.filter((record) => !isStuck(record) && isDeepStrictEqual(seen.get(idOf(record)), record));
  }
}

/** The changes that are not done, as records of the stream: as if each had just been written. */
async function findRunning(client: DynamoDBClient, tableName: string): Promise<readonly DynamoDBRecord[]> {
  const records: DynamoDBRecord[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: '#type = :change AND #status = :running',
        ExpressionAttributeNames: { '#type': 'type', '#status': 'status' },
        ExpressionAttributeValues: { ':change': { S: 'change' }, ':running': { S: 'running' } },
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    for (const item of page.Items ?? []) {
      const { PK, SK } = item;
      if (PK === undefined || SK?.S === undefined) continue;
      const dynamodb = { Keys: { PK, SK }, NewImage: item, SequenceNumber: SK.S };
      records.push(toLambdaRecord({ eventName: 'MODIFY', dynamodb }, ''));
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return records;
}

function idOf({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? '';
}

function progressOf({ dynamodb }: DynamoDBRecord): string {
  const { handled, work } = dynamodb?.NewImage ?? {};
  return JSON.stringify([handled, work]);
}

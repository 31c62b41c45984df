import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { InvokeOnStream } from './functions.ts';
import { toLambdaRecord } from './stream-event.ts';

/** Who goes on with what an earlier process has left, until it is told to stop. */
export type Unfinished = { stop(): Promise<void> };

/**
 * Goes on with the changes that an earlier process was in the middle of, beside the stream: there they come only after
 * all that was written before, which may be much. One that does not get on is left to the stream.
 */
export function startUnfinished(client: DynamoDBClient, tableName: string, invoke: InvokeOnStream): Unfinished {
  const stopping = new AbortController();
  const running = goOn(client, tableName, invoke, stopping.signal).catch((error: unknown) => {
    console.error('Changes that were under way are left to the stream.', error);
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function goOn(
  client: DynamoDBClient,
  tableName: string,
  invoke: InvokeOnStream,
  signal: AbortSignal,
): Promise<void> {
  let before = '';
  while (!signal.aborted) {
    const records = await findRunning(client, tableName);
    const now = JSON.stringify(records.map(progressOf));
    if (records.length === 0 || now === before) return;
    before = now;
    await invoke({ Records: [...records] });
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

function progressOf({ dynamodb }: DynamoDBRecord): unknown {
  const { id, handled, work } = dynamodb?.NewImage ?? {};
  return [id, handled, work];
}

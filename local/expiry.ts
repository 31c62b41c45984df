import { ConditionalCheckFailedException, DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ttlAttribute } from './table.ts';
import { reasonOf } from './reason.ts';
import { repeat, wait } from './wait.ts';

/** Milliseconds between two looks at the table, and between two pages of one. */
const interval = 60_000;
const breath = 50;

/** Who deletes expired items, until it is told to stop. */
export type ExpirySweeper = { stop(): Promise<void> };

/** Deletes what has expired, now and each minute, in DynamoDB's place: the embedded engine keeps it. */
export function startExpiry(client: DynamoDBClient, tableName: string): ExpirySweeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const sweepOnce = async (): Promise<number> => {
    await sweepExpired(client, tableName, signal);
    return interval;
  };
  const running = repeat(sweepOnce, {
    signal,
    afterFailure: interval,
    failed: (error) => console.error('Expired items cannot be deleted; it is tried again.', reasonOf(error)),
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Deletes the items of a table whose time has come, and gives their number. */
export async function sweepExpired(
  client: DynamoDBClient,
  tableName: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  let deleted = 0;
  let start: Record<string, AttributeValue> | undefined;
  do {
    const now = { N: String(Math.floor(Date.now() / 1000)) };
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: '#at <= :now',
        ProjectionExpression: 'PK, SK',
        ExpressionAttributeNames: { '#at': ttlAttribute },
        ExpressionAttributeValues: { ':now': now },
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    for (const key of page.Items ?? []) {
      if (await deleteExpired(client, tableName, key, now)) deleted += 1;
    }
    start = page.LastEvaluatedKey;
    // A large table is a long way, and others work on it.
    if (start !== undefined) await wait(breath, signal);
  } while (start !== undefined && !signal.aborted);
  return deleted;
}

/** False where the item lives longer by now, or is gone. */
async function deleteExpired(
  client: DynamoDBClient,
  tableName: string,
  key: Record<string, AttributeValue>,
  now: AttributeValue,
): Promise<boolean> {
  try {
    await client.send(
      new DeleteItemCommand({
        TableName: tableName,
        Key: key,
        ConditionExpression: '#at <= :now',
        ExpressionAttributeNames: { '#at': ttlAttribute },
        ExpressionAttributeValues: { ':now': now },
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
  }
}

import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The attribute by which DynamoDB deletes items some time after it has passed (epoch seconds). */
export const ttlAttribute = 'expiresAt';

/**
 * The one table: two keys, the index of changes and a stream of all changes. The CDK stack describes the same.
 */
export function tableSchema(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'PK', AttributeType: 'S' },
      { AttributeName: 'SK', AttributeType: 'S' },
      { AttributeName: 'ChangedPK', AttributeType: 'S' },
      { AttributeName: 'ChangedSK', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'Changed',
        KeySchema: [
          { AttributeName: 'ChangedPK', KeyType: 'HASH' },
          { AttributeName: 'ChangedSK', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}

/**
 * Creates the table and waits until it can be used; leaves one alone that is there already, and gives false then. Without
 * `streamed` it has no stream: the embedded engine takes longer for each write the more records there are in one.
 */
export async function createTable(
  client: DynamoDBClient,
  tableName: string,
  { streamed = true }: { readonly streamed?: boolean } = {},
): Promise<boolean> {
  const { StreamSpecification: stream, ...schema } = tableSchema(tableName);
  try {
    await client.send(
      new CreateTableCommand({ ...schema, ...(streamed && stream && { StreamSpecification: stream }) }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ResourceInUseException')) throw error;
    await waitForTable(client, tableName);
    return false;
  }
  await waitForTable(client, tableName);
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
    }),
  );
  return true;
}

/** True where a table has the indexes and the stream that are read: one that was made by an earlier version lacks some. */
export async function isComplete(client: DynamoDBClient, tableName: string): Promise<boolean> {
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const present = new Set(table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  const wanted = tableSchema(tableName).GlobalSecondaryIndexes ?? [];
  return table?.StreamSpecification?.StreamEnabled === true && wanted.every(({ IndexName }) => present.has(IndexName));
}

async function waitForTable(client: DynamoDBClient, tableName: string): Promise<void> {
  // The delays are whole seconds, and the first look comes before any of them.
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: tableName });
}

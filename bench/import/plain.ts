import { DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { TestTable } from '../../test/support/engine.ts';
import { usersFrom } from '#storage/user-keys.ts';

/** The read units of the least that an import can read: the items of all users, strongly, one after the other. */
export async function readPlainly({ client, tableName }: TestTable, organization: string): Promise<number> {
  const documents = DynamoDBDocumentClient.from(client);
  const { PK, from, to } = usersFrom(organization, 0);
  let units = 0;
  let start: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'PK = :partition AND SK BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':partition': PK, ':from': from, ':to': to },
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    units += page.ConsumedCapacity?.CapacityUnits ?? 0;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return units;
}

import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TestTable } from '../../test/support/engine.ts';
import type { FilledOrganization } from '../fill.ts';
import { person } from '../people.ts';

/** Items that one BatchWriteItem takes. */
const batch = 25;

/** Puts the same users where the SCIMMY that is measured beside us reads them: each as one text. */
export async function putForScimmy(table: TestTable, { userId }: FilledOrganization, users: number): Promise<void> {
  const client = DynamoDBDocumentClient.from(table.client);
  for (let first = 0; first < users; first += batch) {
    const requests = Array.from({ length: batch }, (_, place) => {
      const id = userId(first + place);
      const user = JSON.stringify({ ...person(first + place), id });
      return { PutRequest: { Item: { PK: 'SCIMMY', SK: id, user } } };
    });
    await client.send(new BatchWriteCommand({ RequestItems: { [table.tableName]: requests } }));
  }
}

/** One request to DynamoDB as it goes over the wire. */
export type DynamoCall = { readonly operation: string; readonly input: Input };

/** What IAM has to allow: an action on the table or an index of it, in a partition whose ids are all the same here. */
export type Need = { readonly action: string; readonly resource: string; readonly partition: string };

type Input = Readonly<Record<string, unknown>>;
type Text = { readonly S?: string };
type Keyed = { readonly Key?: { readonly PK?: Text }; readonly Item?: { readonly PK?: Text } };

/** What each action of a transaction needs; the transaction itself needs nothing. */
const transacted: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * What a call needs: transactions the actions within them, batches an action of their own in each partition that they
 * touch, a Query of an index one on that index.
 */
export function needsOf({ operation, input }: DynamoCall): readonly Need[] {
  switch (operation) {
    case 'TransactWriteItems':
    case 'TransactGetItems': {
      const actions = (input['TransactItems'] as readonly Readonly<Record<string, Keyed>>[]).flatMap(Object.entries);
      return actions.map(([kind, keyed]) => onTable(transacted[kind] ?? kind, partitionOf(keyed)));
    }
    case 'BatchGetItem': {
      const tables = Object.values(
        input['RequestItems'] as Readonly<Record<string, { readonly Keys: Keyed['Key'][] }>>,
      );
      return tables.flatMap(({ Keys }) => Keys.map((Key) => onTable(operation, partitionOf({ ...(Key && { Key }) }))));
    }
    case 'BatchWriteItem': {
      const tables = Object.values(
        input['RequestItems'] as Readonly<Record<string, Readonly<Record<string, Keyed>>[]>>,
      );
      const requests = tables.flat().flatMap((request) => Object.values(request));
      return requests.map((keyed) => onTable(operation, partitionOf(keyed)));
    }
    case 'Query': {
      const values = input['ExpressionAttributeValues'] as Readonly<Record<string, Text>>;
      const need = onTable(operation, withoutIds(values[':partition']?.S));
      const index = input['IndexName'];
      return [typeof index === 'string' ? { ...need, resource: `the index ${index}` } : need];
    }
    default:
      return [onTable(operation, partitionOf(input))];
  }
}

function onTable(action: string, partition: string): Need {
  return { action: `dynamodb:${action}`, resource: 'the table', partition };
}

function partitionOf({ Key, Item }: Keyed): string {
  return withoutIds(Key?.PK?.S ?? Item?.PK?.S);
}

/** Every id and hash is of zeros, so that the partitions of one kind are the same. */
function withoutIds(partition: string | undefined): string {
  if (partition === undefined) throw new Error('A call names no partition.');
  return partition
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, '00000000-0000-0000-0000-000000000000')
    .replace(/[0-9a-f]{64}$/u, '0'.repeat(64))
    .replace(/#[0-9a-f]$/u, '#0');
}

import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Attributes } from './item.ts';
import type { Key, KeyRange } from './keys.ts';
import { pause, persist } from './persist.ts';
import type { Session } from './session.ts';

/** Keys that one BatchGetItem takes (a limit of DynamoDB). */
const keysPerBatch = 100;

/** Reads one item, strongly consistent like all reads here. */
export async function readItem(session: Session, key: Key): Promise<Attributes | undefined> {
  const command = new GetCommand({ TableName: session.tableName, Key: key, ConsistentRead: true });
  const { Item } = await persist(session, ({ options }) => session.client.send(command, options));
  return Item;
}

/** Reads those of the items that exist, in no order. */
export async function readItems(session: Session, keys: readonly Key[]): Promise<readonly Attributes[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / keysPerBatch) }, (_, index) =>
    keys.slice(index * keysPerBatch, (index + 1) * keysPerBatch),
  );
  return (await Promise.all(batches.map((batch) => readBatch(session, batch)))).flat();
}

/** Reads neighbours a page at a time; `limit` is the number of items that a page may hold, 1 MB at most anyway. */
export async function* readPages(
  session: Session,
  range: KeyRange,
  limit?: number,
): AsyncIterable<readonly Attributes[]> {
  let start: Attributes | undefined;
  do {
    const command = new QueryCommand({
      TableName: session.tableName,
      KeyConditionExpression: 'PK = :partition AND SK BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':partition': range.PK, ':from': range.from, ':to': range.to },
      ConsistentRead: true,
      ...(limit !== undefined && { Limit: limit }),
      ...(start && { ExclusiveStartKey: start }),
    });
    const page = await persist(session, ({ options }) => session.client.send(command, options));
    start = page.LastEvaluatedKey;
    yield page.Items ?? [];
  } while (start !== undefined);
}

/** Reads all neighbours. */
export async function readRange(session: Session, range: KeyRange): Promise<readonly Attributes[]> {
  const items: Attributes[] = [];
  for await (const page of readPages(session, range)) items.push(...page);
  return items;
}

async function readBatch(session: Session, keys: readonly Key[]): Promise<readonly Attributes[]> {
  const found: Attributes[] = [];
  let wanted: readonly Attributes[] = keys;
  for (let tries = 0; wanted.length > 0; tries++) {
    if (tries > 0) await pause(session, tries - 1);
    const command = new BatchGetCommand({
      RequestItems: { [session.tableName]: { Keys: [...wanted], ConsistentRead: true } },
    });
    const batch = await persist(session, ({ options }) => session.client.send(command, options));
    const items = batch.Responses?.[session.tableName] ?? [];
    found.push(...items);
    wanted = batch.UnprocessedKeys?.[session.tableName]?.Keys ?? [];
    // Whatever came through shows that the table answers; only a batch without progress waits longer.
    if (items.length > 0) tries = 0;
  }
  return found;
}

import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Attributes } from './item.ts';
import type { Key, KeyPrefix, KeyRange } from './keys.ts';
import { pause, persist } from './persist.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';

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
  return (await sideBySide(batches, (batch) => readBatch(session, batch))).flat();
}

/** How neighbours are read: from the last one on, and so many a page at most; 1 MB is the most anyway. */
export type Reading = { readonly backwards?: boolean; readonly limit?: number };

/** Reads neighbours a page at a time. */
export function readPages(
  session: Session,
  range: KeyRange | KeyPrefix,
  { backwards = false, limit }: Reading = {},
): AsyncIterable<readonly Attributes[]> {
  return query(session, {
    ...('prefix' in range
      ? {
          KeyConditionExpression: 'PK = :partition AND begins_with(SK, :prefix)',
          ExpressionAttributeValues: { ':partition': range.PK, ':prefix': range.prefix },
        }
      : {
          KeyConditionExpression: 'PK = :partition AND SK BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':partition': range.PK, ':from': range.from, ':to': range.to },
        }),
    ConsistentRead: true,
    ...(backwards && { ScanIndexForward: false }),
    ...(limit !== undefined && { Limit: limit }),
  });
}

/** Reads all neighbours. */
export async function readRange(session: Session, range: KeyRange): Promise<readonly Attributes[]> {
  const items: Attributes[] = [];
  for await (const page of readPages(session, range)) items.push(...page);
  return items;
}

/**
 * Reads neighbours from the last one on in a single call: at most `limit` and 1 MB, older than the sort key `after`.
 * `end` is the sort key at which it stopped before the first one was reached.
 */
export async function readPart(
  session: Session,
  range: KeyRange,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<{ readonly items: readonly Attributes[]; readonly end?: string }> {
  const command = new QueryCommand({
    TableName: session.tableName,
    KeyConditionExpression: 'PK = :partition AND SK BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':partition': range.PK, ':from': range.from, ':to': range.to },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: limit,
    ...(after !== undefined && { ExclusiveStartKey: { PK: range.PK, SK: after } }),
  });
  const { Items = [], LastEvaluatedKey } = await persist(session, ({ options }) =>
    session.client.send(command, options),
  );
  return { items: Items, ...(LastEvaluatedKey !== undefined && { end: String(LastEvaluatedKey['SK']) }) };
}

/** Reads keys from the index of changes a page at a time. An index lags behind: no read of it is strongly consistent. */
export function readEntries(session: Session, range: KeyRange): AsyncIterable<readonly Attributes[]> {
  return query(session, {
    IndexName: 'Changed',
    KeyConditionExpression: 'ChangedPK = :partition AND ChangedSK BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':partition': range.PK, ':from': range.from, ':to': range.to },
  });
}

async function* query(
  session: Session,
  input: Omit<QueryCommandInput, 'TableName'>,
): AsyncIterable<readonly Attributes[]> {
  let start: Attributes | undefined;
  do {
    const command = new QueryCommand({
      TableName: session.tableName,
      ...input,
      ...(start && { ExclusiveStartKey: start }),
    });
    const page = await persist(session, ({ options }) => session.client.send(command, options));
    start = page.LastEvaluatedKey;
    yield page.Items ?? [];
  } while (start !== undefined);
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

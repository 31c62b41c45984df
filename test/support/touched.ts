/** What a call reads or writes, as its input says. */
export type Touched = {
  readonly name: string;
  /** The keys of items, in the order of the actions or requests. */
  readonly keys: readonly string[];
  /** Their partitions, or the one of a Query. */
  readonly partitions: readonly string[];
};

type Input = Readonly<Record<string, unknown>>;
type Key = { readonly PK?: unknown; readonly SK?: unknown };
type Action = { readonly Item?: Key; readonly Key?: Key };

/** The single writes: one item, no transaction. */
export const singleWrites: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** What consumes write units. */
export const writes: ReadonlySet<string> = new Set([...singleWrites, 'TransactWriteItems', 'BatchWriteItem']);

/** The name of a call as DynamoDB has it. */
export function callName(context: { readonly commandName?: unknown }): string {
  return String(context.commandName).replace(/Command$/u, '');
}

/** What a call touches; inputs are those of the document client. */
export function touchedBy(name: string, input: Input): Touched {
  const keys = keysOf(name, input);
  const values = input['ExpressionAttributeValues'] as Input | undefined;
  const partitions = name === 'Query' ? [String(values?.[':partition'])] : keys.map(({ PK }) => String(PK));
  return { name, keys: keys.map(({ PK, SK }) => `${String(PK)} ${String(SK)}`), partitions };
}

function keysOf(name: string, input: Input): readonly Key[] {
  if (name === 'TransactWriteItems') {
    const actions = input['TransactItems'] as readonly Readonly<Record<string, Action>>[];
    return actions.map((action) => Object.values(action)[0]).map((one) => one?.Item ?? one?.Key ?? {});
  }
  if (name === 'BatchGetItem')
    return (batchOf(input) as readonly { readonly Keys: readonly Key[] }[]).flatMap(({ Keys }) => Keys);
  if (name === 'BatchWriteItem') {
    const requests = batchOf(input).flat() as readonly {
      readonly PutRequest?: Action;
      readonly DeleteRequest?: Action;
    }[];
    return requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {});
  }
  const { Item, Key } = input as Action;
  return [Item ?? Key ?? {}].filter(({ PK }) => PK !== undefined);
}

function batchOf(input: Input): readonly unknown[] {
  return Object.values(input['RequestItems'] ?? {});
}

/** A batch of which only a part is sent: the rest is what DynamoDB calls unprocessed. */
export type SplitBatch = { readonly input: Input; readonly left: Input; readonly leftName: string };

/** Takes out of a batch the keys or requests that are not to be sent. */
export function splitBatch(
  name: string,
  input: Input,
  isSent: (place: number, partition: string) => boolean,
): SplitBatch {
  const { partitions } = touchedBy(name, input);
  const isGet = name === 'BatchGetItem';
  let place = 0;
  const [sent, left]: [[string, unknown][], [string, unknown][]] = [[], []];
  for (const [table, of] of Object.entries(input['RequestItems'] as Readonly<Record<string, unknown>>)) {
    const { Keys, ...how } = of as { readonly Keys?: readonly unknown[] };
    const parts = isGet ? (Keys ?? []) : (of as readonly unknown[]);
    const [first, second]: [unknown[], unknown[]] = [[], []];
    for (const part of parts) (isSent(place, partitions[place++] ?? '') ? first : second).push(part);
    const wrap = (some: readonly unknown[]): unknown => (isGet ? { ...how, Keys: some } : some);
    if (first.length > 0) sent.push([table, wrap(first)]);
    if (second.length > 0) left.push([table, wrap(second)]);
  }
  return {
    input: { ...input, RequestItems: Object.fromEntries(sent) },
    left: Object.fromEntries(left),
    leftName: isGet ? 'UnprocessedKeys' : 'UnprocessedItems',
  };
}

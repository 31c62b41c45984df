import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One call as the database saw it. */
export type RecordedCall = {
  readonly name: string;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly start: number;
  readonly end: number;
};

/** All calls of one piece of work. */
export type Recording = {
  readonly calls: readonly RecordedCall[];
  /** Calls that had to wait for each other: the longest chain in which each began after the one before had ended. */
  readonly depth: number;
  readonly readUnits: number;
  readonly writeUnits: number;
};

/** Counts the calls of a client and what they consumed. */
export type Recorder = {
  record<Result>(work: () => Promise<Result>): Promise<Recording & { readonly result: Result }>;
};

type Capacity = {
  readonly CapacityUnits?: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
};

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'BatchWriteItem']);

/** Attaches a recorder to a client. One piece of work is recorded at a time. */
export function attachRecorder(client: DynamoDBClient): Recorder {
  let calls: RecordedCall[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const start = performance.now();
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' as const };
      const result = await next({ ...args, input });
      const name = String(context.commandName).replace(/Command$/u, '');
      const { ConsumedCapacity: consumed } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
      calls.push({ name, ...unitsOf(writes.has(name), [consumed ?? []].flat()), start, end: performance.now() });
      return result;
    },
    { step: 'initialize', name: 'recorder', priority: 'low' },
  );
  return {
    async record(work) {
      calls = [];
      const result = await work();
      return { ...summarize(calls), result };
    },
  };
}

function unitsOf(writing: boolean, consumed: readonly Capacity[]): { readUnits: number; writeUnits: number } {
  const sum = (units: (capacity: Capacity) => number): number =>
    consumed.reduce((total, capacity) => total + units(capacity), 0);
  return {
    readUnits: sum((capacity) => capacity.ReadCapacityUnits ?? (writing ? 0 : (capacity.CapacityUnits ?? 0))),
    writeUnits: sum((capacity) => capacity.WriteCapacityUnits ?? (writing ? (capacity.CapacityUnits ?? 0) : 0)),
  };
}

function summarize(calls: readonly RecordedCall[]): Recording {
  const depths = new Map<RecordedCall, number>();
  for (const call of calls.toSorted((one, other) => one.start - other.start)) {
    const earlier = [...depths].filter(([{ end }]) => end <= call.start).map(([, depth]) => depth);
    depths.set(call, 1 + Math.max(0, ...earlier));
  }
  return {
    calls,
    depth: Math.max(0, ...depths.values()),
    readUnits: calls.reduce((sum, { readUnits }) => sum + readUnits, 0),
    writeUnits: calls.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
  };
}

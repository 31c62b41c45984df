import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import type { Timing } from '#storage/session.ts';
import { cancelled } from './faults.ts';
import { callName, splitBatch, touchedBy, writes } from './touched.ts';

/** What one partition key takes in a second (limits of DynamoDB). */
const unitsPerSecond = { write: 1_000, read: 3_000 } as const;

type Kind = keyof typeof unitsPerSecond;
type Consumed = { readonly CapacityUnits?: number };
type Input = Readonly<Record<string, unknown>>;

/** What was consumed and refused so far, by partition key. */
export type Governor = {
  readonly units: Readonly<Record<Kind, ReadonlyMap<string, number>>>;
  /** Calls that were throttled, whole or in part. */
  throttled: number;
};

/**
 * Lets a partition key take 1,000 write and 3,000 read units in each second of the clock, as DynamoDB does: what comes
 * beyond that is throttled, of batches the part that it concerns. A call that is begun may consume more than is left.
 */
export function addGovernor(client: DynamoDBClient, { now }: Pick<Timing, 'now'>): Governor {
  const units = { write: new Map<string, number>(), read: new Map<string, number>() };
  const buckets = new Map<string, { second: number; used: number }>();
  const governor: Governor = { units, throttled: 0 };

  const bucketOf = (kind: Kind, partition: string): { second: number; used: number } => {
    const key = `${kind} ${partition}`;
    const second = Math.floor(now() / 1_000);
    const before = buckets.get(key);
    if (before?.second === second) return before;
    // What one call took beyond a second's worth is missing in the next.
    const passed = before === undefined ? 0 : (second - before.second) * unitsPerSecond[kind];
    const bucket = { second, used: Math.max(0, (before?.used ?? 0) - passed) };
    buckets.set(key, bucket);
    return bucket;
  };
  const isExhausted = (kind: Kind, partition: string): boolean =>
    bucketOf(kind, partition).used >= unitsPerSecond[kind];
  const consume = (kind: Kind, partitions: readonly string[], consumed: number): void => {
    for (const partition of partitions) {
      const part = consumed / partitions.length;
      bucketOf(kind, partition).used += part;
      units[kind].set(partition, (units[kind].get(partition) ?? 0) + part);
    }
  };

  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = callName(context);
      const kind = writes.has(name) ? 'write' : 'read';
      const free = (partition: string): boolean => !isExhausted(kind, partition);
      const { partitions } = touchedBy(name, args.input as Input);
      const allowed = partitions.filter(free);
      if (allowed.length < partitions.length) {
        governor.throttled++;
        if (name === 'TransactWriteItems') {
          throw cancelled(...partitions.map((partition) => (free(partition) ? 'None' : 'ThrottlingError')));
        }
        if (allowed.length === 0) {
          throw new ProvisionedThroughputExceededException({ $metadata: {}, message: 'Rate exceeded' });
        }
      }
      const batch = name.startsWith('Batch')
        ? splitBatch(name, args.input as Input, (_, partition) => free(partition))
        : { input: args.input as Input, left: {}, leftName: '' };
      const result = await next({ ...args, input: { ...batch.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity: consumed } = result.output as { ConsumedCapacity?: Consumed | readonly Consumed[] };
      consume(
        kind,
        allowed,
        [consumed ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0),
      );
      const given = (result.output as unknown as Readonly<Record<string, object>>)[batch.leftName];
      return Object.keys(batch.left).length === 0
        ? result
        : { ...result, output: { ...result.output, [batch.leftName]: { ...given, ...batch.left } } };
    },
    { step: 'initialize', name: 'governor', priority: 'low' },
  );
  return governor;
}

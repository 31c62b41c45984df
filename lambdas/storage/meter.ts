import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Consumption, Meter } from '#domain/meter.ts';

/** What an answer, or an error, tells of its call; of each table where the call names several. */
type Told = {
  readonly $metadata?: { readonly attempts?: number };
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
};

type Capacity = {
  readonly CapacityUnits?: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
};

/** The commands that consume write units where the answer does not say which. */
const writing = /^(?:Put|Update|Delete|TransactWrite|BatchWrite)/u;

/** Makes a client tell each piece of work what it asked of the database; beside measured work it does nothing. */
export function attachMeter(client: DynamoDBClient): Meter {
  const measured = new AsyncLocalStorage<Consumption>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const consumption = measured.getStore();
      if (consumption === undefined) return next(args);
      const isWriting = writing.test(String(context.commandName));
      try {
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        count(consumption, result.output as Told, isWriting);
        return result;
      } catch (error) {
        count(consumption, error as Told, isWriting);
        throw error;
      }
    },
    { step: 'initialize', name: 'meter', priority: 'low' },
  );
  return { measure: (consumption, work) => measured.run(consumption, work) };
}

function count(consumption: Consumption, { $metadata, ConsumedCapacity = [] }: Told, isWriting: boolean): void {
  consumption.calls += $metadata?.attempts ?? 1;
  for (const { CapacityUnits = 0, ReadCapacityUnits, WriteCapacityUnits } of [ConsumedCapacity].flat()) {
    consumption.readUnits += ReadCapacityUnits ?? (isWriting ? 0 : CapacityUnits);
    consumption.writeUnits += WriteCapacityUnits ?? (isWriting ? CapacityUnits : 0);
  }
}

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { cancelled, conflict } from './faults.ts';
import { callName, singleWrites, touchedBy, writes } from './touched.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What was sent so far, and how much of it met an open transaction. */
export type Contention = { transactions: number; conflicts: number; calls: number };

/** Milliseconds for which the items of a transaction are its own. */
const open = 10;
const read = 4;
const write = 6;

/**
 * Makes contention visible, which no engine on the desk does: the items of an open transaction, condition checks included,
 * are its own for 10 ms of the clock; other transactions on them are cancelled and single writes refused. Reads and batches
 * pass. Each call takes its time of the clock.
 */
export function addContention(client: DynamoDBClient, { timing, still }: VirtualClock): Contention {
  const seen: Contention = { transactions: 0, conflicts: 0, calls: 0 };
  const held = new Set<string>();
  const tokens = new Set<unknown>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = callName(context);
      const { keys } = touchedBy(name, args.input as Record<string, unknown>);
      seen.calls++;
      if (name !== 'TransactWriteItems') {
        if (singleWrites.has(name) && keys.some((key) => held.has(key))) {
          seen.conflicts++;
          await timing.sleep(write);
          throw conflict();
        }
        await timing.sleep(writes.has(name) ? write : read);
        return still(() => next(args));
      }
      seen.transactions++;
      const token = (args.input as { readonly ClientRequestToken?: unknown }).ClientRequestToken;
      if (tokens.has(token)) throw new TransactionInProgressException({ $metadata: {}, message: 'In progress' });
      if (keys.some((key) => held.has(key))) {
        seen.conflicts++;
        const reasons = keys.map((key) => (held.has(key) ? 'TransactionConflict' : 'None'));
        await timing.sleep(write);
        throw cancelled(...reasons);
      }
      for (const key of keys) held.add(key);
      if (token !== undefined) tokens.add(token);
      try {
        await timing.sleep(open);
        return await still(() => next(args));
      } finally {
        for (const key of keys) held.delete(key);
        tokens.delete(token);
      }
    },
    { step: 'initialize', name: 'contention', priority: 'low' },
  );
  return seen;
}

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

/** What happens to one call: an error instead of it, an answer instead of it, or its answer is lost on the way back. */
export type Fault = { readonly error: Error } | { readonly output: object } | 'answerLost' | undefined;

/** One call as it would have been sent. */
export type Call = { readonly name: string; readonly input: Record<string, unknown> };

/** Lets a client meet what no engine on the desk produces. Returns the calls, faulty ones included. */
export function injectFaults(client: DynamoDBClient, decide: (call: Call, count: number) => Fault): readonly Call[] {
  const calls: Call[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = String(context.commandName).replace(/Command$/u, '');
      const call = { name, input: args.input as Record<string, unknown> };
      calls.push(call);
      const fault = decide(call, calls.length);
      if (fault === undefined) return next(args);
      if (fault === 'answerLost') {
        await next(args);
        throw Object.assign(new Error('Request timed out'), { name: 'TimeoutError' });
      }
      if ('error' in fault) throw fault.error;
      return { output: { $metadata: {}, ...fault.output } as never, response: {} };
    },
    { step: 'initialize', name: 'faults', priority: 'low' },
  );
  return calls;
}

/** A transaction cancelled for these reasons. */
export function cancelled(...codes: readonly string[]): TransactionCanceledException {
  return new TransactionCanceledException({
    $metadata: {},
    message: `Transaction cancelled [${codes.join(', ')}]`,
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
}

/** A single write that met a transaction. */
export function conflict(): TransactionConflictException {
  return new TransactionConflictException({ $metadata: {}, message: 'Transaction is ongoing for the item' });
}

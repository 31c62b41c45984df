import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Random } from '../attack/random.ts';
import { callName, splitBatch } from './touched.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * Lets a client meet what is no error: batches of which a part is unprocessed, and answers of an index that are as old as
 * the last one, or empty. Each comes once in so many times, as the seed says.
 */
export function addPartialAnswers(
  client: DynamoDBClient,
  random: Random,
  inTimes: { readonly unprocessed: number; readonly stale: number },
): { unprocessed: number; stale: number } {
  const seen = { unprocessed: 0, stale: 0 };
  let remembered: readonly { readonly input: Input; readonly output: object }[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = callName(context);
      const input = args.input as Input;
      if (name.startsWith('Batch') && random.once(inTimes.unprocessed)) {
        seen.unprocessed++;
        // One at least is sent, so that whoever repeats the rest comes to an end.
        const split = splitBatch(name, input, (place) => place === 0 || random.once(2));
        const result = await next({ ...args, input: split.input });
        return { ...result, output: { ...result.output, [split.leftName]: split.left } };
      }
      if (input['IndexName'] === undefined) return next(args);
      const earlier = remembered.find((one) => isDeepStrictEqual(one.input, input));
      const result = await next(args);
      if (random.once(inTimes.stale)) {
        seen.stale++;
        return { ...result, output: { $metadata: {}, ...(earlier?.output ?? { Items: [], Count: 0 }) } as never };
      }
      remembered = [...remembered.filter((one) => one !== earlier), { input, output: result.output }];
      return result;
    },
    { step: 'initialize', name: 'partialAnswers', priority: 'low' },
  );
  return seen;
}

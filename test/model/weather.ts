import { AsyncLocalStorage } from 'node:async_hooks';
import { type DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import type { Random } from '../attack/random.ts';
import { cancelled, conflict, type Fault, injectFaults } from '../support/faults.ts';

/** The life of one invocation: after `writesLeft` more writes its process is dead, and nothing of it is sent any more. */
export type Life = { writesLeft: number; dead: boolean };

const lives = new AsyncLocalStorage<Life>();

/** Runs the work of an invocation whose process dies after so many writes. */
export async function live<Result>(
  writes: number,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly died: boolean }> {
  const life: Life = { writesLeft: writes, dead: false };
  const result = await lives.run(life, work);
  return { result, died: life.dead };
}

/** True within an invocation whose process is dead. */
export function isDead(): boolean {
  return lives.getStore()?.dead === true;
}

/** How often out of a hundred a call meets trouble. */
export type Weather = { readonly throttles: number; readonly conflicts: number; readonly lostAnswers: number };

/** What the histories are written in: 10 % throttles, 5 % lost answers, conflicts. */
export const badWeather: Weather = { throttles: 10, conflicts: 3, lostAnswers: 5 };

/** Lets a client meet trouble as its seed says, and the end of its process. */
export function weatherOver(client: DynamoDBClient, random: Random, weather: Weather): void {
  injectFaults(client, ({ name }) => {
    const life = lives.getStore();
    const writes = /^(Put|Update|Delete|TransactWrite|BatchWrite)/u.test(name);
    if (life !== undefined && writes && --life.writesLeft < 0) life.dead = true;
    if (life?.dead === true) return { error: new Error('The process is dead.') };
    return trouble(name, writes, random, weather);
  });
}

function trouble(name: string, writes: boolean, random: Random, weather: Weather): Fault {
  const lot = random.below(100);
  const { throttles, conflicts, lostAnswers } = weather;
  const together = name === 'TransactWriteItems';
  if (lot < throttles) return { error: together ? cancelled('ThrottlingError') : throttled() };
  if (lot < throttles + conflicts) {
    if (!writes || name === 'BatchWriteItem') return undefined;
    return { error: together ? cancelled('TransactionConflict') : conflict() };
  }
  if (lot >= throttles + conflicts + lostAnswers) return undefined;
  return random.once(2)
    ? 'answerLost'
    : { error: Object.assign(new Error('Request timed out'), { name: 'TimeoutError' }) };
}

function throttled(): ProvisionedThroughputExceededException {
  return new ProvisionedThroughputExceededException({ $metadata: {}, message: 'Rate exceeded' });
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../attack/random.ts';
import { type Burst, operationOf, type Step } from './drafts.ts';
import type { Attempt } from './linearize.ts';
import type { Answered, Operation } from './operation.ts';
import type { Process, Realm } from './realm.ts';
import { send } from './send.ts';
import type { ModelState } from './state.ts';
import { live, type Weather } from './weather.ts';

/** Those who send requests, each by a process of its own. */
export type Clients = {
  /** All clients do their steps; returns once nothing is under way any more. */
  play(burst: Burst, state: ModelState): Promise<readonly Attempt[]>;
  /** The faults of all processes that were answered with 500 although they lived. */
  readonly faults: readonly string[];
};

/** How often a client sends a request again before it goes to a process with which nothing goes wrong. */
const patience = 4;

/** Clients in bad weather. */
export function clientsOf(realm: Realm, count: number, random: Random, weather: Weather): Clients {
  const processes = Array.from({ length: count }, () => realm.start({ random, weather }));
  const second = realm.start({ random, weather });
  const calm = realm.start();
  const faults: string[] = [];
  let clock = 0;

  const attempt = async (
    process: Process,
    operation: Operation,
    writes: number,
    into: Attempt[],
  ): Promise<Answered> => {
    const begin = clock++;
    const known = process.faults().length;
    const { result, died } = await live(writes, () => send(process, operation));
    const answered = died ? 'unknown' : answerOf(result.status);
    if (result.status === 500 && !died) faults.push(describeFault(operation, process.faults().slice(known)));
    into.push({ operation, begin, end: clock++, answered });
    return answered;
  };

  const persist = async (process: Process, operation: Operation, step: Step, into: Attempt[]): Promise<void> => {
    let answered = await attempt(process, operation, step.dies ?? Infinity, into);
    if (step.lost) answered = await attempt(process, operation, Infinity, into);
    for (let tries = 1; answered === 'unknown'; tries++) {
      answered = await attempt(tries < patience ? process : calm, operation, Infinity, into);
    }
  };

  const act = async (process: Process, steps: readonly Step[], state: ModelState, into: Attempt[]): Promise<void> => {
    const forgotten: Promise<unknown>[] = [];
    for (const step of steps) {
      const operation = operationOf(state, step.draft);
      if (operation === undefined) continue;
      if (step.impatient) {
        forgotten.push(attempt(second, operation, Infinity, into));
        await sleep(random.below(10));
      }
      await persist(process, operation, step, into);
    }
    await Promise.all(forgotten);
  };

  return {
    faults,
    async play(burst, state) {
      const attempts: Attempt[] = [];
      await Promise.all(burst.map((steps, place) => act(processes[place % count] ?? calm, steps, state, attempts)));
      return attempts;
    },
  };
}

/** What a status tells: 429 and 503 leave open what was done. */
function answerOf(status: number): Answered {
  if (status < 300) return 'done';
  return status === 429 || status >= 500 ? 'unknown' : status;
}

function describeFault(operation: Operation, faults: readonly unknown[]): string {
  return `500 for ${JSON.stringify(operation)}: ${JSON.stringify(faults)}`;
}

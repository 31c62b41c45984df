import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../attack/random.ts';
import { type Burst, operationOf, type Step, type Turn } from './drafts.ts';
import type { Attempt } from './linearize.ts';
import type { Answered, Operation } from './operation.ts';
import type { Process, Realm } from './realm.ts';
import { isForBulk, send, sendTogether } from './send.ts';
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

  const attempt = async (process: Process, operations: readonly Operation[], writes: number, into: Attempt[]) => {
    const begin = clock++;
    const known = process.faults().length;
    const { result: statuses, died } = await live(writes, () => statusesOf(process, operations));
    const end = clock++;
    const answers = statuses.map((status) => (died ? 'unknown' : answerOf(status)));
    if (!died && statuses.includes(500)) faults.push(describeFault(operations, process.faults().slice(known)));
    for (const [place, operation] of operations.entries()) {
      into.push({ operation, begin, end, answered: answers[place] ?? 'unknown' });
    }
    return operations.filter((_, place) => answers[place] === 'unknown');
  };

  const persist = async (process: Process, operations: readonly Operation[], step: Step, into: Attempt[]) => {
    let left = await attempt(process, operations, step.dies ?? Infinity, into);
    if (step.lost) left = await attempt(process, operations, Infinity, into);
    for (let tries = 1; left.length > 0; tries++) {
      left = await attempt(tries < patience ? process : calm, left, Infinity, into);
    }
  };

  const act = async (process: Process, { steps, bulk }: Turn, state: ModelState, into: Attempt[]): Promise<void> => {
    const forgotten: Promise<unknown>[] = [];
    for (const { step, operations } of requestsOf(steps, bulk, state)) {
      if (step.impatient) {
        forgotten.push(attempt(second, operations, Infinity, into));
        await sleep(random.below(10));
      }
      await persist(process, operations, step, into);
    }
    await Promise.all(forgotten);
  };

  return {
    faults,
    async play(burst, state) {
      const attempts: Attempt[] = [];
      await Promise.all(burst.map((turn, place) => act(processes[place % count] ?? calm, turn, state, attempts)));
      return attempts;
    },
  };
}

/** What is sent, and in which step: each operation alone, or all that Bulk knows together, in the first of the steps. */
function requestsOf(
  steps: readonly Step[],
  bulk: boolean,
  state: ModelState,
): readonly { readonly step: Step; readonly operations: readonly Operation[] }[] {
  const all = steps.flatMap((step) => {
    const operation = operationOf(state, step.draft);
    return operation === undefined ? [] : [{ step, operations: [operation] }];
  });
  const [first] = all;
  const together = all.flatMap(({ operations }) => operations);
  return bulk && first !== undefined && together.every(isForBulk) ? [{ step: first.step, operations: together }] : all;
}

async function statusesOf(process: Process, operations: readonly Operation[]): Promise<readonly number[]> {
  const [first] = operations;
  if (first === undefined || operations.length > 1) return sendTogether(process, operations);
  return [(await send(process, first)).status];
}

/** What a status tells: 429 and 503 leave open what was done. */
function answerOf(status: number): Answered {
  if (status < 300) return 'done';
  return status === 429 || status >= 500 ? 'unknown' : status;
}

function describeFault(operations: readonly Operation[], faults: readonly unknown[]): string {
  return `500 for ${JSON.stringify(operations)}: ${JSON.stringify(faults)}`;
}

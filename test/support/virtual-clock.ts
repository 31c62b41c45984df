import { randomUUID } from 'node:crypto';
import type { Timing } from '#storage/session.ts';
import { randomOf } from '../attack/random.ts';

/** Time that passes only where everybody waits for it: how long something takes does not depend on the machine. */
export type VirtualClock = {
  readonly timing: Timing;
  /** Holds time still while something real goes on, such as a call of the engine. */
  still<Result>(work: () => Promise<Result>): Promise<Result>;
};

type Sleeper = { readonly at: number; wake(): void };

/** A clock with the chance of a seed. The engine remembers tokens, so that those are never the same. */
export function virtualClock(seed: number, start = Date.parse('2026-03-01T12:00:00.000Z')): VirtualClock {
  const random = randomOf(seed, 0);
  let sleepers: Sleeper[] = [];
  let [now, real, due] = [start, 0, false];

  // Whatever follows from what has just ended begins before time goes on: two turns of the loop suffice for promises.
  const goOn = (): void => {
    if (due) return;
    due = true;
    setImmediate(() => setImmediate(tick));
  };
  const tick = (): void => {
    due = false;
    if (real > 0) return;
    if (sleepers.length === 0) return;
    now = Math.min(...sleepers.map(({ at }) => at));
    const awake = sleepers.filter(({ at }) => at === now);
    sleepers = sleepers.filter(({ at }) => at !== now);
    for (const { wake } of awake) wake();
    goOn();
  };

  return {
    timing: {
      now: () => now,
      random: () => random.below(1_000_000) / 1_000_000,
      newToken: randomUUID,
      sleep: (milliseconds) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        // In whole milliseconds, so that some wake together.
        sleepers.push({ at: now + Math.ceil(milliseconds), wake: resolve });
        goOn();
        return promise;
      },
    },
    async still(work) {
      real++;
      try {
        return await work();
      } finally {
        real--;
        goOn();
      }
    },
  };
}

import type { Timing } from '#storage/session.ts';

/** Waits until so many capacity units may be used; at any time `rate` of them a second on the average, none in advance. */
export type Pace = (units: number) => Promise<void>;

/** Keeps whoever calls it at a rate of capacity units a second. */
export function startPace(timing: Timing, rate: number): Pace {
  let free = timing.now();
  return async (units) => {
    const now = timing.now();
    free = Math.max(free, now) + (units / rate) * 1000;
    if (free > now) await timing.sleep(free - now);
  };
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the answer is there; gives undefined where it does not come within the patience. */
export async function waitFor<Value>(
  ask: () => Promise<Value | undefined>,
  patienceMilliseconds = 30_000,
): Promise<Value | undefined> {
  const deadline = performance.now() + patienceMilliseconds;
  while (performance.now() < deadline) {
    const value = await ask();
    if (value !== undefined) return value;
    await sleep(200);
  }
  return undefined;
}

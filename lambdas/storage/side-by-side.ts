/** So much is done at the same time. */
export const lanes = 16;

/**
 * Works on many things, sixteen at the same time or as many as are wanted, and gives the results in the order of the
 * things. Where one fails no other is begun, and `signal` tells those that are under way.
 */
export async function sideBySide<Thing, Result>(
  things: readonly Thing[],
  work: (thing: Thing, signal: AbortSignal) => Promise<Result>,
  width = lanes,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = things.entries();
  const failure = new AbortController();
  const lane = async (): Promise<void> => {
    for (const [index, thing] of waiting) {
      if (failure.signal.aborted) return;
      try {
        results[index] = await work(thing, failure.signal);
      } catch (error) {
        failure.abort();
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}

import { type Counts, totalOf } from '#domain/counts.ts';
import type { Select } from '#domain/directory.ts';
import { evenCuts } from './places.ts';
import { lanes, sideBySide } from './side-by-side.ts';

/** So few are read one page after another: the calls of more ranges would cost more than they save. */
const inOneRange = 500;

/**
 * Reads all that is counted in ranges of ids side by side, and joins what `select` makes of each batch in the order of
 * the ids. `tooMany`, with nothing read, where there are more than `limit`.
 */
export async function scan<Item, Match>(
  counts: Counts,
  limit: number,
  read: (bucket: number, end: number | undefined) => AsyncIterable<readonly Item[]>,
  select: Select<Item, Match>,
): Promise<readonly Match[] | 'tooMany'> {
  const total = totalOf(counts);
  if (total > limit) return 'tooMany';
  const cuts = evenCuts(counts, Math.min(lanes, Math.ceil(total / inOneRange)));
  const ranges = cuts.map((bucket, index) => ({ bucket, end: cuts[index + 1] }));
  const parts = await sideBySide(ranges, async ({ bucket, end }, signal) => {
    const matches: Match[] = [];
    for await (const batch of read(bucket, end)) {
      if (signal.aborted) break;
      for (const match of await select(batch)) matches.push(match);
    }
    return matches;
  });
  return parts.flat();
}

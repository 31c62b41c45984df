import { tooMany } from '#scim/errors.ts';
import type { ListQuery } from '#scim/query.ts';
import { scanLimit } from './limits.ts';

/**
 * Walks batches of everything there is, keeps what matches for the page asked and counts the rest, so that the total
 * is exact. Throws tooMany once the walk is longer than one request may be.
 */
export async function gather<Item, Match>(
  batches: AsyncIterable<readonly Item[]>,
  select: (batch: readonly Item[]) => Promise<readonly Match[]>,
  query: ListQuery,
): Promise<{ readonly items: readonly Match[]; readonly total: number }> {
  const items: Match[] = [];
  let seen = 0;
  let total = 0;
  for await (const batch of batches) {
    seen += batch.length;
    if (seen > scanLimit) {
      throw tooMany(
        `The filter would have to look at more than ${scanLimit} resources. Please filter by userName, externalId, ` +
          `id or emails.value (users), or by displayName or id (groups).`,
      );
    }
    for (const match of await select(batch)) {
      total += 1;
      if (total >= query.startIndex && items.length < query.count) items.push(match);
    }
  }
  return { items, total };
}

/** Batches of what is in memory already. */
export async function* inOneBatch<Item>(items: readonly Item[]): AsyncIterable<readonly Item[]> {
  yield items;
}

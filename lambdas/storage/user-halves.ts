import type { User } from '#domain/user.ts';
import { isUuid } from '#domain/uuid.ts';
import type { Attributes } from './item.ts';
import { readProfile, readStanding } from './user-items.ts';
import { standingSortKey } from './user-keys.ts';

/** The two items of one user. */
export type Halves = { readonly profile: Attributes; readonly standing: Attributes };

/** The user that two halves make. */
export function readUser({ profile, standing }: Halves): User {
  return { profile: readProfile(profile), standing: readStanding(standing) };
}

/**
 * The pairs among items in the order of their keys. A half without the other belongs to a user who is being created
 * or deleted at this moment, or is what a deleted user has left.
 */
export function pairHalves(items: readonly Attributes[]): readonly Halves[] {
  return items.flatMap((profile, index) => {
    const standing = items[index + 1];
    const paired = isProfile(profile) && standing?.['SK'] === standingSortKey(String(profile['SK']));
    return paired ? { profile, standing } : [];
  });
}

/**
 * The pairs of each page of items in the order of their keys, or in the opposite order, those included whose halves
 * are on two pages.
 */
export async function* pairPages(
  pages: AsyncIterable<readonly Attributes[]>,
  backwards = false,
): AsyncIterable<readonly Halves[]> {
  let left: readonly Attributes[] = [];
  for await (const page of pages) {
    const items = [...left, ...page];
    yield backwards ? pairHalves(items.toReversed()).toReversed() : pairHalves(items);
    const last = items.at(-1);
    // The other half of a last item may be the first one of the next page.
    left = last !== undefined && isProfile(last) !== backwards ? [last] : [];
  }
}

function isProfile(item: Attributes): boolean {
  return isUuid(String(item['SK']));
}

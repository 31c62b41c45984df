import type { Profile, Standing } from '#domain/user.ts';
import { changeEntry, lastingEntry } from './keys.ts';
import type { Entry } from './keys.ts';

/**
 * In more groups than this a user's standing keeps one entry in the index of changes for good, instead of one that
 * moves with the hour. Above 1 KB each write of it costs 4 units and the member beside it 2, which leaves nothing for a
 * move (6 a member are promised).
 */
const groupsThatMove = 24;

/**
 * With more lookups than this, addresses and externalId, a user is created without an entry: the transaction costs the
 * 16 units that are promised as it is. The counter that counts the user remembers the hour instead.
 */
export const lookupsBesideEntry = 3;

/** The entry of a profile. */
export function profileEntry(organization: string, { id, modifiedAt }: Profile): Entry {
  return changeEntry(organization, id, modifiedAt);
}

/** The entry of a standing. */
export function standingEntry(organization: string, standing: Standing): Entry {
  return entryOf(organization, standing.userId, standing.modifiedAt, groupsHeld(standing));
}

/** The entry of a standing once it has got so many groups more, or fewer. */
export function laterStandingEntry(organization: string, standing: Standing, more: number, at: string): Entry {
  return entryOf(organization, standing.userId, at, groupsHeld(standing) + more);
}

function entryOf(organization: string, userId: string, at: string, groups: number): Entry {
  return groups > groupsThatMove ? lastingEntry(organization) : changeEntry(organization, userId, at);
}

/** The ids that a standing stores: in effect, waiting, and taken by the last deactivation. */
function groupsHeld({ groups, waiting, taken }: Standing): number {
  return groups.size + waiting.size + (taken?.groups.size ?? 0);
}

import type { Profile, Standing } from '#domain/user.ts';
import { changeEntry, lastingEntry } from './keys.ts';
import type { Entry } from './keys.ts';

/**
 * A profile or standing has its place in the index of changes by the hour of its last change, so that a second change
 * in that hour costs nothing more. What else would cost too much stays out:
 *
 * - A standing keeps one entry for good once the user is in more groups than this. Above 1 KB each write of it costs 4
 *   units and the member beside it 2, which leaves none for a move in the index (6 a member are promised).
 */
const groupsThatMove = 24;

/**
 * - A user with more lookups than this (addresses and externalId) is created without an entry: the transaction costs 16
 *   units as it is. The counter that counts the user remembers the hour instead.
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

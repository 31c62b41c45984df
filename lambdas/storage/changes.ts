import type { Profile, Standing } from '#domain/user.ts';
import { changeEntry } from './changed-keys.ts';
import type { Entry } from './keys.ts';

/**
 * With more lookups than this, addresses and externalId, a user is created without an entry: the transaction costs the
 * 16 units that are promised as it is. The counter that counts the user remembers the hour instead.
 */
export const lookupsBesideEntry = 3;

/** The entry of a profile. */
export function profileEntry(organization: string, { id, modifiedAt }: Profile): Entry {
  return changeEntry(organization, id, modifiedAt);
}

/** The entry of a standing, which memberships do not move. */
export function standingEntry(organization: string, { userId, changedAt }: Standing): Entry {
  return changeEntry(organization, userId, changedAt);
}

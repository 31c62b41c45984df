import type { JsonObject } from '#scim/json.ts';

/**
 * The half of a user that its identity provider describes. `attributes` holds the SCIM attributes that are stored
 * as they were sent: no id, meta, groups, active, organization role, password or nulls.
 */
export type Profile = {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly revision: number;
};

/** The organization role as it is stored; `Owner` is never stored, the owner item says it (O1). */
export type StoredRole = 'Admin' | 'Member';

/** What a deactivation took, so that the Console can give it back (U4). */
export type TakenAccess = {
  readonly at: string;
  /** The epoch that the deactivation began, which need not be the last one: that may have found nothing to take. */
  readonly epoch: number;
  readonly role: StoredRole;
  readonly groups: ReadonlySet<string>;
};

/**
 * The half of a user that the organization decides: existence, activity, role and the inverse of every membership,
 * so that all of it changes in one write.
 */
export type Standing = {
  readonly userId: string;
  readonly active: boolean;
  /** Raised by each deactivation: what was decided for an older epoch does nothing. */
  readonly epoch: number;
  readonly role: StoredRole;
  /** True for the owner's standing alone; written in the same transaction as the owner item. */
  readonly owner: boolean;
  /** Owner before, and SCIM has sent no other role since (O4). */
  readonly formerOwner: boolean;
  /** When SCIM was refused the owner's deactivation (ISO 8601), carried out with the next transfer (O2). */
  readonly deactivationRefusedAt?: string;
  /** Groups in effect. */
  readonly groups: ReadonlySet<string>;
  /** Groups pushed while inactive, in effect from the reactivation on (G7). */
  readonly waiting: ReadonlySet<string>;
  readonly taken?: TakenAccess;
  /** When the organization's decision on the user last changed, memberships apart: they change the groups. */
  readonly changedAt: string;
  /** When anything of it was last written. */
  readonly modifiedAt: string;
  readonly revision: number;
};

/** A person of an organization. */
export type User = { readonly profile: Profile; readonly standing: Standing };

/** When the user last changed: what its identity provider says of it, or what the organization decides. */
export function modifiedAt({ profile, standing }: User): string {
  return profile.modifiedAt > standing.changedAt ? profile.modifiedAt : standing.changedAt;
}

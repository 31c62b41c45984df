import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '#scim/json.ts';
import type { Organization } from './organization.ts';
import {
  admitsEveryone,
  decidingAddresses,
  distinctAddresses,
  isEmailAddress,
  refusedAddress,
} from './email-domain.ts';
import { addressLimit } from './limits.ts';
import type { RequestedRole } from './org-role.ts';
import type { Product } from './product.ts';
import { refusals } from './refusals.ts';
import { deactivated, deactivationForgotten, reactivated, revised } from './standing.ts';
import type { Profile, Standing, User } from './user.ts';

/** The longest userName, in characters. */
const userNameLimit = 320;
/** The largest set of stored attributes of one user, in bytes of JSON. */
const userSizeLimit = 64 * 1024;

/** What a request wants of a user: `active` and `role` are undefined where it does not say. */
export type WantedUser = {
  readonly attributes: JsonObject;
  readonly active: boolean | undefined;
  readonly role: RequestedRole;
};

/** What becomes of the user, ownership apart. */
export type UserDecision =
  | {
      readonly kind: 'change';
      readonly after: User;
      readonly domainCheck: boolean;
      /** True where one half was decided by a look at the other, which must not change before the write. */
      readonly restsOnBoth: boolean;
    }
  /** The request wants this user to become the owner; `after` is without the crown. */
  | { readonly kind: 'replaceOwner'; readonly after: User; readonly domainCheck: boolean }
  /** The request touches what only a transfer may change; `remember`: it asked for the deactivation (O2). */
  | { readonly kind: 'ownerProtected'; readonly remember: boolean };

/** Decides an update by PUT or PATCH (U2, U4, U7, O2, O3, O5). Pure: the same input gives the same decision. */
export function decideUpdate(before: User, wanted: WantedUser, at: string): UserDecision {
  const { standing } = before;
  const deactivates = wanted.active === false;
  if (standing.owner) {
    if (deactivates) return { kind: 'ownerProtected', remember: true };
    if (wanted.role === 'Admin' || wanted.role === 'Member') return { kind: 'ownerProtected', remember: false };
  }
  const role = deactivates ? undefined : wanted.role;
  const moved = withRole(activity(standing, wanted.active, at), role);
  const profile = changedProfile(before.profile, wanted.attributes, at);
  const after: User = { profile, standing: revised(standing, moved, at) };
  const domainCheck = !deactivates && (moved.active !== standing.active || addressesChanged(before.profile, profile));
  if (role === 'Owner' && !standing.owner) return { kind: 'replaceOwner', after, domainCheck };
  const restsOnBoth = deactivates ? profile !== before.profile : moved.active !== standing.active;
  return { kind: 'change', after, domainCheck, restsOnBoth };
}

function activity(standing: Standing, active: boolean | undefined, at: string): Standing {
  if (active === undefined) return standing;
  if (!active) return deactivated(standing, at);
  return reactivated(deactivationForgotten(standing));
}

/** Any role that is sent ends the memory of having been the owner; `Owner` itself is decided by the transfer (O4). */
function withRole(standing: Standing, role: RequestedRole): Standing {
  if (role === undefined || role === 'Owner' || standing.owner) return standing;
  const stored = role === 'empty' ? 'Member' : role;
  if (standing.role === stored && !standing.formerOwner) return standing;
  return { ...standing, role: stored, formerOwner: false };
}

function changedProfile(before: Profile, attributes: JsonObject, at: string): Profile {
  if (isDeepStrictEqual(attributes, before.attributes)) return before;
  return { ...before, attributes, modifiedAt: at, revision: before.revision + 1 };
}

function addressesChanged(before: Profile, after: Profile): boolean {
  return (
    before !== after && !isDeepStrictEqual(decidingAddresses(before.attributes), decidingAddresses(after.attributes))
  );
}

/** Throws where the attributes cannot be stored, whoever sends them: no userName or none allowed, or too large (U1). */
export function assertStorable(organization: Organization, attributes: JsonObject, before?: JsonObject): void {
  const userName = attributes['userName'];
  if (typeof userName !== 'string' || userName === '') throw refusals.userNameIsNoAddress('');
  if (userName !== before?.['userName']) {
    if (userName.length > userNameLimit) throw refusals.userNameTooLong(userNameLimit);
    if (!isEmailAddress(userName) && !admitsEveryone(organization)) throw refusals.userNameIsNoAddress(userName);
  }
  if (distinctAddresses(attributes).size > addressLimit) throw refusals.tooManyAddresses(addressLimit);
  if (Buffer.byteLength(JSON.stringify(attributes)) > userSizeLimit) throw refusals.userTooLarge(userSizeLimit);
}

/** Throws where the organization does not have the domain of one of the user's deciding addresses (U2). */
export function assertAdmitted(product: Product, organization: Organization, attributes: JsonObject): void {
  const refused = refusedAddress(organization, attributes);
  if (refused !== undefined) throw refusals.domainNotAllowed(product, String(attributes['userName']), refused);
}

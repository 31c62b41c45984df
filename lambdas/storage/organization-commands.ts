import type { NewChange } from '#domain/change.ts';
import type { KeyRecord } from '#domain/key.ts';
import type { Organization } from '#domain/organization.ts';
import type { User } from '#domain/user.ts';
import { changeItem } from './change-items.ts';
import { keyReminderKey, organizationNameKey, scimKeyEntryKey, scimKeyKey } from './keys.ts';
import {
  keyReminderItem,
  organizationItem,
  organizationNameItem,
  ownerItem,
  purgeItem,
  scimKeyEnds,
  scimKeyEntryItem,
  scimKeyItem,
} from './organization-items.ts';
import { structureItem } from './structure-items.ts';
import { createUser } from './user-commands.ts';
import { changeIf, erase, put, putNew, replace } from './write.ts';
import type { Scope, Write } from './write.ts';

/** An organization with its owner: there is no instant without one (O1). */
export function createOrganization(
  scope: Scope,
  organization: Organization,
  owner: User,
): readonly Write<'nameTaken'>[] {
  const { stamp } = scope;
  return [
    putNew(scope, organizationItem(stamp, organization)),
    putNew(scope, organizationNameItem(stamp, organization)),
    putNew(scope, ownerItem(organization.id, stamp, { userId: owner.profile.id, version: 1 })),
    putNew(scope, structureItem(organization.id, stamp, 1)),
    ...createUser(scope, owner),
  ];
}

/** What an organization says of itself, and its place in the list of all; none once it was removed. */
export function changeOrganization(scope: Scope, before: Organization, after: Organization): readonly Write<'stale'>[] {
  const [left, wanted] = [organizationNameKey(before), organizationNameKey(after)];
  const isListed = after.removedAt === undefined;
  return [
    replace(
      scope,
      organizationItem(scope.stamp, after),
      { revision: before.revision, removedAt: before.removedAt },
      'stale',
    ),
    ...(isListed && left.SK === wanted.SK ? [] : [erase(scope, left)]),
    ...(isListed ? [put(scope, organizationNameItem(scope.stamp, after))] : []),
  ];
}

/** The end of an organization for every reader, and what erases it then. */
export function removeOrganization(
  scope: Scope,
  before: Organization,
  after: Organization,
  change: Omit<NewChange, 'work'>,
): readonly Write<'stale'>[] {
  const { organization, stamp } = scope;
  return [
    ...changeOrganization(scope, before, after),
    putNew(scope, purgeItem(organization, stamp)),
    putNew(scope, changeItem(organization, stamp, { ...change, work: {} })),
  ];
}

/** A SCIM key, by its hash and in the list of its organization (T2), and when it is time to warn of its end. */
export function createKey(scope: Scope, key: KeyRecord, proof: string): readonly Write[] {
  const reminder = keyReminderItem(scope.stamp, key);
  return [
    putNew(scope, scimKeyItem(scope.stamp, key, proof)),
    putNew(scope, scimKeyEntryItem(scope.stamp, key)),
    ...(reminder === undefined ? [] : [putNew(scope, reminder)]),
  ];
}

/**
 * A SCIM key as it was read, with another hash or deactivated, and the ends of all that it took the place of (T2). What
 * proves those stays as it is: nothing is proven here but a hash that is new, and `proof` is of that.
 */
export function changeKey(
  scope: Scope,
  before: KeyRecord,
  after: KeyRecord,
  proof: string | undefined,
): readonly Write<'stale'>[] {
  const { hash, deactivatedAt } = before;
  const { replaced = [], expiresAt: _, ...ended } = after;
  return [
    replace(scope, scimKeyEntryItem(scope.stamp, after), { hash, deactivatedAt }, 'stale'),
    proof === undefined ? endKey(scope, hash, after) : put(scope, scimKeyItem(scope.stamp, after, proof)),
    ...replaced.map((one) => endKey(scope, one.hash, { ...ended, expiresAt: one.until })),
    ...(after.deactivatedAt === undefined ? [] : [erase(scope, keyReminderKey(after.organizationId, after.id))]),
  ];
}

function endKey(scope: Scope, hash: string, key: KeyRecord): Write<'stale'> {
  return changeIf(scope, scimKeyKey(hash), { set: { ...scimKeyEnds(key), by: scope.stamp } }, {}, 'stale');
}

/** Another proof of a key in the place of the one that was read, or of none. */
export function proveKey(scope: Scope, hash: string, before: string | undefined, after: string): Write<'gone'> {
  return changeIf(scope, scimKeyKey(hash), { set: { proof: after } }, { proof: before }, 'gone');
}

/**
 * The time of a key's last use. The list shows that of the present key alone; a key that was removed meanwhile is left
 * alone, in both places.
 */
export function markKeyUsed(scope: Scope, key: KeyRecord, at: string): readonly Write<'gone'>[] {
  const wanted = { set: { lastUsedAt: at } };
  return [
    changeIf(scope, scimKeyKey(key.hash), wanted, {}, 'gone'),
    changeIf(scope, scimKeyEntryKey(key.organizationId, key.id), wanted, { hash: key.hash }, 'gone'),
  ];
}

import type { KeyRecord } from '#domain/key.ts';
import type { Organization } from '#domain/organization.ts';
import type { User } from '#domain/user.ts';
import { scimKeyEntryKey, scimKeyKey } from './keys.ts';
import { organizationItem, ownerItem, scimKeyEntryItem, scimKeyItem } from './organization-items.ts';
import { structureItem } from './structure-items.ts';
import { createUser } from './user-commands.ts';
import { changeIf, putNew } from './write.ts';
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
    putNew(scope, ownerItem(organization.id, stamp, { userId: owner.profile.id, version: 1 })),
    putNew(scope, structureItem(organization.id, stamp, 1)),
    ...createUser(scope, owner),
  ];
}

/** The time of a key's last use, in both places; a key that was removed meanwhile is left alone. */
export function markKeyUsed(scope: Scope, key: KeyRecord, at: string): readonly Write<'gone'>[] {
  return [scimKeyKey(key.hash), scimKeyEntryKey(key.organizationId, key.id)].map((place) =>
    changeIf(scope, place, { set: { lastUsedAt: at } }, {}, 'gone'),
  );
}

/** A SCIM key, by its hash and in the list of its organization (T2). */
export function createKey(scope: Scope, key: KeyRecord): readonly Write[] {
  return [putNew(scope, scimKeyItem(scope.stamp, key)), putNew(scope, scimKeyEntryItem(scope.stamp, key))];
}

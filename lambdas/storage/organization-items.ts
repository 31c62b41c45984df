import * as z from 'zod';
import type { KeyRecord } from '#domain/key.ts';
import type { Organization, Ownership } from '#domain/organization.ts';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import type { Key } from './keys.ts';
import { organizationKey, ownerKey, scimKeyEntryKey, scimKeyKey } from './keys.ts';

const organization = itemOf('organization', {
  id: z.string(),
  name: z.string(),
  domains: z.array(z.string()),
  settings: z.object({
    ownerTransfer: z.enum(['scim', 'console']),
    ownerTransferCooldown: z.number(),
    unknownMembers: z.enum(['skip', 'reject']),
    groupNames: z.enum(['refuse', 'keep']),
    groups: z.enum(['generated', 'open']),
  }),
  secret: z.string(),
  createdAt: z.string(),
});

const owner = itemOf('owner', {
  userId: z.string(),
  version: z.number(),
  replacedByScimAt: z.string().exactOptional(),
});

const scimKey = itemOf('scimKey', {
  id: z.string(),
  hash: z.string(),
  organizationId: z.string(),
  name: z.string(),
  scope: z.enum(['full', 'read']),
  createdAt: z.string(),
  validUntil: z.string().exactOptional(),
  deactivatedAt: z.string().exactOptional(),
  lastUsedAt: z.string().exactOptional(),
});

/** An organization as an item. */
export function organizationItem(stamp: Stamp, value: Organization): Item {
  return stamped(organizationKey(value.id), 'organization', stamp, { ...value });
}

/** The organization that an item holds. */
export function readOrganization(item: unknown): Organization {
  const { type: _, v: __, ...value } = organization.parse(item);
  return value;
}

/** The owner item (O1). */
export function ownerItem(organizationId: string, stamp: Stamp, value: Ownership): Item {
  return stamped(ownerKey(organizationId), 'owner', stamp, { ...value });
}

/** The ownership that an item holds. */
export function readOwnership(item: unknown): Ownership {
  const { type: _, v: __, ...value } = owner.parse(item);
  return value;
}

/** A SCIM key, found by its hash (T2). */
export function scimKeyItem(stamp: Stamp, value: KeyRecord): Item {
  return keyAt(scimKeyKey(value.hash), stamp, value);
}

/** The same SCIM key in the list of its organization. */
export function scimKeyEntryItem(stamp: Stamp, value: KeyRecord): Item {
  return keyAt(scimKeyEntryKey(value.organizationId, value.id), stamp, value);
}

/** The key record that an item holds. */
export function readScimKey(item: unknown): KeyRecord {
  const { type: _, v: __, validUntil, ...value } = scimKey.parse(item);
  return validUntil === undefined ? value : { ...value, expiresAt: validUntil };
}

function keyAt(key: Key, stamp: Stamp, { expiresAt, ...value }: KeyRecord): Item {
  // `expiresAt` is the table's TTL attribute; an expired key stays listed until somebody removes it.
  return stamped(key, 'scimKey', stamp, { ...value, validUntil: expiresAt });
}

import * as z from 'zod/mini';
import { endOfKey, keyListedDays, keyReminderDays } from '#domain/key.ts';
import type { KeyRecord } from '#domain/key.ts';
import { defaultSettings } from '#domain/organization.ts';
import type { Organization, OrganizationPlace, Ownership } from '#domain/organization.ts';
import { itemOf, stamped } from './item.ts';
import type { Attributes, Item, Stamp } from './item.ts';
import { keyReminderKey, organizationKey, organizationNameKey, ownerKey, scimKeyEntryKey, scimKeyKey } from './keys.ts';
import type { Key } from './keys.ts';
import { purgeKey } from './purge-keys.ts';

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
    // Organizations that were made before the setting lack it.
    rateLimit: z._default(z.nullable(z.number()), defaultSettings.rateLimit),
  }),
  secret: z.string(),
  createdAt: z.string(),
  product: z.exactOptional(z.string()),
  revision: z.exactOptional(z.number()),
  removedAt: z.exactOptional(z.string()),
});

const organizationName = itemOf('organizationName', { id: z.string(), name: z.string() });

const owner = itemOf('owner', {
  userId: z.string(),
  version: z.number(),
  replacedByScimAt: z.exactOptional(z.string()),
});

const scimKey = itemOf('scimKey', {
  id: z.string(),
  hash: z.string(),
  organizationId: z.string(),
  name: z.string(),
  scope: z.enum(['full', 'read']),
  createdAt: z.string(),
  validUntil: z.exactOptional(z.string()),
  deactivatedAt: z.exactOptional(z.string()),
  lastUsedAt: z.exactOptional(z.string()),
  replaced: z.exactOptional(z.array(z.object({ hash: z.string(), until: z.string() }))),
});

const proven = z.object({ proof: z.exactOptional(z.string()) });

const keyReminder = itemOf('keyReminder', { keyId: z.string(), endsAt: z.string(), expiresAt: z.number() });

type KeyEnds = Pick<KeyRecord, 'expiresAt' | 'deactivatedAt'>;

/** Seconds in a day. */
const day = 86_400;

/** Days for which it is known that an organization was removed: longer than its deletion can be followed. */
const removedDays = 31;

/** Seconds after which no request goes on that has found an organization before it was removed. */
const purgeAgainAfter = 15 * 60;

/** An organization as an item. */
export function organizationItem(stamp: Stamp, value: Organization): Item {
  const { removedAt } = value;
  const expiresAt = removedAt === undefined ? undefined : secondsOf(removedAt) + removedDays * day;
  return stamped(organizationKey(value.id), 'organization', stamp, { ...value, expiresAt });
}

/** Says when it is time to look once more for what was written while an organization was being removed. */
export function purgeItem(organizationId: string, stamp: Stamp): Item {
  return stamped(purgeKey(organizationId), 'purge', stamp, { expiresAt: secondsOf(stamp.at) + purgeAgainAfter });
}

/** The organization that an item holds. */
export function readOrganization(item: unknown): Organization {
  const { type: _, v: __, ...value } = organization.parse(item);
  return value;
}

/** An organization in the list of all. */
export function organizationNameItem(stamp: Stamp, value: Organization): Item {
  const { id, name } = value;
  return stamped(organizationNameKey(value), 'organizationName', stamp, { id, name });
}

/** The place in the list of all that an item holds. */
export function readOrganizationName(item: unknown): OrganizationPlace {
  const { type: _, v: __, ...value } = organizationName.parse(item);
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

/** A SCIM key, found by its hash (T2), with the proof that it is one of ours. */
export function scimKeyItem(stamp: Stamp, { replaced: _, ...value }: KeyRecord, proof: string): Item {
  return { ...keyAt(scimKeyKey(value.hash), stamp, value), proof };
}

/** The proof that the item of a key's hash holds; undefined for none. */
export function readProof(item: unknown): string | undefined {
  return proven.parse(item).proof;
}

/** When a SCIM key ends or has ended, as its items say it. */
export function scimKeyEnds(ends: KeyEnds): Attributes {
  const { expiresAt: validUntil, deactivatedAt } = ends;
  const end = endOfKey(ends) / 1000;
  return {
    ...(validUntil !== undefined && { validUntil }),
    ...(deactivatedAt !== undefined && { deactivatedAt }),
    // The table's TTL attribute: a key that has ended is kept for a while, to be told from an unknown one.
    ...(Number.isFinite(end) && { expiresAt: Math.floor(end) + keyListedDays * day }),
  };
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

/** Says until when there is no need to warn of a key's end; undefined where the end is too near for that, or none. */
export function keyReminderItem(stamp: Stamp, value: KeyRecord): Item | undefined {
  const { id, organizationId, expiresAt, createdAt } = value;
  if (expiresAt === undefined) return undefined;
  const due = secondsOf(expiresAt) - keyReminderDays * day;
  if (due <= secondsOf(createdAt)) return undefined;
  return stamped(keyReminderKey(organizationId, id), 'keyReminder', stamp, {
    keyId: id,
    endsAt: expiresAt,
    expiresAt: due,
  });
}

/** The key that a reminder is about, its end, and when its 30 days began (ISO 8601). */
export function readKeyReminder(item: unknown): {
  readonly keyId: string;
  readonly endsAt: string;
  readonly dueAt: string;
} {
  const { keyId, endsAt, expiresAt } = keyReminder.parse(item);
  return { keyId, endsAt, dueAt: new Date(expiresAt * 1000).toISOString() };
}

function keyAt(key: Key, stamp: Stamp, { expiresAt, deactivatedAt, ...value }: KeyRecord): Item {
  const ends = { ...(expiresAt !== undefined && { expiresAt }), ...(deactivatedAt !== undefined && { deactivatedAt }) };
  return stamped(key, 'scimKey', stamp, { ...value, ...scimKeyEnds(ends) });
}

function secondsOf(moment: string): number {
  return Math.floor(Date.parse(moment) / 1000);
}

import * as z from 'zod/mini';
import type { Member } from '#domain/group.ts';
import type { Profile, Standing } from '#domain/user.ts';
import type { JsonObject } from '#scim/json.ts';
import { itemOf, stamped } from './item.ts';
import type { Attributes, Item, Stamp } from './item.ts';
import { emailKey, externalIdKey } from './lookup-keys.ts';
import { memberKey } from './member-keys.ts';
import { profileKey, standingKey, userNameKey } from './user-keys.ts';
import { uuidFromBytes, uuidToBytes } from './uuid.ts';

const idSet = z.exactOptional(z.set(z.instanceof(Uint8Array)));

const tombstoneSeconds = 24 * 60 * 60;

const profile = itemOf('profile', {
  id: z.string(),
  attributes: z.string(),
  createdAt: z.string(),
  modifiedAt: z.string(),
  revision: z.number(),
});

const standing = itemOf('standing', {
  userId: z.string(),
  active: z.boolean(),
  epoch: z.number(),
  role: z.enum(['Admin', 'Member']),
  owner: z.boolean(),
  formerOwner: z.boolean(),
  deactivationRefusedAt: z.exactOptional(z.string()),
  groups: idSet,
  waiting: idSet,
  taken: z.exactOptional(
    z.object({
      at: z.string(),
      epoch: z.exactOptional(z.number()),
      role: z.enum(['Admin', 'Member']),
      groups: idSet,
    }),
  ),
  changedAt: z.string(),
  modifiedAt: z.string(),
  revision: z.number(),
});

const tombstone = itemOf('tombstone', { userId: z.string(), name: z.string() });

const userName = itemOf('userName', { userId: z.string() });

const member = itemOf('member', { userId: z.string(), waiting: z.boolean(), epoch: z.number() });

/** A profile as an item. The SCIM attributes are one JSON text: their order is kept, and any depth and number fits. */
export function profileItem(organization: string, stamp: Stamp, value: Profile): Item {
  return stamped(profileKey(organization, value.id), 'profile', stamp, {
    ...value,
    attributes: JSON.stringify(value.attributes),
  });
}

/** The profile that an item holds. */
export function readProfile(item: unknown): Profile {
  const { type: _, v: __, attributes, ...rest } = profile.parse(item);
  return { ...rest, attributes: JSON.parse(attributes) as JsonObject };
}

/** A standing as an item; its groups are sets of 16-byte ids. */
export function standingItem(organization: string, stamp: Stamp, value: Standing): Item {
  return stamped(standingKey(organization, value.userId), 'standing', stamp, {
    ...value,
    groups: toIdSet(value.groups),
    waiting: toIdSet(value.waiting),
    taken: value.taken && { ...value.taken, groups: toIdSet(value.taken.groups) },
  });
}

/** The standing that an item holds. */
export function readStanding(item: unknown): Standing {
  const { type: _, v: __, groups, waiting, taken, ...rest } = standing.parse(item);
  return {
    ...rest,
    groups: fromIdSet(groups),
    waiting: fromIdSet(waiting),
    // Of an item that does not say it, the last deactivation has to be taken for the one.
    ...(taken && { taken: { epoch: rest.epoch, ...taken, groups: fromIdSet(taken.groups) } }),
  };
}

/** What a deleted user leaves for a day in the place of the standing: who did it is told the stream by nothing else. */
export function tombstoneItem(organization: string, stamp: Stamp, userId: string, name: string): Item {
  const expiresAt = Math.floor(Date.parse(stamp.at) / 1000) + tombstoneSeconds;
  return stamped(standingKey(organization, userId), 'tombstone', stamp, { userId, name, expiresAt });
}

/** The user who was deleted. */
export function readTombstone(item: unknown): { readonly userId: string; readonly name: string } {
  const { userId, name } = tombstone.parse(item);
  return { userId, name };
}

/** True for what a deleted user has left. */
export function isTombstone(item: Attributes): boolean {
  return item['type'] === 'tombstone';
}

/** Reserves a userName for a user (U1). */
export function userNameItem(organization: string, stamp: Stamp, name: string, userId: string): Item {
  return stamped(userNameKey(organization, name), 'userName', stamp, { userId });
}

/** The user for whom a userName is reserved. */
export function readUserName(item: unknown): string {
  return userName.parse(item).userId;
}

/** Leads from an externalId to a user; its key says all. */
export function externalIdItem(organization: string, stamp: Stamp, externalId: string, userId: string): Item {
  return stamped(externalIdKey(organization, externalId, userId), 'externalId', stamp, {});
}

/** Leads from an address to a user; its key says all. */
export function emailItem(organization: string, stamp: Stamp, address: string, userId: string): Item {
  return stamped(emailKey(organization, address, userId), 'email', stamp, {});
}

/** A membership as an item. */
export function memberItem(organization: string, stamp: Stamp, groupId: string, value: Member): Item {
  return stamped(memberKey(organization, groupId, value.userId), 'member', stamp, { ...value });
}

/** The membership that an item holds. */
export function readMember(item: unknown): Member {
  const { userId, waiting, epoch } = member.parse(item);
  return { userId, waiting, epoch };
}

function toIdSet(ids: ReadonlySet<string>): Set<Uint8Array> | undefined {
  // DynamoDB has no empty sets.
  return ids.size === 0 ? undefined : new Set([...ids].map(uuidToBytes));
}

function fromIdSet(ids: ReadonlySet<Uint8Array> | undefined): ReadonlySet<string> {
  return new Set(ids === undefined ? [] : [...ids].map(uuidFromBytes));
}

import { createHash } from 'node:crypto';
import { foldGroupName } from '#domain/group-names.ts';
import { fold } from '#scim/fold.ts';

/** The primary key of an item. */
export type Key = { readonly PK: string; readonly SK: string };

/** Neighbours in one partition, both ends included. */
export type KeyRange = { readonly PK: string; readonly from: string; readonly to: string };

/** Greater than every text that begins with a hexadecimal digit. */
const afterHex = 'g';

/** `META`: name, domains, settings. */
export function organizationKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'META' };
}

/** `OWNER`: the one truth about who owns the organization (O1). */
export function ownerKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'OWNER' };
}

/** `STRUCTURE`: the version of projects, roles and teams together. */
export function structureKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'STRUCTURE' };
}

/** One project. */
export function projectKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `PROJECT#${id}` };
}

/** One custom role. */
export function roleKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `ROLE#${id}` };
}

/** One team. */
export function teamKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `TEAM#${id}` };
}

/** Projects, roles, the structure's version and teams: neighbours, so that one Query reads them. */
export function structureRange(organization: string): KeyRange {
  return { PK: `ORG#${organization}`, from: 'PROJECT#', to: 'TEAM$' };
}

/** A SCIM key by its hash: the only partition that does not begin with the organization, because it finds it. */
export function scimKeyKey(hash: string): Key {
  return { PK: `KEY#${hash}`, SK: 'KEY' };
}

/** A SCIM key in the list of its organization. */
export function scimKeyEntryKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `KEY#${id}` };
}

/** The half of a user that the identity provider describes. */
export function profileKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}#USERS`, SK: id };
}

/** The half of a user that the organization decides; the profile's neighbour. */
export function standingKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}#USERS`, SK: standingSortKey(id) };
}

/** The sort key of a standing: right after its profile's. */
export function standingSortKey(id: string): string {
  return `${id}#M`;
}

/** Both halves of one user. */
export function userRange(organization: string, id: string): KeyRange {
  return { PK: `ORG#${organization}#USERS`, from: id, to: standingSortKey(id) };
}

/** All users from a bucket of ids on. */
export function usersFrom(organization: string, bucket: number): KeyRange {
  return { PK: `ORG#${organization}#USERS`, from: bucketPrefix(bucket), to: afterHex };
}

/** Reserves a userName, case ignored (U1). */
export function userNameKey(organization: string, userName: string): Key {
  return { PK: `ORG#${organization}#NAMES`, SK: `USER#${fit(fold(userName))}` };
}

/** Reserves a group name, case and white space ignored (G3). */
export function groupNameKey(organization: string, name: string): Key {
  return { PK: `ORG#${organization}#NAMES`, SK: `GROUP#${fit(foldGroupName(name))}` };
}

/** Leads from an externalId, which need not be unique, to a user. */
export function externalIdKey(organization: string, externalId: string, userId: string): Key {
  return { PK: `ORG#${organization}#FIND`, SK: `${externalIdPrefix(externalId)}${userId}` };
}

/** The users of one externalId. */
export function externalIdRange(organization: string, externalId: string): KeyRange {
  return lookupRange(organization, externalIdPrefix(externalId));
}

/** Leads from an address, case ignored, to a user. */
export function emailKey(organization: string, address: string, userId: string): Key {
  return { PK: `ORG#${organization}#FIND`, SK: `${emailPrefix(address)}${userId}` };
}

/** The users of one address. */
export function emailRange(organization: string, address: string): KeyRange {
  return lookupRange(organization, emailPrefix(address));
}

/** The counter of the users whose ids begin like this one. */
export function userCountKey(organization: string, userId: string): Key {
  return { PK: `ORG#${organization}#COUNT`, SK: `USERS#${userId.slice(0, 2)}` };
}

/** All counters of users. */
export function userCountRange(organization: string): KeyRange {
  return { PK: `ORG#${organization}#COUNT`, from: 'USERS#', to: 'USERS$' };
}

/** The counter of the ordinary groups whose ids begin like this one. */
export function groupCountKey(organization: string, groupId: string): Key {
  return { PK: `ORG#${organization}#COUNT`, SK: `GROUPS#${groupId.slice(0, 2)}` };
}

/** All counters of ordinary groups. */
export function groupCountRange(organization: string): KeyRange {
  return { PK: `ORG#${organization}#COUNT`, from: 'GROUPS#', to: 'GROUPS$' };
}

/** The number in a counter that stands for the third hexadecimal digit of an id. */
export function countAttribute(id: string): string {
  return `d${id.charAt(2)}`;
}

/** The first bucket that a counter stands for, from its sort key. */
export function firstBucketOfCounter(key: string): number {
  return Number.parseInt(key.slice(-2), 16) * 16;
}

/** The bucket of an id: its first three hexadecimal digits. */
export function bucketOf(id: string): number {
  return Number.parseInt(id.slice(0, 3), 16);
}

/** One group. */
export function groupKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}#GROUPS`, SK: id };
}

/** All groups from a bucket of ids on. */
export function groupsFrom(organization: string, bucket: number): KeyRange {
  return { PK: `ORG#${organization}#GROUPS`, from: bucketPrefix(bucket), to: afterHex };
}

/** One membership, seen from the group. Spread over 16 partitions by the first digit of the user's id. */
export function memberKey(organization: string, groupId: string, userId: string): Key {
  return { PK: memberPartition(organization, groupId, memberPartitionOf(userId)), SK: userId };
}

/** The names of all partitions that a group's members can be in. */
export const memberPartitions: ReadonlySet<string> = new Set('0123456789abcdef');

/** The name of the partition of a user's memberships within each group. */
export function memberPartitionOf(userId: string): string {
  return userId.charAt(0);
}

/** These partitions of a group's members; one after the other they hold them in the order of the user ids. */
export function memberRanges(
  organization: string,
  groupId: string,
  partitions: ReadonlySet<string> = memberPartitions,
): readonly KeyRange[] {
  return [...partitions].toSorted().map((digit) => ({
    PK: memberPartition(organization, groupId, digit),
    from: digit,
    to: afterHex,
  }));
}

/** Says that the memberships of a deleted group are still to be removed. */
export function sweepKey(organization: string, groupId: string): Key {
  return { PK: `ORG#${organization}#PENDING`, SK: `SWEEP#${groupId}` };
}

/** The last part of a sort key that ends with a user's id. */
export function userIdAtEnd(sortKey: string): string {
  return sortKey.slice(-36);
}

function memberPartition(organization: string, groupId: string, digit: string): string {
  return `ORG#${organization}#MEMBERS#${groupId}#${digit}`;
}

function bucketPrefix(bucket: number): string {
  return bucket.toString(16).padStart(3, '0');
}

function externalIdPrefix(externalId: string): string {
  return `EXT#${fit(withoutSeparator(externalId))}#`;
}

function emailPrefix(address: string): string {
  return `MAIL#${fit(withoutSeparator(fold(address)))}#`;
}

function lookupRange(organization: string, prefix: string): KeyRange {
  return { PK: `ORG#${organization}#FIND`, from: prefix, to: `${prefix}${afterHex}` };
}

/** `#` ends a value in a lookup, so that the lookups of `a` are not mixed with those of `a#b`. */
function withoutSeparator(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('#', '%23');
}

const fitting = 800;

/**
 * A sort key holds 1,024 bytes. A longer text keeps its beginning, at most 800 bytes of whole characters, then `~` and
 * the SHA-256 of the whole in hexadecimal; such a key is longer than any text that is kept whole, so none is the same.
 */
function fit(text: string): string {
  if (text.length * 3 <= fitting) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= fitting) return text;
  let end = fitting;
  while (isContinuation(bytes.readUInt8(end))) end--;
  return `${bytes.toString('utf8', 0, end)}~${createHash('sha256').update(bytes).digest('hex')}`;
}

function isContinuation(byte: number): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000;
}

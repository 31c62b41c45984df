import type { Side } from '#domain/directory.ts';
import { foldGroupName } from '#domain/group-names.ts';
import type { OrganizationPlace } from '#domain/organization.ts';
import { fold } from '#scim/fold.ts';
import { beginning, fit, withoutSeparator } from './key-text.ts';

/** The primary key of an item. */
export type Key = { readonly PK: string; readonly SK: string };

/** Neighbours in one partition, both ends included. */
export type KeyRange = { readonly PK: string; readonly from: string; readonly to: string };

/** Neighbours in one partition: all whose sort keys begin so. */
export type KeyPrefix = { readonly PK: string; readonly prefix: string };

/** What an item says to the index of changes, which finds it by this instead of its key. */
export type Entry = { readonly ChangedPK: string; readonly ChangedSK: string };

/** Less than every text that begins with a hexadecimal digit, other than the first one itself. */
const firstHex = '0';

/** Greater than every text that begins with a hexadecimal digit. */
const afterHex = 'g';

/** Every sort key begins with a letter or digit of ASCII. */
const wholePartition = { from: '0', to: '~' };

const organizationList = 'ORGANIZATIONS';
const organizationNamePrefix = 'NAME#';

const hexDigits = Array.from({ length: 16 }, (_, digit) => digit.toString(16));

/** `META`: name, domains, settings. */
export function organizationKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'META' };
}

/** An organization in the list of all, which only the Console reads: the other partition that belongs to no organization. */
export function organizationNameKey({ id, name }: OrganizationPlace): Key {
  // No name has a tab, and whatever a name goes on with comes after it: `Acme` stands before `Acme 2`.
  return { PK: organizationList, SK: `${organizationNamePrefix}${fit(fold(name))}\t${id}` };
}

/** The list of organizations, after a name and id, or from the first on. */
export function organizationsAfter(organization?: OrganizationPlace): KeyRange {
  // The space follows the id, with which each of these keys ends.
  const from = organization === undefined ? organizationNamePrefix : `${organizationNameKey(organization).SK} `;
  return { PK: organizationList, from, to: 'NAME$' };
}

/** The organization that an item belongs to, by the beginning of its key; undefined for the few that belong to none. */
export function organizationOf({ PK }: Key): string | undefined {
  return /^ORG#([^#]+)/u.exec(PK)?.[1];
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

/** All SCIM keys in the list of their organization. */
export function scimKeyEntryRange(organization: string): KeyRange {
  return { PK: `ORG#${organization}`, from: 'KEY#', to: 'KEY$' };
}

/** Goes, by its time to live, when it is time to warn of the end of a SCIM key. */
export function keyReminderKey(organization: string, keyId: string): Key {
  return { PK: `ORG#${organization}#PENDING`, SK: `REMINDER#${keyId}` };
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

/** All users from a bucket of ids on, up to another that is not included. */
export function usersFrom(organization: string, bucket: number, end?: number): KeyRange {
  return { PK: `ORG#${organization}#USERS`, ...bucketRange(bucket, end) };
}

/** The users whose ids are in a bucket. */
export function usersOf(organization: string, bucket: number): KeyPrefix {
  return { PK: `ORG#${organization}#USERS`, prefix: bucketPrefix(bucket) };
}

/** The users on one side of an id, where `before` includes the id's own profile; all of them without an id. */
export function usersBeside(organization: string, id: string | undefined, side: Side): KeyRange {
  return { PK: `ORG#${organization}#USERS`, ...rangeBeside(id, side) };
}

/** Reserves a userName, case ignored (U1). */
export function userNameKey(organization: string, userName: string): Key {
  return { PK: `ORG#${organization}#NAMES`, SK: `USER#${fit(fold(userName))}` };
}

/**
 * The userNames that begin so, case ignored, and perhaps some that do not: of a prefix that is longer than what a key
 * keeps of every name, or that ends within a character, only the beginning is looked for.
 */
export function userNamesFrom(organization: string, prefix: string): KeyPrefix {
  return { PK: `ORG#${organization}#NAMES`, prefix: `USER#${beginning(fold(prefix))}` };
}

/** Reserves a group name, case and white space ignored (G3). */
export function groupNameKey(organization: string, name: string): Key {
  return { PK: `ORG#${organization}#NAMES`, SK: `GROUP#${fit(foldGroupName(name))}` };
}

/** The group names that begin so, folded, and perhaps some that do not; see `userNamesFrom`. */
export function groupNamesFrom(organization: string, folded: string): KeyPrefix {
  return { PK: `ORG#${organization}#NAMES`, prefix: `GROUP#${beginning(folded)}` };
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

/** Leads from what a person is called, folded, to a user. */
export function nameKey(organization: string, name: string, userId: string): Key {
  return { PK: `ORG#${organization}#FIND`, SK: `NAME#${fit(withoutSeparator(name))}#${userId}` };
}

/** How users are found by a beginning: by userName, by an email address, by what they are called. */
export type Way = 'userName' | 'address' | 'name';

const wayPrefix = { userName: 'USER#', address: 'MAIL#', name: 'NAME#' } as const;

/** The place of a folded text of a user in its way: what the sort key says after its kind. */
export function placeInWay(way: Way, text: string, userId: string): string {
  return way === 'userName' ? fit(text) : `${fit(withoutSeparator(text))}#${userId}`;
}

/** The place that a sort key says. */
export function placeOfKey(sortKey: string): string {
  return sortKey.slice(sortKey.indexOf('#') + 1);
}

/**
 * The neighbours in a way whose folded texts begin so, and perhaps some more, from a place on, which is included;
 * undefined where all of them are before it.
 */
export function wayRange(organization: string, way: Way, prefix: string, from = ''): KeyRange | undefined {
  const kind = wayPrefix[way];
  const first = way === 'userName' ? beginning(prefix) : beginning(withoutSeparator(prefix));
  // No text goes on with the last of all characters, which is none.
  const last = `${first}\u{10FFFF}`;
  if (Buffer.compare(Buffer.from(from), Buffer.from(last)) > 0) return undefined;
  const start = Buffer.compare(Buffer.from(from), Buffer.from(first)) > 0 ? from : first;
  const PK = `ORG#${organization}#${way === 'userName' ? 'NAMES' : 'FIND'}`;
  return { PK, from: kind + start, to: kind + last };
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

/** The attribute of a counter that says when a user of a third digit was created without an entry. */
export function markAttribute(id: string): string {
  return `h${id.charAt(2)}`;
}

/** The hour of a moment (ISO 8601, UTC): `2026-11-23T15`. */
export function hourOf(at: string): string {
  return at.slice(0, 13);
}

/** The entry of an item that belongs to a user, under the hour of its last change; 16 partitions for each organization. */
export function changeEntry(organization: string, userId: string, at: string): Entry {
  return { ChangedPK: changePartition(organization, userId.charAt(0)), ChangedSK: hourOf(at) };
}

/** Where the index has what was changed from one hour to another. */
export function changeRanges(organization: string, from: string, to: string): readonly KeyRange[] {
  return hexDigits.map((digit) => ({ PK: changePartition(organization, digit), from, to }));
}

/** One group. */
export function groupKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}#GROUPS`, SK: id };
}

/** All groups from a bucket of ids on, up to another that is not included. */
export function groupsFrom(organization: string, bucket: number, end?: number): KeyRange {
  return { PK: `ORG#${organization}#GROUPS`, ...bucketRange(bucket, end) };
}

/** The groups on one side of an id, where `before` includes the id itself; all of them without an id. */
export function groupsBeside(organization: string, id: string | undefined, side: Side): KeyRange {
  return { PK: `ORG#${organization}#GROUPS`, ...rangeBeside(id, side) };
}

/** One membership, seen from the group. Spread over 16 partitions by the first digit of the user's id. */
export function memberKey(organization: string, groupId: string, userId: string): Key {
  return { PK: memberPartition(organization, groupId, memberPartitionOf(userId)), SK: userId };
}

/** The names of all partitions that a group's members can be in. */
export const memberPartitions: ReadonlySet<string> = new Set(hexDigits);

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

/** The group that a membership belongs to, and the name of its partition within the group. */
export function groupOfMember(partition: string): { readonly groupId: string; readonly partition: string } {
  return { groupId: partition.slice(-38, -2), partition: partition.slice(-1) };
}

/** What the partitions of all memberships begin with: those of groups that are gone are found by nothing else. */
export function membersPrefix(organization: string): string {
  return `ORG#${organization}#MEMBERS#`;
}

/** Where a group's members after a user id are, in the order of the ids. */
export function memberRangesAfter(organization: string, groupId: string, userId: string): readonly KeyRange[] {
  const digit = memberPartitionOf(userId);
  const ranges = memberRanges(organization, groupId, new Set(hexDigits.filter((other) => other >= digit)));
  return ranges.map((range, place) => (place === 0 ? { ...range, from: `${userId}$` } : range));
}

/** A change that outlasts its request. */
export function changeKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}#CHANGES`, SK: id };
}

/** Says that the memberships of a deleted group are still to be removed. */
export function sweepKey(organization: string, groupId: string): Key {
  return { PK: `ORG#${organization}#PENDING`, SK: `SWEEP#${groupId}` };
}

/** Says that groups are being written of a project or role that is not yet there itself. */
export function creationKey(organization: string, partId: string): Key {
  return { PK: `ORG#${organization}#PENDING`, SK: `CREATION#${partId}` };
}

/** A log of activities: what was done, what was noted by the requests themselves, or all on one target. */
export type ActivityLog = 'DONE' | 'NOTED' | `OF#${string}`;

/** What one request did to one thing: entries are in the order of time, and a request has one a target. */
export function activityKey(
  organization: string,
  log: ActivityLog,
  { at, requestId, targetId = '-' }: { readonly at: string; readonly requestId: string; readonly targetId?: string },
): Key {
  return { PK: activityPartition(organization, log), SK: `${at}#${requestId}#${targetId}` };
}

/** The entries of a log from one moment to another (ISO 8601), the latter not included. */
export function activityRange(organization: string, log: ActivityLog, from = '0', to = afterHex): KeyRange {
  // `#` follows a moment in each key, so that no key is the end of the range itself.
  return { PK: activityPartition(organization, log), from, to };
}

/** True for the partition of what requests noted themselves. */
export function isNotedPartition(organization: string, partition: string): boolean {
  return partition === activityPartition(organization, 'NOTED');
}

/** Goes, by its time to live, when nobody writes any more to an organization that was removed. */
export function purgeKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'META#PURGE' };
}

/** The parts of an organization that are one partition each. */
export type WholePart = 'USERS' | 'NAMES' | 'FIND' | 'COUNT' | 'GROUPS' | 'PENDING' | 'CHANGES' | 'OPEN';

/** All of one part. */
export function wholePart(organization: string, part: WholePart): KeyRange {
  return { PK: `ORG#${organization}#${part}`, ...wholePartition };
}

/** All of an organization that is found by no other item, its SCIM keys and the people first. Activity ends by itself. */
export function purgeRanges(organization: string): readonly KeyRange[] {
  const parts = ['USERS', 'OPEN', 'NAMES', 'FIND', 'COUNT', 'GROUPS', 'PENDING', 'WALKS'];
  return [
    scimKeyEntryRange(organization),
    ...parts.map((part) => ({ PK: `ORG#${organization}#${part}`, ...wholePartition })),
  ];
}

/**
 * The same, and what requests read that began before the organization was removed: owner and structure. Changes too, among
 * which is the one that tells how far the deletion has come.
 */
export function remainsRanges(organization: string): readonly KeyRange[] {
  return [
    ...purgeRanges(organization),
    { PK: `ORG#${organization}`, from: 'OWNER', to: 'TEAM$' },
    { PK: `ORG#${organization}#CHANGES`, ...wholePartition },
  ];
}

/** The first part of the sort key of half a user. */
export function userIdAtStart(sortKey: string): string {
  return sortKey.slice(0, 36);
}

/** The last part of a sort key that ends with a user's id. */
export function userIdAtEnd(sortKey: string): string {
  return sortKey.slice(-36);
}

function memberPartition(organization: string, groupId: string, digit: string): string {
  return `ORG#${organization}#MEMBERS#${groupId}#${digit}`;
}

function activityPartition(organization: string, log: ActivityLog): string {
  return `ORG#${organization}#ACTIVITY#${log}`;
}

function changePartition(organization: string, digit: string): string {
  return `ORG#${organization}#CHANGED#${digit}`;
}

function bucketRange(bucket: number, end: number | undefined): Omit<KeyRange, 'PK'> {
  // No id is as short as a prefix, so the one at the end is not in the range itself.
  return { from: bucketPrefix(bucket), to: end === undefined ? afterHex : bucketPrefix(end) };
}

function rangeBeside(id: string | undefined, side: Side): Omit<KeyRange, 'PK'> {
  if (id === undefined) return { from: firstHex, to: afterHex };
  // `$` follows `#`, with which the standing goes on.
  return side === 'after' ? { from: `${id}$`, to: afterHex } : { from: firstHex, to: id };
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

import { afterHex, hexDigits } from './key-ranges.ts';
import type { Key, KeyRange } from './keys.ts';

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

function memberPartition(organization: string, groupId: string, digit: string): string {
  return `ORG#${organization}#MEMBERS#${groupId}#${digit}`;
}

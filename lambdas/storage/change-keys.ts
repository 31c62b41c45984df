import type { Key, KeyRange } from './keys.ts';

/** Greater than every text that begins with a hexadecimal digit. */
const afterHex = 'g';

/** Says that memberships of a user, seen from the groups, are not yet what the standing says. */
export function openUserKey(organization: string, userId: string, changeId: string): Key {
  return { PK: openPartition(organization), SK: `USER#${userId}#${changeId}` };
}

/** All users of whom that is said. */
export function openUsersRange(organization: string): KeyRange {
  return { PK: openPartition(organization), from: 'USER#', to: 'USER$' };
}

/** Says that a change of a group's members is committed and not yet applied. */
export function openGroupKey(organization: string, groupId: string, changeId: string): Key {
  return { PK: openPartition(organization), SK: `GROUP#${groupId}#${changeId}` };
}

/** All groups of which that is said. */
export function openGroupsRange(organization: string): KeyRange {
  return { PK: openPartition(organization), from: 'GROUP#', to: 'GROUP$' };
}

/** A slice of a change of a group's members, from 0 on. */
export function journalKey(organization: string, groupId: string, changeId: string, slice: number): Key {
  return { PK: journalPartition(organization, groupId), SK: `${changeId}#${String(slice).padStart(4, '0')}` };
}

/** All slices of changes of a group's members that are still to be applied, and those of changes never committed. */
export function journalRange(organization: string, groupId: string): KeyRange {
  return { PK: journalPartition(organization, groupId), from: '0', to: afterHex };
}

/** The slices of one change. */
export function journalOfChange(organization: string, groupId: string, changeId: string): KeyRange {
  return { PK: journalPartition(organization, groupId), from: `${changeId}#`, to: `${changeId}$` };
}

/** The change that a slice belongs to. */
export function changeOfSlice(sortKey: string): string {
  return sortKey.slice(0, 36);
}

/** The change that a head belongs to, which says that it is not yet applied. */
export function changeOfHead(sortKey: string): string {
  return sortKey.slice(-36);
}

/** The group that a slice belongs to. */
export function groupOfSlice(partition: string): string {
  return partition.slice(-36);
}

/** What the partitions of all slices begin with: those of groups that are gone are found by nothing else. */
export function journalsPrefix(organization: string): string {
  return journalPartition(organization, '');
}

function openPartition(organization: string): string {
  return `ORG#${organization}#OPEN`;
}

function journalPartition(organization: string, groupId: string): string {
  return `ORG#${organization}#JOURNAL#${groupId}`;
}

import type { Key, KeyRange } from './keys.ts';

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

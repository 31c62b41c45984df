import type { Side } from '#domain/directory.ts';
import { fold } from '#scim/fold.ts';
import { bucketPrefix, bucketRange, rangeBeside } from './key-ranges.ts';
import { fit } from './key-text.ts';
import type { Key, KeyPrefix, KeyRange } from './keys.ts';

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

/** The first part of the sort key of half a user. */
export function userIdAtStart(sortKey: string): string {
  return sortKey.slice(0, 36);
}

/** The last part of a sort key that ends with a user's id. */
export function userIdAtEnd(sortKey: string): string {
  return sortKey.slice(-36);
}

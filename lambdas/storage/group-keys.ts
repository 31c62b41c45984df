import type { Side } from '#domain/directory.ts';
import { foldGroupName } from '#domain/group-names.ts';
import { bucketRange, rangeBeside } from './key-ranges.ts';
import { beginning, fit } from './key-text.ts';
import type { Key, KeyPrefix, KeyRange } from './keys.ts';

/** Reserves a group name, case and white space ignored (G3). */
export function groupNameKey(organization: string, name: string): Key {
  return { PK: `ORG#${organization}#NAMES`, SK: `GROUP#${fit(foldGroupName(name))}` };
}

/** The group names that begin so, folded, and perhaps some that do not; see `userNamesFrom`. */
export function groupNamesFrom(organization: string, folded: string): KeyPrefix {
  return { PK: `ORG#${organization}#NAMES`, prefix: `GROUP#${beginning(folded)}` };
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

/** Says that the memberships of a deleted group are still to be removed. */
export function sweepKey(organization: string, groupId: string): Key {
  return { PK: `ORG#${organization}#PENDING`, SK: `SWEEP#${groupId}` };
}

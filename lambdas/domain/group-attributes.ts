import { foldGroupName } from './group-names.ts';
import { groupExternalIdLimit, groupNameLimit } from './limits.ts';
import { refusals } from './refusals.ts';

/** Throws where a group cannot be named so: 400 for a name of white space alone, 413 for one that is too long. */
export function assertGroupName(name: string): void {
  if (foldGroupName(name) === '') throw refusals.groupNameEmpty();
  if (name.length > groupNameLimit) throw refusals.groupNameTooLong(groupNameLimit);
}

/** Throws 413 where the externalId of a group is longer than it may be. */
export function assertGroupExternalId(externalId: string | undefined): void {
  if ((externalId?.length ?? 0) > groupExternalIdLimit) throw refusals.groupExternalIdTooLong(groupExternalIdLimit);
}

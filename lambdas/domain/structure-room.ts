import { generatedGroupIds } from './group-names.ts';
import { generatedGroupLimit } from './limits.ts';
import { refusals } from './refusals.ts';
import type { Structure } from './structure.ts';

/** Throws 413 where a change of the structure would make more groups than an organization may have. */
export function assertGroupRoom(before: Structure, after: Structure): void {
  const groups = generatedGroupIds(after).size;
  if (groups > generatedGroupLimit && groups > generatedGroupIds(before).size) {
    throw refusals.tooManyGeneratedGroups(generatedGroupLimit);
  }
}

import { consoleRefusals } from './console-refusals.ts';
import { generatedGroupIds } from './group-names.ts';
import { customRoleLimit, generatedGroupLimit } from './limits.ts';
import { builtInRoles } from './structure.ts';
import type { Structure } from './structure.ts';

/** Throws 413 where a change of the structure would make more groups than an organization may have. */
export function assertGroupRoom(before: Structure, after: Structure): void {
  const groups = generatedGroupIds(after).size;
  if (groups > generatedGroupLimit && groups > generatedGroupIds(before).size) {
    throw consoleRefusals.tooManyGeneratedGroups(generatedGroupLimit);
  }
}

/** Throws 413 where an organization would have more custom roles than it may. */
export function assertRoleRoom({ roles }: Structure): void {
  if (roles.length > builtInRoles.length + customRoleLimit) throw consoleRefusals.tooManyRoles(customRoleLimit);
}

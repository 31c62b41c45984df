import type { ChangeKind } from '#domain/change.ts';
import type { TakeStep } from './change-step.ts';
import { clearPart } from './clear-part.ts';
import { enterGroups, leaveGroups } from './follow-user.ts';
import { freeNames } from './free-names.ts';
import { applyMembers } from './journal-apply.ts';
import { purgeOrganization } from './organization-purge.ts';

/** How a step of each kind of change is taken. */
export const changeSteps: Readonly<Record<ChangeKind, TakeStep>> = {
  projectRename: freeNames,
  roleRename: freeNames,
  teamRename: freeNames,
  projectDeletion: clearPart,
  roleDeletion: clearPart,
  teamDeletion: clearPart,
  userLeaving: leaveGroups,
  userEntering: enterGroups,
  memberChange: applyMembers,
  organizationDeletion: purgeOrganization,
};

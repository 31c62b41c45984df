import { activityOperations } from './admin-activity-operations.ts';
import { changeOperations } from './admin-change-operations.ts';
import { groupOperations } from './admin-group-operations.ts';
import { keyOperations } from './admin-key-operations.ts';
import { memberOperations } from './admin-member-operations.ts';
import type { AdminOperation } from './admin-operation.ts';
import { organizationOperations } from './admin-organization-operations.ts';
import { ownerOperations } from './admin-owner-operations.ts';
import { projectOperations } from './admin-project-operations.ts';
import { roleOperations } from './admin-role-operations.ts';
import { teamOperations } from './admin-team-operations.ts';

/** Every operation of the admin API, in the order of the reference. */
export const adminOperations: readonly AdminOperation[] = [
  ...organizationOperations,
  ...projectOperations,
  ...roleOperations,
  ...teamOperations,
  ...memberOperations,
  ...ownerOperations,
  ...groupOperations,
  ...keyOperations,
  ...activityOperations,
  ...changeOperations,
];

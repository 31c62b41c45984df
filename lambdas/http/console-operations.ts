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

/** The operations of the admin API that the Lambda of the Console serves. */
export const consoleOperations: readonly AdminOperation[] = [
  ...organizationOperations,
  ...projectOperations,
  ...roleOperations,
  ...teamOperations,
  ...memberOperations,
  ...ownerOperations,
  ...groupOperations,
  ...keyOperations,
  ...changeOperations,
];

import { activityOperations } from './admin-activity-operations.ts';
import type { AdminOperation } from './admin-operation.ts';
import { consoleOperations } from './console-operations.ts';

/** Every operation of the admin API, in the order of the reference. */
export const adminOperations: readonly AdminOperation[] = [...consoleOperations, ...activityOperations];

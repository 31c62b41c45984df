import type { AdminPlace } from './admin-operation.ts';

/** Where the activity log is: a Lambda of its own serves it, for it alone carries the help on every refusal. */
export const activityPlace: AdminPlace = { method: 'GET', path: '/organizations/{org}/activity' };

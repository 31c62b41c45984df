import { afterHex } from './key-ranges.ts';
import type { Key, KeyRange } from './keys.ts';

/** A log of activities: what was done, what was noted by the requests themselves, or all on one target. */
export type ActivityLog = 'DONE' | 'NOTED' | `OF#${string}`;

/** What one request did to one thing: entries are in the order of time, and a request has one a target. */
export function activityKey(
  organization: string,
  log: ActivityLog,
  { at, requestId, targetId = '-' }: { readonly at: string; readonly requestId: string; readonly targetId?: string },
): Key {
  return { PK: activityPartition(organization, log), SK: `${at}#${requestId}#${targetId}` };
}

/** The entries of a log from one moment to another (ISO 8601), the latter not included. */
export function activityRange(organization: string, log: ActivityLog, from = '0', to = afterHex): KeyRange {
  // `#` follows a moment in each key, so that no key is the end of the range itself.
  return { PK: activityPartition(organization, log), from, to };
}

/** True for the partition of what requests noted themselves. */
export function isNotedPartition(organization: string, partition: string): boolean {
  return partition === activityPartition(organization, 'NOTED');
}

function activityPartition(organization: string, log: ActivityLog): string {
  return `ORG#${organization}#ACTIVITY#${log}`;
}

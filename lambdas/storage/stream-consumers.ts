import { continueChanges } from './continue-changes.ts';
import { maintainNames } from './name-lookups.ts';
import { purgeAgain } from './organization-purge.ts';
import { raiseVersions } from './raise-versions.ts';
import { activityLog } from './record-activity.ts';
import type { StreamConsumers } from './stream-consumer.ts';

/** What follows from a write without the request waiting for it, in no order; `activityDays`: how long the log is kept. */
export function streamConsumers({ activityDays = 90 }: { readonly activityDays?: number } = {}): StreamConsumers {
  return { recordActivity: activityLog(activityDays), maintainNames, continueChanges, raiseVersions, purgeAgain };
}

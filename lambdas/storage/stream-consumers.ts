import { continueChanges } from './continue-changes.ts';
import { maintainNames } from './name-lookups.ts';
import { purgeAgain } from './organization-purge.ts';
import { raiseVersions } from './raise-versions.ts';
import { activityLog } from './record-activity.ts';
import type { StreamConsumers } from './stream-consumer.ts';
import { type MadeChanges, changesTold } from './tell-changes.ts';

/** What the consumers are told by their deployment. */
export type ConsumerSettings = {
  /** How many days the activity log is kept. */
  readonly activityDays?: number;
  /** Is told how much was done; without it nothing is counted. */
  readonly tell?: (changes: MadeChanges) => void;
};

/** What follows from a write without the request waiting for it, in no order. */
export function streamConsumers({ activityDays = 90, tell }: ConsumerSettings = {}): StreamConsumers {
  return {
    recordActivity: activityLog(activityDays),
    maintainNames,
    continueChanges,
    raiseVersions,
    purgeAgain,
    // Without a listener too, so that a record that it could not work on finds it again.
    tellChanges: tell === undefined ? async () => undefined : changesTold(tell),
  };
}

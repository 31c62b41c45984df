import type { Activity } from '#domain/activity.ts';
import type { ActivityLogName, ActivityRead, Directory } from '#domain/directory.ts';
import { isUuid } from '#domain/uuid.ts';
import { isExpiredActivity, readActivity } from './activity-items.ts';
import { activityRange } from './activity-keys.ts';
import type { ActivityLog } from './activity-keys.ts';
import { readPart } from './send-reads.ts';
import type { Session } from './session.ts';

/** The part of the directory that reads the activity log. */
export type ActivityDirectory = Pick<Directory, 'activities' | 'activityOf'>;

/** Entries looked at in one call where not all of them are wanted: at most 1 MB, and a short page otherwise. */
const lookedAt = 1_000;

/** The activity log of one organization in the table. */
export function tableActivity(session: Session): ActivityDirectory {
  const activities: ActivityDirectory['activities'] = async (read) => {
    const log = logOf(read.log);
    const range = log && activityRange(session.organization, log, read.from, read.to);
    // A range that ends before it begins is a fault to the database.
    if (range === undefined || range.from > range.to) return { entries: [] };
    const { items, end } = await readPart(session, range, {
      limit: selects(read) ? lookedAt : read.limit + 1,
      ...(read.before !== undefined && { after: read.before }),
    });
    const now = session.timing.now();
    const entries = items
      .filter((item) => !isExpiredActivity(item, now))
      .map((item) => ({ place: String(item['SK']), activity: readActivity(item) }))
      .filter(({ activity }) => isWanted(read, activity));
    return { entries, ...(end !== undefined && { end }) };
  };
  return {
    activities,
    async activityOf(targetId, limit) {
      const { entries } = await activities({ log: { target: targetId }, limit });
      return entries.slice(0, limit).map(({ activity }) => activity);
    },
  };
}

/** Undefined for a target that no key is ever built from. */
function logOf(log: ActivityLogName): ActivityLog | undefined {
  if (log === 'done') return 'DONE';
  if (log === 'noted') return 'NOTED';
  return isUuid(log.target) ? `OF#${log.target}` : undefined;
}

function selects({ outcome, actor }: ActivityRead): boolean {
  return outcome !== undefined || actor !== undefined;
}

function isWanted({ outcome, actor }: ActivityRead, activity: Activity): boolean {
  if (outcome !== undefined && activity.outcome !== outcome) return false;
  return actor === undefined || activity.actor === actor || activity.onBehalfOf === actor;
}

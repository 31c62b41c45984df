import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Activity } from '#domain/activity.ts';
import { activityItem } from './activity-items.ts';
import { persist } from './persist.ts';
import { putMany } from './send-batches.ts';
import type { Session } from './session.ts';

/** Writes what requests note in the activity log themselves, each entry once however often that is tried. */
export async function noteActivities(session: Session, activities: readonly Activity[], days: number): Promise<void> {
  const entries = new Map(
    activities.map((activity) => {
      const item = activityItem(session.organization, 'NOTED', activity, days);
      return [item.SK, item];
    }),
  );
  const [only, ...others] = entries.values();
  if (only === undefined) return;
  if (others.length > 0) {
    await putMany(session, [only, ...others]);
    return;
  }
  const command = new PutCommand({ TableName: session.tableName, Item: only });
  await persist(session, ({ options }) => session.client.send(command, options));
}

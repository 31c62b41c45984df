import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Activity } from '#domain/activity.ts';
import { activityItem } from './activity-items.ts';
import type { Item } from './item.ts';
import { pause, persist } from './persist.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';

/** Items that one BatchWriteItem takes (a limit of DynamoDB). */
const itemsPerBatch = 25;

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
  if (others.length === 0) {
    const command = new PutCommand({ TableName: session.tableName, Item: only });
    await persist(session, ({ options }) => session.client.send(command, options));
    return;
  }
  const items = [only, ...others];
  const batches = Array.from({ length: Math.ceil(items.length / itemsPerBatch) }, (_, index) =>
    items.slice(index * itemsPerBatch, (index + 1) * itemsPerBatch),
  );
  await sideBySide(batches, (batch) => writeBatch(session, batch));
}

async function writeBatch(session: Session, items: readonly Item[]): Promise<void> {
  const { client, tableName } = session;
  let wanted: NonNullable<BatchWriteCommand['input']['RequestItems']>[string] = items.map((Item) => ({
    PutRequest: { Item },
  }));
  for (let tries = 0; wanted.length > 0; tries++) {
    if (tries > 0) await pause(session, tries - 1);
    const command = new BatchWriteCommand({ RequestItems: { [tableName]: wanted } });
    const { UnprocessedItems = {} } = await persist(session, ({ options }) => client.send(command, options));
    wanted = UnprocessedItems[tableName] ?? [];
  }
}

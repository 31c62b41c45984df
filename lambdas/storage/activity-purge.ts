import { isUuid } from '#domain/uuid.ts';
import { activityRange } from './activity-keys.ts';
import { readActivity } from './activity-items.ts';
import type { Attributes } from './item.ts';
import type { Key, KeyRange } from './keys.ts';
import { eraseMany } from './send-batches.ts';
import { readPages } from './send-reads.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';

/** The logs that lead to all others: what was done, and what was noted, up to a moment or to their end. */
export function leadingLogs(organization: string, to?: string): readonly KeyRange[] {
  return (['DONE', 'NOTED'] as const).map((log) => activityRange(organization, log, undefined, to));
}

/** The things whose own logs have entries because there is this item, or was. */
export function thingsWithLogs(items: readonly Attributes[]): readonly string[] {
  return [...new Set(items.flatMap(thingsOf))].filter(isUuid);
}

function thingsOf(item: Attributes): readonly string[] {
  switch (item['type']) {
    case 'standing':
    case 'tombstone':
      return [String(item['userId'])];
    case 'group':
    case 'project':
    case 'role':
    case 'team':
    case 'scimKey':
      return [String(item['id'])];
    case 'activity': {
      const { target, joined = [], left = [] } = readActivity(item);
      return [...(target?.id === undefined ? [] : [target.id]), ...joined, ...left];
    }
    default:
      return [];
  }
}

/** Erases the logs of some things, up to a moment or to their end, and gives the number of entries. */
export async function eraseLogs(session: Session, things: readonly string[], to?: string): Promise<number> {
  const counts = await sideBySide(things, async (thing) => {
    let erased = 0;
    for await (const page of readPages(session, activityRange(session.organization, `OF#${thing}`, undefined, to))) {
      await eraseMany(session, page.map(keyOf));
      erased += page.length;
    }
    return erased;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function keyOf({ PK, SK }: Attributes): Key {
  return { PK: String(PK), SK: String(SK) };
}

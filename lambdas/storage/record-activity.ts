import type { Activity, TargetType } from '#domain/activity.ts';
import { isUuid } from '#domain/uuid.ts';
import { type Addition, addToEntry } from './activity-commands.ts';
import { type DerivedActivity, readActivities } from './activity-entries.ts';
import { readActivity } from './activity-items.ts';
import { isNotedPartition } from './activity-keys.ts';
import type { ActivityLog } from './activity-keys.ts';
import { readGroup } from './group-items.ts';
import { groupKey } from './group-keys.ts';
import { keyWarnings } from './key-warnings.ts';
import { noteActivities } from './activity-notes.ts';
import type { Key } from './keys.ts';
import { readItems } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import type { StreamConsumer } from './stream-consumer.ts';
import type { TableRecord } from './table-record.ts';
import { readProfile } from './user-items.ts';
import { profileKey } from './user-keys.ts';

/**
 * Writes the activity log of what was done, which costs the requests themselves nothing, and the logs of the things that
 * it was done to; entries are kept for so many days.
 */
export function activityLog(days: number): StreamConsumer {
  return async function recordActivity(records, worker) {
    const [first] = records;
    if (first === undefined) return;
    const session = worker.open(first.organization);
    const activities = readActivities(records);
    const names = await namesOf(session, activities);
    await noteActivities(session, await keyWarnings(session, records, worker.now()), days);
    await sideBySide([...activities.flatMap(entriesOf), ...records.flatMap(copiesOf)], ([log, activity]) =>
      write(session, log, activity, { days, name: names.get(activity.target?.id ?? '') }),
    );
  };
}

type Entry = readonly [log: ActivityLog, activity: Activity];

function entriesOf({ whole, main }: DerivedActivity): readonly Entry[] {
  const own: Entry = [`OF#${whole.target.id}`, whole];
  return main === undefined ? [own] : [['DONE', main], own];
}

/** What requests noted themselves, for the logs of what it is about. */
function copiesOf({ organization, key, before, after }: TableRecord): readonly Entry[] {
  if (before !== undefined || after === undefined || !isNotedPartition(organization, key.PK)) return [];
  const activity = readActivity(after);
  const id = activity.target?.id;
  return id !== undefined && isUuid(id) ? [[`OF#${id}`, activity]] : [];
}

/**
 * The names of users of whom only the standing was written, and of ordinary groups of which only members were: an entry
 * tells who or what it was after that is gone.
 */
async function namesOf(session: Session, activities: readonly DerivedActivity[]): Promise<ReadonlyMap<string, string>> {
  const targets = activities.flatMap(({ main }) => main?.target ?? []);
  const read = async (type: TargetType, keyOf: (organization: string, id: string) => Key) => {
    const unnamed = targets.filter((target) => target.type === type && target.name === undefined);
    const ids = new Set(unnamed.map(({ id }) => id));
    return readItems(
      session,
      [...ids].map((id) => keyOf(session.organization, id)),
    );
  };
  const [profiles, groups] = await Promise.all([read('user', profileKey), read('group', groupKey)]);
  return new Map([
    ...profiles.map(readProfile).map(({ id, attributes }) => [id, String(attributes['userName'])] as const),
    ...groups.map(readGroup).flatMap(({ id, place }) => (place.kind === 'ordinary' ? [[id, place.name] as const] : [])),
  ]);
}

async function write(session: Session, log: ActivityLog, activity: Activity, addition: Addition): Promise<void> {
  // The name that the request wrote is the one that counts.
  const { name, ...rest } = addition;
  const wanted = activity.target?.name === undefined ? { ...rest, name } : rest;
  const outcome = await writeAlone(session, addToEntry(session, log, activity, wanted));
  if (outcome === 'tooLarge') {
    await writeAlone(session, addToEntry(session, log, activity, { ...wanted, named: false }));
  }
}

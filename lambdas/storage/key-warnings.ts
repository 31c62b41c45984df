import type { Activity } from '#domain/activity.ts';
import { expiringKeyActivity } from '#domain/activity-report.ts';
import { endOfKey, keyReminderDays } from '#domain/key.ts';
import type { KeyRecord } from '#domain/key.ts';
import { scimKeyEntryKey } from './keys.ts';
import { readKeyReminder, readScimKey } from './organization-items.ts';
import { readItem } from './send-reads.ts';
import type { Session } from './session.ts';
import { workerActor } from './stream-consumer.ts';
import type { TableRecord } from './table-record.ts';

/** Warnings of keys that end within 30 days: once that time begins, or at once where a key is made with less (T2). */
export async function keyWarnings(
  session: Session,
  records: readonly TableRecord[],
  now: Date,
): Promise<readonly Activity[]> {
  const warnings = await Promise.all(records.map((record) => warningOf(session, record, now)));
  return warnings.filter((warning) => warning !== undefined);
}

async function warningOf(session: Session, record: TableRecord, now: Date): Promise<Activity | undefined> {
  const { before, after, byTimeToLive, stamp, key } = record;
  if (byTimeToLive && before?.['type'] === 'keyReminder') {
    const { keyId, endsAt, dueAt } = readKeyReminder(before);
    const item = await readItem(session, scimKeyEntryKey(session.organization, keyId));
    const found = item && readScimKey(item);
    if (found === undefined || found.expiresAt !== endsAt || !isLive(found, now)) return undefined;
    return expiringKeyActivity(found, { actor: workerActor, requestId: 'expiry', at: dueAt });
  }
  if (after?.['type'] !== 'scimKey' || stamp === undefined || !key.SK.startsWith('KEY#')) return undefined;
  const made = readScimKey(after);
  const isNew = before === undefined || readScimKey(before).hash !== made.hash;
  const soon = Date.parse(stamp.at) + keyReminderDays * 86_400_000;
  if (!isNew || !isLive(made, now) || endOfKey(made) > soon) return undefined;
  return expiringKeyActivity(made, { actor: stamp.actor, requestId: stamp.request, at: stamp.at });
}

function isLive(key: KeyRecord, now: Date): boolean {
  return now.getTime() < endOfKey(key);
}

import { isTakenUp, readChange } from './change-items.ts';
import { findChange, workOnChange } from './change-work.ts';
import { readSweep } from './group-items.ts';
import { organizationKey } from './keys.ts';
import { readOrganization } from './organization-items.ts';
import { clearUnmade } from './part-creations.ts';
import { readItem } from './send-reads.ts';
import type { Session } from './session.ts';
import { outOfTime } from './stream-consumer.ts';
import type { StreamConsumer, Worker } from './stream-consumer.ts';
import { markSweep, sweepGroup } from './sweep.ts';
import type { TableRecord } from './table-record.ts';

/**
 * Goes on with what outlasts a request: changes, memberships of deleted groups, and groups of what was never made.
 * Whatever time does not suffice for leaves a record of its own, with which it is begun again.
 */
export const continueChanges: StreamConsumer = async (records, worker) => {
  const telling = records.filter((record) => !isTakenUp(record));
  const last = new Map(telling.map((record) => [`${record.key.PK}/${record.key.SK}`, record]));
  for (const record of last.values()) {
    if (record.after?.['type'] === 'change') await continueRunning(record, worker);
    if (isToBeSwept(record)) await sweep(record, worker);
    if (isUnmade(record)) await clearUnmade(worker.open(record.organization), record.before);
  }
};

/** Milliseconds for which the worker goes on with one change before it looks at what else has come in the stream. */
const turn = 10_000;

async function continueRunning({ organization, after }: TableRecord, worker: Worker): Promise<void> {
  const { id, status: then } = readChange(after);
  if (then === 'done') return;
  const session = worker.open(organization);
  // What the record says may be long past: the request that began it has mostly ended it by now.
  const now = await findChange(session, id);
  if (now?.status !== 'running') return;
  // Of an organization that was removed everything is erased, whatever was still to be done with it.
  if (now.kind !== 'organizationDeletion' && (await isRemoved(session))) return;
  // The last step of a turn leaves a record, which brings the next turn.
  const { status } = await workOnChange(session, id, worker.timeLeft, turn);
  // Perhaps there was no time for a single step; then nothing but this record says that there is a change.
  if (status === 'running' && !worker.timeLeft()) throw outOfTime();
}

async function isRemoved(session: Session): Promise<boolean> {
  const item = await readItem(session, organizationKey(session.organization));
  return item === undefined || readOrganization(item).removedAt !== undefined;
}

/** A mark is looked at when it is new, and once more when its time has come. */
function isToBeSwept({ before, after, byTimeToLive }: TableRecord): boolean {
  if (after === undefined) return byTimeToLive && before?.['type'] === 'sweep';
  return after['type'] === 'sweep' && readSweep(after).swept === undefined;
}

function isUnmade({ before, byTimeToLive }: TableRecord): boolean {
  return byTimeToLive && before?.['type'] === 'creation';
}

async function sweep({ organization, before, after }: TableRecord, worker: Worker): Promise<void> {
  const { groupId } = readSweep(after ?? before);
  const session = worker.open(organization);
  if (!(await sweepGroup(session, groupId, worker.timeLeft))) await markSweep(session, groupId);
}

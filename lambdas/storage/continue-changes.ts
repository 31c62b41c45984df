import { isTakenUp, readChange } from './change-items.ts';
import { findChange, workOnChange } from './change-work.ts';
import { readSweep } from './group-items.ts';
import { outOfTime } from './stream-consumer.ts';
import type { StreamConsumer, Worker } from './stream-consumer.ts';
import { markSweep, sweepGroup } from './sweep.ts';
import type { TableRecord } from './table-record.ts';

/**
 * Goes on with what outlasts a request: changes, and memberships of deleted groups. Whatever time does not suffice for
 * leaves a record of its own, with which it is begun again.
 */
export const continueChanges: StreamConsumer = async (records, worker) => {
  const telling = records.filter((record) => !isTakenUp(record));
  const last = new Map(telling.map((record) => [`${record.key.PK}/${record.key.SK}`, record]));
  for (const record of last.values()) {
    if (record.after?.['type'] === 'change') await continueRunning(record, worker);
    if (isToBeSwept(record)) await sweep(record, worker);
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
  // The last step of a turn leaves a record, which brings the next turn.
  const { status } = await workOnChange(session, id, worker.timeLeft, turn);
  // Perhaps there was no time for a single step; then nothing but this record says that there is a change.
  if (status === 'running' && !worker.timeLeft()) throw outOfTime();
}

/** A mark is looked at when it is new, and once more when its time has come. */
function isToBeSwept({ before, after, byTimeToLive }: TableRecord): boolean {
  if (after === undefined) return byTimeToLive && before?.['type'] === 'sweep';
  return after['type'] === 'sweep' && readSweep(after).swept === undefined;
}

async function sweep({ organization, before, after }: TableRecord, worker: Worker): Promise<void> {
  const { groupId } = readSweep(after ?? before);
  const session = worker.open(organization);
  if (!(await sweepGroup(session, groupId, worker.timeLeft))) await markSweep(session, groupId);
}

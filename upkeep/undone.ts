import { randomUUID } from 'node:crypto';
import { organizationKey } from '#storage/keys.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { readItem } from '#storage/send-reads.ts';
import { streamConsumers } from '#storage/stream-consumers.ts';
import { workerActor } from '#storage/stream-consumer.ts';
import type { StreamConsumers, Worker } from '#storage/stream-consumer.ts';
import { readRecord } from '#storage/table-record.ts';
import type { StreamRecord } from '#storage/table-record.ts';
import type { Undone } from '#storage/undone-items.ts';
import { undoneId } from '#storage/undone-items.ts';
import { eraseUndone, listUndone, readUndone } from '#storage/undone-reading.ts';
import { readInvocation } from './invocation.ts';
import { openClient } from './open-table.ts';
import type { TablePlace } from './open-table.ts';

/** What came of a record that was worked on again. */
export type Replayed = {
  readonly id: string;
  readonly organization: string;
  readonly outcome: 'done' | 'failed';
  readonly error?: { readonly name: string; readonly message: string };
};

/** Milliseconds that reading may take, and that working on one record may. */
const patience = 10_000;
const workTime = 60_000;

/** What was set aside in one table; `consumers` other than the deployed ones are for tests. */
export function openUndone(place: TablePlace, consumersOf: typeof streamConsumers = streamConsumers) {
  const client = openClient(place);
  const openSession = sessionOpener({ client, tableName: place.tableName });
  const open = (organization: string, time: number) => {
    const now = Date.now();
    const at = new Date(now).toISOString();
    return openSession(organization, { actor: workerActor, requestId: randomUUID(), at, deadline: now + time });
  };
  const worker: Worker = {
    open: (organization) => open(organization, workTime),
    timeLeft: () => true,
    now: () => new Date(),
    isLate: true,
  };
  // What was set aside belongs to no organization.
  const reading = () => open('-', patience);
  return {
    list: (): Promise<readonly Undone[]> => listUndone(reading()),
    async read(id: string) {
      const found = await readUndone(reading(), id);
      return found && { ...found.undone, record: found.record };
    },
    async replay(id: string, settings: { readonly activityDays: number }): Promise<Replayed | undefined> {
      const found = await readUndone(reading(), id);
      if (found === undefined) return undefined;
      const { undone, record } = found;
      const replayed = await workAgain(worker, consumersOf(settings), undone.consumer, record);
      if (replayed?.outcome !== 'failed') await eraseUndone(reading(), id);
      return replayed ?? { id, organization: undone.organization, outcome: 'done' };
    },
    async replayInvocation(
      text: string,
      settings: { readonly activityDays: number },
    ): Promise<readonly Replayed[] | undefined> {
      const consumers = consumersOf(settings);
      const replayed: Replayed[] = [];
      const records = readInvocation(text);
      for (const record of records ?? []) {
        for (const consumer of Object.keys(consumers)) {
          replayed.push(...[(await workAgain(worker, consumers, consumer, record)) ?? []].flat());
        }
      }
      return records && replayed;
    },
    close: () => client.destroy(),
  };
}

/** What goes on for an organization that was deleted; anything else would write what was erased. */
const erasing = ['continueChanges', 'purgeAgain'];

/** Refused where this table knows none of that id: the record is of another one, and would be erased as if it were done. */
async function isRemoved(worker: Worker, organization: string): Promise<boolean> {
  const item = await readItem(worker.open(organization), organizationKey(organization));
  if (item !== undefined) return item['removedAt'] !== undefined;
  throw new Error(`This table has no organization ${organization}. Please name the table that the record comes from.`);
}

/** What came of it; undefined where the record tells of nothing. */
async function workAgain(
  worker: Worker,
  consumers: StreamConsumers,
  consumer: string,
  source: StreamRecord,
): Promise<Replayed | undefined> {
  const record = readRecord(source);
  if (record === undefined) return undefined;
  const { organization, sequence } = record;
  const what = { id: undoneId({ consumer, sequence }), organization };
  try {
    const work = consumers[consumer];
    if (work === undefined) throw new Error(`This version has no consumer ${consumer}.`);
    const removed = await isRemoved(worker, organization);
    if (erasing.includes(consumer) || !removed) await work([record], worker);
    return { ...what, outcome: 'done' };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { ...what, outcome: 'failed', error: { name, message } };
  }
}

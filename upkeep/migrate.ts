import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { migrationItem, migrationKey, readSegment, segmentItem, segmentsRange } from '#storage/migration-items.ts';
import type { SegmentProgress } from '#storage/migration-items.ts';
import type { Attributes } from '#storage/item.ts';
import type { Key } from '#storage/keys.ts';
import { persist } from '#storage/persist.ts';
import { eraseMany } from '#storage/send-batches.ts';
import { readItem, readRange } from '#storage/send-reads.ts';
import { writeAlone } from '#storage/send-writes.ts';
import type { Session } from '#storage/session.ts';
import { changeIf, put } from '#storage/write.ts';
import type { Migration } from './migrations.ts';
import { startPace } from './pacer.ts';
import type { Pace } from './pacer.ts';

/** How a migration runs. */
export type MigrationOptions = {
  /** Capacity units a second, of reading and of writing, that it may use. */
  readonly rate: number;
  /** Counts what there is to change, and writes nothing. */
  readonly dryRun: boolean;
  /** Told after each page how many items were changed since it began. */
  progress?(changed: number): void;
};

/** The table is gone through in so many segments side by side. */
const segments = 8;

/** An item of 1 KB is a unit to write; larger ones are rare, and the table is on demand. */
const unitsOfWrite = 1;

/**
 * Brings all items of a type to the next version, beside everybody who reads and writes them, and gives their number. After
 * a crash it goes on where it was. It has come to its end when a whole pass has found nothing: then it is never run again.
 */
export async function migrate(session: Session, migration: Migration, options: MigrationOptions): Promise<number> {
  const { number, title } = migration;
  if ((await readItem(session, migrationKey(number))) !== undefined) return 0;
  const pace = startPace(session.timing, options.rate);
  let changed = 0;
  for (let found = Number.POSITIVE_INFINITY; found > 0;) {
    const known = options.dryRun ? [] : (await readRange(session, segmentsRange(number))).map(readSegment);
    const counts = await Promise.all(
      Array.from({ length: segments }, (_, segment) =>
        migrateSegment(session, migration, startOf(known, segment), {
          ...options,
          pace,
          count() {
            changed += 1;
            options.progress?.(changed);
          },
        }),
      ),
    );
    if (options.dryRun) return changed;
    // What was gone through before a crash is gone through once more.
    found = known.length + counts.reduce((sum, count) => sum + count, 0);
    const done = await readRange(session, segmentsRange(number));
    await eraseMany(
      session,
      done.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })),
    );
  }
  const finishedAt = new Date(session.timing.now()).toISOString();
  await writeAlone(session, put(session, migrationItem(session.stamp, number, { title, finishedAt })));
  return changed;
}

type Pass = MigrationOptions & { readonly pace: Pace; count(): void };

/** Where a segment goes on; undefined where it has been gone through. */
function startOf(known: readonly SegmentProgress[], segment: number): SegmentProgress | undefined {
  const found = known.find((one) => one.segment === segment);
  if (found === undefined) return { segment };
  return found.after === undefined ? undefined : found;
}

/** Goes through a segment to its end, and gives the number of items that were changed. */
async function migrateSegment(
  session: Session,
  migration: Migration,
  start: SegmentProgress | undefined,
  pass: Pass,
): Promise<number> {
  let changed = 0;
  for (let at = start; at !== undefined;) {
    const { items, units, next } = await readPage(session, migration, at);
    await pass.pace(units);
    for (const item of items) {
      if (pass.dryRun || (await migrateItem(session, migration, item, pass.pace))) {
        changed += 1;
        pass.count();
      }
    }
    if (!pass.dryRun) {
      const item = segmentItem(session.stamp, migration.number, next ?? { segment: at.segment });
      await writeAlone(session, put(session, item));
    }
    at = next;
  }
  return changed;
}

type Page = {
  readonly items: readonly Attributes[];
  readonly units: number;
  readonly next: SegmentProgress | undefined;
};

async function readPage(
  session: Session,
  { type, from }: Migration,
  { segment, after }: SegmentProgress,
): Promise<Page> {
  const command = new ScanCommand({
    TableName: session.tableName,
    ConsistentRead: true,
    Segment: segment,
    TotalSegments: segments,
    FilterExpression: '#type = :type AND #v = :from',
    ExpressionAttributeNames: { '#type': 'type', '#v': 'v' },
    ExpressionAttributeValues: { ':type': type, ':from': from },
    ReturnConsumedCapacity: 'TOTAL',
    ...(after && { ExclusiveStartKey: after }),
  });
  const page = await persist(session, ({ options }) => session.client.send(command, options));
  const { Items: items = [], LastEvaluatedKey: last, ConsumedCapacity } = page;
  return {
    items,
    units: ConsumedCapacity?.CapacityUnits ?? 1,
    next: last && { segment, after: keyOf(last) },
  };
}

/** Changes an item as it was read; of one that somebody else has changed meanwhile, what it is now. */
async function migrateItem(session: Session, migration: Migration, read: Attributes, pace: Pace): Promise<boolean> {
  const { type, from } = migration;
  let item: Attributes | undefined = read;
  while (item?.['type'] === type && item['v'] === from) {
    const { set, remove } = migration.change(item);
    // Who wrote it last is no more who wrote it: the activity log must not tell of it.
    const wanted = { set: { ...set, v: from + 1, by: session.stamp }, ...(remove && { remove }) };
    const { PK: _, SK: __, ...holds } = item;
    const outcome = await writeAlone(session, changeIf(session, keyOf(item), wanted, holds, 'stale' as const));
    await pace(unitsOfWrite);
    if (outcome === 'written') return true;
    item = await readItem(session, keyOf(item));
  }
  return false;
}

function keyOf({ PK, SK }: Attributes): Key {
  return { PK: String(PK), SK: String(SK) };
}

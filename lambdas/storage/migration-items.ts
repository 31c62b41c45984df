import * as z from 'zod/mini';
import { itemOf, stamped } from './item.ts';
import type { Attributes, Item, Stamp } from './item.ts';
import type { Key, KeyRange } from './keys.ts';

/** How far migrations have come: the fourth partition that belongs to no organization, for they go through the table. */
const partition = 'MIGRATIONS';

/** A migration that has come to its end. */
export type MigrationEnd = { readonly title: string; readonly finishedAt: string };

/** How far one segment of the table has been gone through; without `after` it has been to its end. */
export type SegmentProgress = { readonly segment: number; readonly after?: Key };

const end = itemOf('migration', { title: z.string(), finishedAt: z.string() });

const progress = itemOf('migrationSegment', {
  segment: z.number(),
  after: z.exactOptional(z.object({ PK: z.string(), SK: z.string() })),
});

/** Where it stands that a migration has come to its end. */
export function migrationKey(number: number): Key {
  return { PK: partition, SK: nameOf(number) };
}

/** The segments of a migration that is under way. */
export function segmentsRange(number: number): KeyRange {
  return { PK: partition, from: `${nameOf(number)}#`, to: `${nameOf(number)}$` };
}

/** A migration that has come to its end. */
export function migrationItem(stamp: Stamp, number: number, value: MigrationEnd): Item {
  return stamped(migrationKey(number), 'migration', stamp, { ...value });
}

/** What an item says of a migration's end. */
export function readMigration(item: Attributes): MigrationEnd {
  const { title, finishedAt } = end.parse(item);
  return { title, finishedAt };
}

/** How far a segment has been gone through. */
export function segmentItem(stamp: Stamp, number: number, value: SegmentProgress): Item {
  const key = { PK: partition, SK: `${nameOf(number)}#${String(value.segment).padStart(4, '0')}` };
  return stamped(key, 'migrationSegment', stamp, { ...value });
}

/** What an item says of a segment. */
export function readSegment(item: Attributes): SegmentProgress {
  const { segment, after } = progress.parse(item);
  return after === undefined ? { segment } : { segment, after };
}

function nameOf(number: number): string {
  return String(number).padStart(4, '0');
}

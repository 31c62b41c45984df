import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import { undoneKey, undonePartKey } from './undone-keys.ts';
import type { StreamRecord } from './table-record.ts';

/** A record of the stream that one consumer cannot work on: who, whose, where in the stream, and why. */
export type Undone = {
  readonly id: string;
  readonly consumer: string;
  readonly organization: string;
  readonly sequence: string;
  /** When it was set aside (ISO 8601). */
  readonly at: string;
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
};

/** The first item of what was set aside, as it is read: with the first part of the record. */
export type UndoneHead = Undone & { readonly parts: number; readonly record: Uint8Array };

/** For so long it can be looked at and worked on again. */
const kept = 14 * 24 * 60 * 60;

/** An item holds 400 KB. */
const partLimit = 350 * 1024;

const head = itemOf('undone', {
  SK: z.string(),
  consumer: z.string(),
  organization: z.string(),
  sequence: z.string(),
  at: z.string(),
  error: z.object({ name: z.string(), message: z.string(), stack: z.exactOptional(z.string()) }),
  parts: z.number(),
  record: z.instanceof(Uint8Array),
});

const part = itemOf('undonePart', { record: z.instanceof(Uint8Array) });

/** The same record of the same consumer has the same id, however often it is set aside. */
export function undoneId({ consumer, sequence }: Pick<Undone, 'consumer' | 'sequence'>): string {
  return `${sequence}.${consumer}`;
}

/** The items that hold a record whole, both its images included; the first one is what the others are found by. */
export function undoneItems(stamp: Stamp, { id, ...undone }: Undone, record: StreamRecord): readonly [Item, ...Item[]] {
  const expiresAt = Math.floor(Date.parse(undone.at) / 1000) + kept;
  const [first, ...others] = cut(gzipSync(JSON.stringify(record)));
  const parts = others.length + 1;
  return [
    stamped(undoneKey(id), 'undone', stamp, { ...undone, parts, record: first, expiresAt }),
    ...others.map((bytes, index) =>
      stamped(undonePartKey(id, index + 1), 'undonePart', stamp, { record: bytes, expiresAt }),
    ),
  ];
}

/** The first item of what was set aside. */
export function readUndoneHead(item: unknown): UndoneHead {
  const { type: _, v: __, SK: id, ...undone } = head.parse(item);
  return { id, ...undone };
}

/** The bytes that another item goes on with. */
export function readUndonePart(item: unknown): Uint8Array {
  return part.parse(item).record;
}

/** The record that all parts together hold. */
export function joinParts(parts: readonly Uint8Array[]): StreamRecord {
  return JSON.parse(gunzipSync(Buffer.concat(parts)).toString()) as StreamRecord;
}

function cut(bytes: Uint8Array): readonly [Uint8Array, ...Uint8Array[]] {
  const first = bytes.subarray(0, partLimit);
  const left = bytes.subarray(partLimit);
  return left.length === 0 ? [first] : [first, ...cut(left)];
}

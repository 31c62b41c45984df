import * as z from 'zod/mini';
import { changeOfSlice, journalKey, openGroupKey } from './change-keys.ts';
import { itemOf, schemaVersion, stamped } from './item.ts';
import type { Attributes, Item, Stamp } from './item.ts';
import type { Key } from './keys.ts';
import { uuidFromBytes, uuidToBytes } from './uuid.ts';

/** What a change of a group's members does to one user, as the user was when it was decided. */
export type JournalEntry = {
  readonly userId: string;
  readonly epoch: number;
  /** Whether the user was active, as far as that was looked at. */
  readonly active: boolean;
  /** Joins the group, or leaves it. */
  readonly joins: boolean;
};

/** A part of a change of a group's members, so small that one transaction applies it. */
export type Slice = { readonly key: Key; readonly changeId: string; readonly entries: readonly JournalEntry[] };

/** Each entry takes two actions of the transaction that applies it; and the slice stays below 1 KB, a write unit. */
const entriesPerSlice = 40;

const idLength = 16;
const entryLength = idLength + 4;

const slice = itemOf('slice', { PK: z.string(), SK: z.string(), entries: z.instanceof(Uint8Array) });

const openGroup = itemOf('openGroup', { groupId: z.string() });

/**
 * The slices of a change that is going to be committed. Those of one that never was go by their time to live, in seconds.
 * They bear no stamp: the change says who made it.
 */
export function sliceItems(
  organization: string,
  groupId: string,
  changeId: string,
  entries: readonly JournalEntry[],
  expiresAt: number,
): readonly Item[] {
  return Array.from({ length: Math.ceil(entries.length / entriesPerSlice) }, (_, place) => {
    const part = entries.slice(place * entriesPerSlice, (place + 1) * entriesPerSlice);
    const key = journalKey(organization, groupId, changeId, place);
    return { ...key, type: 'slice', v: schemaVersion, expiresAt, entries: entriesToBytes(part) };
  });
}

/** The slice that an item holds. */
export function readSlice(item: Attributes): Slice {
  const { PK, SK, entries } = slice.parse(item);
  const count = entries.length / entryLength;
  return {
    key: { PK, SK },
    changeId: changeOfSlice(SK),
    entries: Array.from({ length: count }, (_, place) => entryFromBytes(entries.subarray(place * entryLength))),
  };
}

/** The entries of a slice as they are stored. */
export function entriesToBytes(entries: readonly JournalEntry[]): Uint8Array {
  return new Uint8Array(Buffer.concat(entries.map(entryToBytes)));
}

/** Says that a change of a group's members is committed, until it is applied. */
export function openGroupItem(organization: string, stamp: Stamp, groupId: string, changeId: string): Item {
  return stamped(openGroupKey(organization, groupId, changeId), 'openGroup', stamp, { groupId });
}

/** The group of which that is said. */
export function readOpenGroup(item: unknown): string {
  return openGroup.parse(item).groupId;
}

/** The last four bytes are the epoch, and in the two lowest bits what the user was and is to be. */
function entryToBytes({ userId, epoch, active, joins }: JournalEntry): Uint8Array {
  const bytes = Buffer.alloc(entryLength);
  bytes.set(uuidToBytes(userId));
  bytes.writeUInt32BE(epoch * 4 + Number(active) * 2 + Number(joins), idLength);
  return bytes;
}

function entryFromBytes(part: Uint8Array): JournalEntry {
  const bytes = Buffer.from(part.buffer, part.byteOffset, entryLength);
  const last = bytes.readUInt32BE(idLength);
  return {
    userId: uuidFromBytes(bytes.subarray(0, idLength)),
    epoch: Math.floor(last / 4),
    active: last % 4 >= 2,
    joins: last % 2 === 1,
  };
}

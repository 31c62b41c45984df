import type { Key, KeyRange } from './keys.ts';

/** Records that were set aside: the third partition that belongs to no organization, for operators look for all of them. */
const partition = 'UNDONE';

/** A record of the stream that was set aside. */
export function undoneKey(id: string): Key {
  return { PK: partition, SK: id };
}

/** All that were set aside, in the order of the stream's shards, more or less. */
export const undoneRange: KeyRange = { PK: partition, from: '0', to: '~' };

/** What one item cannot hold of a record, in parts that are counted from 1. */
export function undonePartKey(id: string, part: number): Key {
  return { PK: `${partition}#${id}`, SK: String(part) };
}

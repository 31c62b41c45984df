import type { Side } from '#domain/directory.ts';
import type { KeyRange } from './keys.ts';

/** Less than every text that begins with a hexadecimal digit, other than the first one itself. */
const firstHex = '0';

/** Greater than every text that begins with a hexadecimal digit. */
export const afterHex = 'g';

/** Every sort key begins with a letter or digit of ASCII. */
export const wholePartition = { from: '0', to: '~' };

/** The sort keys from a bucket of ids on, up to another that is not included. */
export function bucketRange(bucket: number, end: number | undefined): Omit<KeyRange, 'PK'> {
  // No id is as short as a prefix, so the one at the end is not in the range itself.
  return { from: bucketPrefix(bucket), to: end === undefined ? afterHex : bucketPrefix(end) };
}

/** The sort keys on one side of an id, where `before` includes the id itself; all of them without an id. */
export function rangeBeside(id: string | undefined, side: Side): Omit<KeyRange, 'PK'> {
  if (id === undefined) return { from: firstHex, to: afterHex };
  // `$` follows `#`, with which the standing goes on.
  return side === 'after' ? { from: `${id}$`, to: afterHex } : { from: firstHex, to: id };
}

/** What the ids of a bucket begin with. */
export function bucketPrefix(bucket: number): string {
  return bucket.toString(16).padStart(3, '0');
}

/** What ids begin with. */
export const hexDigits = Array.from({ length: 16 }, (_, digit) => digit.toString(16));

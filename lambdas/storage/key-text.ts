import { createHash } from 'node:crypto';

/** `#` ends a value in a lookup, so that the lookups of `a` are not mixed with those of `a#b`. */
export function withoutSeparator(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('#', '%23');
}

const fitting = 800;

/**
 * A sort key holds 1,024 bytes. A longer text keeps its beginning, at most 800 bytes of whole characters, then `~` and
 * the SHA-256 of the whole in hexadecimal; such a key is longer than any text that is kept whole, so none is the same.
 */
export function fit(text: string): string {
  if (text.length * 3 <= fitting) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= fitting) return text;
  return `${cut(bytes, fitting)}~${createHash('sha256').update(bytes).digest('hex')}`;
}

/** As much of a text as is in the key of every text that begins with it. */
export function beginning(text: string): string {
  // Half a surrogate pair is no character, and becomes another one in UTF-8.
  const whole = text.isWellFormed() ? text : text.slice(0, text.search(/\p{Surrogate}/u));
  const bytes = Buffer.from(whole);
  // A character has four bytes at most, so that fewer than four of the bytes that fit can be missing.
  return bytes.length <= fitting - 3 ? whole : cut(bytes, fitting - 3);
}

/** At most so many bytes, which are fewer than there are, of whole characters. */
function cut(bytes: Buffer, most: number): string {
  let end = most;
  while (isContinuation(bytes.readUInt8(end))) end--;
  return bytes.toString('utf8', 0, end);
}

function isContinuation(byte: number): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000;
}

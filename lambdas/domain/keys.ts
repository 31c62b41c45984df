import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const prefix = 'scim-';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Digits that 32 bytes need in base 62, and a CRC-32. */
const secretLength = 43;
const checksumLength = 6;
const form = new RegExp(`^${prefix}[0-9A-Za-z]{${secretLength + checksumLength}}$`);

/** The number of random bytes in a key (T2). */
export const keyBytes = 32;

/** Makes a SCIM key of `keyBytes` random bytes: `scim-`, the bytes in base 62, a checksum (T2). */
export function mintKey(random: Uint8Array): string {
  if (random.length !== keyBytes) throw new Error(`A key is made of ${keyBytes} bytes, not ${random.length}.`);
  const secret = prefix + base62(BigInt(`0x${Buffer.from(random).toString('hex')}`), secretLength);
  return secret + checksum(secret);
}

/** True for what could be a key by its form and checksum: anything else is refused without a read of the table. */
export function isWellFormedKey(key: string): boolean {
  if (!form.test(key)) return false;
  const end = key.length - checksumLength;
  return checksum(key.slice(0, end)) === key.slice(end);
}

/** What is stored in place of the key (T2): SHA-256 in hexadecimal; 256 random bits need no salt and no stretching. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function checksum(secret: string): string {
  return base62(BigInt(crc32(secret)), checksumLength);
}

function base62(value: bigint, length: number): string {
  let digits = '';
  for (let rest = value; digits.length < length; rest /= 62n) digits = alphabet.charAt(Number(rest % 62n)) + digits;
  return digits;
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRecord } from '#domain/key.ts';

/** What of a SCIM key never changes, and is proven: which key it is of, whose it is, and what it may do. */
export type Provable = Pick<KeyRecord, 'hash' | 'id' | 'organizationId' | 'scope'>;

/**
 * What stands in the table beside a SCIM key's hash: HMAC-SHA-256 by a pepper that the table does not hold. Nobody who
 * can merely write the table can make a key, or turn one into that of another organization (T1, T2).
 */
export function proofOf(pepper: string, { hash, id, organizationId, scope }: Provable): string {
  return createHmac('sha256', pepper)
    .update(JSON.stringify(['scimKey', hash, id, organizationId, scope]))
    .digest('hex');
}

/** True where the proof was made of this key by this pepper. */
export function isProofOf(pepper: string, key: Provable, proof: string): boolean {
  const [wanted, given] = [Buffer.from(proofOf(pepper, key)), Buffer.from(proof)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

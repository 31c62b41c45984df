import type { KeyRecord } from '#domain/key.ts';
import { scimKeyKey } from './keys.ts';
import { proveKey } from './organization-commands.ts';
import { readProof, readScimKey } from './organization-items.ts';
import type { Pepper } from './pepper.ts';
import { readItem } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';

/**
 * What is wrong with the keys that the table holds. `unproven`: no pepper has proven this one, so that it is none of
 * ours. `notRenewed`: it is proven by the pepper before, and that could not be written anew this time. `noPepper`: none
 * can be known.
 */
export type KeyTrouble =
  | { readonly kind: 'unproven'; readonly keyId: string; readonly organizationId: string }
  | { readonly kind: 'notRenewed'; readonly keyId: string; readonly organizationId: string; readonly error: unknown }
  | { readonly kind: 'noPepper'; readonly error: unknown };

/** What a key is looked up with. */
export type KeyLookup = {
  readonly session: Session;
  /** For what no request should wait long for. */
  readonly aside: Session;
  readonly pepper: Pepper;
  report(trouble: KeyTrouble): void;
};

/**
 * The key of a hash, where a pepper has proven it. After a rotation of the pepper its first use proves it by the present
 * one: one conditional write, which may be lost, repeated, or done by several at once.
 */
export async function readProvenKey(hash: string, lookup: KeyLookup): Promise<KeyRecord | undefined> {
  const { session, pepper, report } = lookup;
  const [item] = await Promise.all([readItem(session, scimKeyKey(hash)), pepper.ready()]);
  if (item === undefined) return undefined;
  // The hash that was asked for: an item may say that it is another's.
  const key = { ...readScimKey(item), hash };
  const proof = readProof(item);
  const by = await pepper.check(key, proof);
  if (by === undefined || proof === undefined) {
    report({ kind: 'unproven', ...placeOf(key) });
    return undefined;
  }
  if (by === 'previous') await renew(key, proof, lookup);
  return key;
}

/** No request is refused for the want of it: the proof by the pepper before counts as well. */
async function renew(key: KeyRecord, proof: string, { aside, pepper, report }: KeyLookup): Promise<void> {
  try {
    const prove = await pepper.prover();
    await writeAlone(aside, proveKey(aside, key.hash, proof, prove(key)));
  } catch (error) {
    report({ kind: 'notRenewed', ...placeOf(key), error });
  }
}

function placeOf({ id, organizationId }: KeyRecord): { readonly keyId: string; readonly organizationId: string } {
  return { keyId: id, organizationId };
}

import { endOfKey } from '#domain/key.ts';
import type { KeyRecord } from '#domain/key.ts';
import type { Attributes } from './item.ts';
import { isProofOf, proofOf } from './key-proof.ts';
import { organizationsAfter, scimKeyEntryRange, scimKeyKey } from './keys.ts';
import { proveKey } from './organization-commands.ts';
import { readOrganizationName, readProof, readScimKey } from './organization-items.ts';
import { readItems, readRange } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';

/** By what the keys are proven that still count: a pepper, none that is known, or nothing at all. */
export type ProofCounts = Record<ProofState, number>;
type ProofState = 'current' | 'previous' | 'other' | 'none';

/** The peppers by which keys are proven. */
export type Peppers = { readonly current: string; readonly previous?: string | undefined };

/**
 * Counts the keys of all organizations by what proves them, and proves those anew by the present pepper whose state is
 * among `renewed`. The counts are of before. May be interrupted and repeated, beside requests that do the same.
 */
export async function countProofs(
  open: (organization: string) => Session,
  peppers: Peppers,
  { now, renewed = [] }: { readonly now: number; readonly renewed?: readonly ProofState[] },
): Promise<ProofCounts> {
  const counts: ProofCounts = { current: 0, previous: 0, other: 0, none: 0 };
  for (const item of await readRange(open(''), organizationsAfter())) {
    const session = open(readOrganizationName(item).id);
    for (const found of await liveKeys(session, now)) {
      const key = readScimKey(found);
      const proof = readProof(found);
      const state = stateOf(peppers, key, proof);
      counts[state] += 1;
      if (!renewed.includes(state)) continue;
      await writeAlone(session, proveKey(session, key.hash, proof, proofOf(peppers.current, key)));
    }
  }
  return counts;
}

/** The keys of an organization by their hashes, those among them that another one has taken the place of. */
async function liveKeys(session: Session, now: number): Promise<readonly Attributes[]> {
  const entries = (await readRange(session, scimKeyEntryRange(session.organization))).map(readScimKey);
  const hashes = entries.flatMap(({ hash, replaced = [] }) => [hash, ...replaced.map((one) => one.hash)]);
  const items = await readItems(session, hashes.map(scimKeyKey));
  return items.filter((item) => now < endOfKey(readScimKey(item)));
}

function stateOf({ current, previous }: Peppers, key: KeyRecord, proof: string | undefined): ProofState {
  if (proof === undefined) return 'none';
  if (isProofOf(current, key, proof)) return 'current';
  return previous !== undefined && isProofOf(previous, key, proof) ? 'previous' : 'other';
}

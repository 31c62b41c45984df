import type { Context } from './context.ts';
import type { Outcome } from './directory.ts';
import type { Ownership } from './organization.ts';
import { replaceOwner } from './ownership.ts';
import { revised } from './standing.ts';
import type { User } from './user.ts';

/** How a transfer ended, and the new owner as written. */
export type Handover = { readonly outcome: Extract<Outcome, 'written' | 'nameTaken'>; readonly after: User };

/**
 * Moves the ownership from the one who has it by `ownership` to `before`, who becomes `wanted` beside it, in one
 * transaction (O1, O3). `stale`: somebody moved first; read again. Whether it may be moved is the caller's to decide.
 */
export async function handOver(
  context: Context,
  transfer: { readonly before: User; readonly wanted: User; readonly ownership: Ownership },
  by: 'scim' | 'console',
): Promise<Handover | 'stale'> {
  const { directory } = context;
  const { before, wanted, ownership } = transfer;
  const previous = (await directory.standings([ownership.userId])).get(ownership.userId);
  // Read after the owner item: where there is none, the ownership has moved on and that user is gone.
  if (previous === undefined) return 'stale';
  const moment = context.now();
  const replacement = replaceOwner(ownership, previous, wanted.standing, moment, by);
  const standing = revised(before.standing, replacement.candidate, moment.toISOString());
  const after = { profile: wanted.profile, standing };
  const whole = by === 'scim';
  const outcome = await directory.changeUser({ before, after, whole, transfer: replacement.transfer });
  if (outcome === 'stale' || outcome === 'ownerMoved') return 'stale';
  return { outcome, after };
}

import { consoleRefusals } from './console-refusals.ts';
import type { Console, OwnerView } from './console.ts';
import { handOver } from './handover.ts';
import type { Ownership } from './organization.ts';
import { refusals } from './refusals.ts';
import { settle } from './settle.ts';
import type { User } from './user.ts';

/** Who owns the organization (O1), and whether a deactivation of that user waits for a transfer (O2). */
export async function readOwner(console: Console): Promise<OwnerView> {
  return settle(async () => {
    const { userId } = await console.directory.owner();
    const user = await console.directory.user(userId);
    // Whoever handed over between the two readings is no longer the owner, and may be gone.
    return user?.standing.owner === true ? ownerView(user) : 'stale';
  });
}

/**
 * Makes an active user the owner, whatever the settings and the cooldown say of SCIM (O3, O4). The previous one becomes
 * an `Admin`, or inactive where that was refused before (O2), in the same transaction. Who is the owner already stays
 * it. Throws 409 where somebody else became the owner meanwhile.
 */
export async function transferOwnership(console: Console, { userId }: { readonly userId: string }): Promise<OwnerView> {
  let firstSeen: Ownership | undefined;
  return settle(async () => {
    const [ownership, before] = await Promise.all([console.directory.owner(), console.directory.user(userId)]);
    if (before === undefined) throw consoleRefusals.memberNotFound(userId);
    firstSeen ??= ownership;
    if (ownership.userId === userId) return before.standing.owner ? ownerView(before) : 'stale';
    if (ownership.version !== firstSeen.version) throw consoleRefusals.ownershipMoved(await nameOf(console, ownership));
    if (!before.standing.active) throw refusals.ownerMustBeActive(console.product);
    const handover = await handOver(console, { before, wanted: before, ownership }, 'console');
    // Nobody's name changes, so that none can be taken.
    return handover === 'stale' ? handover : ownerView(handover.after);
  });
}

function ownerView({ profile, standing }: User): OwnerView {
  const { deactivationRefusedAt } = standing;
  return {
    userId: profile.id,
    userName: String(profile.attributes['userName']),
    ...(deactivationRefusedAt !== undefined && { deactivationRefusedAt }),
  };
}

async function nameOf(console: Console, { userId }: Ownership): Promise<string> {
  const user = await console.directory.user(userId);
  return String(user?.profile.attributes['userName'] ?? userId);
}

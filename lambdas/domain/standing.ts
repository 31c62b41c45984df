import type { Standing, StoredRole, TakenAccess } from './user.ts';

/** How long the Console can give back what a deactivation took, in milliseconds (U4). */
const restoreTime = 30 * 24 * 60 * 60 * 1000;

const none: ReadonlySet<string> = new Set();

/** The standing of a user who is new. */
export function newStanding(userId: string, active: boolean, role: StoredRole, at: string): Standing {
  return {
    userId,
    active,
    epoch: 0,
    role,
    owner: false,
    formerOwner: false,
    groups: none,
    waiting: none,
    changedAt: at,
    modifiedAt: at,
    revision: 1,
  };
}

/**
 * Inactive from now on: memberships and role are taken, and kept so that the Console can give them back (U4). Where
 * there is nothing to take, what was taken before stays: directories deactivate twice before anybody restores.
 */
export function deactivated(standing: Standing, at: string): Standing {
  if (!standing.active) return standing;
  const { deactivationRefusedAt: _, ...rest } = standing;
  const { role, groups } = standing;
  const epoch = standing.epoch + 1;
  const kept = role === 'Member' && groups.size === 0 ? standing.taken : undefined;
  return {
    ...rest,
    active: false,
    epoch,
    role: 'Member',
    groups: none,
    waiting: none,
    taken: kept ?? { at, epoch, role, groups },
  };
}

/**
 * What was taken, once a membership is known of that was given or ended before the deactivation that followed its epoch, and
 * was not on the standing by then (U4); undefined where that changes nothing. Only in one case it can be less than it would
 * have been: where that deactivation would have found nothing to take, what an earlier one took is no longer known.
 */
export function takenAfterAll(
  { taken, epoch: last, changedAt }: Standing,
  groupId: string,
  { epoch, joins }: { readonly epoch: number; readonly joins: boolean },
): TakenAccess | undefined {
  const next = epoch + 1;
  const group = new Set([groupId]);
  if (taken?.epoch === next) {
    if (taken.groups.has(groupId) === joins) return undefined;
    return { ...taken, groups: joins ? taken.groups.union(group) : taken.groups.difference(group) };
  }
  // What a later deactivation took has taken the place of it. Where nothing is known it was the last one, or was given back.
  const tookNothing = taken === undefined ? last === next : taken.epoch < next;
  return joins && tookNothing ? { at: changedAt, epoch: next, role: 'Member', groups: group } : undefined;
}

/** Active again, with the memberships that were pushed meanwhile (U4, G7). */
export function reactivated(standing: Standing): Standing {
  if (standing.active) return standing;
  return { ...standing, active: true, groups: standing.waiting, waiting: none };
}

/** Until when what was taken can be given back. */
export function restorableUntil({ at }: TakenAccess): Date {
  return new Date(Date.parse(at) + restoreTime);
}

/**
 * What was taken is given back as far as `groups` go: with them the role, which is never lowered, and never one that
 * was not taken. `rest` is what is left to be given.
 */
export function restored(
  standing: Standing,
  taken: TakenAccess,
  groups: readonly string[],
  rest: ReadonlySet<string>,
): Standing {
  const { taken: _, ...kept } = standing;
  return {
    ...kept,
    role: taken.role === 'Admin' ? 'Admin' : standing.role,
    groups: standing.groups.union(new Set(groups)),
    ...(rest.size > 0 && { taken: { ...taken, role: 'Member' as const, groups: rest } }),
  };
}

/** The owner, whose deactivation SCIM asked for and was refused (O2). */
export function deactivationRefused(standing: Standing, at: string): Standing {
  return standing.deactivationRefusedAt === undefined ? { ...standing, deactivationRefusedAt: at } : standing;
}

/** The owner, of whom SCIM says that the account is active: a refused deactivation is forgotten (O2). */
export function deactivationForgotten(standing: Standing): Standing {
  if (standing.deactivationRefusedAt === undefined) return standing;
  const { deactivationRefusedAt: _, ...rest } = standing;
  return rest;
}

/** The new owner, who stores `Admin` beside the flag (O3). */
export function crowned(standing: Standing): Standing {
  return { ...standing, owner: true, formerOwner: false, role: 'Admin' };
}

/** The previous owner: an `Admin`, or inactive where SCIM had asked for it (O2, O3). */
export function succeeded(standing: Standing, at: string): Standing {
  const admin: Standing = { ...standing, owner: false, formerOwner: true, role: 'Admin' };
  return admin.deactivationRefusedAt === undefined ? admin : deactivated(admin, at);
}

/** The next revision of a changed standing; the standing as it was read where nothing changed. */
export function revised(before: Standing, after: Standing, at: string): Standing {
  return after === before ? before : { ...after, revision: before.revision + 1, changedAt: at, modifiedAt: at };
}

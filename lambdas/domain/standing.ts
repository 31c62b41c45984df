import type { Standing, StoredRole } from './user.ts';

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

/** Inactive from now on: memberships and role are taken, and kept so that the Console can give them back (U4). */
export function deactivated(standing: Standing, at: string): Standing {
  if (!standing.active) return standing;
  const { deactivationRefusedAt: _, ...rest } = standing;
  return {
    ...rest,
    active: false,
    epoch: standing.epoch + 1,
    role: 'Member',
    groups: none,
    waiting: none,
    taken: { at, role: standing.role, groups: standing.groups },
  };
}

/** Active again, with the memberships that were pushed meanwhile (U4, G7). */
export function reactivated(standing: Standing): Standing {
  if (standing.active) return standing;
  return { ...standing, active: true, groups: standing.waiting, waiting: none };
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

import { consoleRefusals } from './console-refusals.ts';
import type { Console, GroupReference, RestoreView } from './console.ts';
import { readGroupsOf } from './known-groups.ts';
import { groupsOfUserLimit, restoreSliceLimit } from './limits.ts';
import { memberView } from './member-view.ts';
import { settle } from './settle.ts';
import { restorableUntil, restored, revised } from './standing.ts';
import type { Structure } from './structure.ts';
import { writeUser } from './user-writing.ts';
import type { User } from './user.ts';

/** What one transaction gave back, and how many groups are left. */
type Slice = {
  readonly user: User;
  readonly structure: Structure;
  readonly groups: readonly GroupReference[];
  readonly role: boolean;
  readonly left: number;
};

/**
 * Gives an active member back what the last deactivation took, role and groups, within 30 days (U4): as many groups
 * at once as a transaction holds. Each leaves the rest to be asked for again, so that nothing is lost where the time
 * is up, and nothing given twice. Throws 409 where there is nothing to give back, and 503 where some of it is left.
 */
export async function restoreMember(console: Console, id: string): Promise<RestoreView> {
  await settleMemberChanges(console, id);
  const restoredGroups: GroupReference[] = [];
  let role = false;
  for (;;) {
    const slice = await settle(() => restoreSlice(console, id));
    restoredGroups.push(...slice.groups);
    role ||= slice.role;
    if (slice.left === 0) {
      if (restoredGroups.length === 0 && !role) throw consoleRefusals.nothingToRestore();
      return { member: await memberView(console, slice.user, slice.structure), restoredGroups };
    }
    if (console.now().getTime() >= console.answerBy) throw consoleRefusals.restoreGoesOn(slice.left);
  }
}

/**
 * What was committed of the member's groups before the deactivation may not have been applied then: until it is, the groups
 * that were taken are not those that the member had.
 */
async function settleMemberChanges({ directory, answerBy }: Console, id: string): Promise<void> {
  for (const change of await directory.memberChangesNaming(id)) {
    const { status } = await directory.continueChange(change, answerBy);
    if (status === 'running') throw consoleRefusals.restoreWaits();
  }
}

async function restoreSlice(console: Console, id: string): Promise<Slice | 'stale'> {
  const [user, structure] = await Promise.all([console.directory.user(id), console.directory.structure()]);
  if (user === undefined) throw consoleRefusals.memberNotFound(id);
  const { standing } = user;
  if (!standing.active) throw consoleRefusals.restoreOfInactive();
  const { taken } = standing;
  if (taken === undefined) return { user, structure, groups: [], role: false, left: 0 };
  const now = console.now();
  if (now > restorableUntil(taken)) throw consoleRefusals.restoreTooLate(restorableUntil(taken));
  const missing = [...taken.groups.difference(standing.groups)].toSorted();
  const wanted = missing.slice(0, restoreSliceLimit);
  const groups = (await readGroupsOf(console, structure, wanted)).named(wanted);
  if (standing.groups.size + groups.length > groupsOfUserLimit) {
    throw consoleRefusals.restoreOfTooManyGroups(groupsOfUserLimit);
  }
  const rest = new Set(missing.slice(restoreSliceLimit));
  const ids = groups.map((group) => group.id);
  const given = restored(standing, taken, ids, rest);
  const slice = { structure, groups, role: given.role !== standing.role, left: rest.size };
  // What is refused in the end must not have written anything.
  if (groups.length === 0 && !slice.role && slice.left === 0) return { ...slice, user };
  const after = { profile: user.profile, standing: revised(standing, given, now.toISOString()) };
  const written = await writeUser(console, user, after, false);
  return written === 'stale' ? written : { ...slice, user: written };
}

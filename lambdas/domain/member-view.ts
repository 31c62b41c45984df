import { nonEmptyText, isObject } from '#scim/json.ts';
import { effectiveAccess } from './console-access.ts';
import type { MemberReference, MemberSummary, MemberView } from './console.ts';
import type { Context } from './context.ts';
import type { KnownGroups } from './known-groups.ts';
import { readGroupsOf } from './known-groups.ts';
import { shownRole } from './org-role.ts';
import { restorableUntil } from './standing.ts';
import type { Structure } from './structure.ts';
import { modifiedAt } from './user.ts';
import type { Standing, User } from './user.ts';

/** A member by id and userName. */
export function memberReference({ profile, standing }: User): MemberReference {
  return { id: profile.id, userName: String(profile.attributes['userName']), active: standing.active };
}

/** A member in a list; `ownerId` is given where several are read at once (O1). */
export function memberSummary(user: User, ownerId?: string): MemberSummary {
  const { profile, standing } = user;
  const name = profile.attributes['name'];
  const part = (key: string): string | undefined => (isObject(name) ? nonEmptyText(name[key]) : undefined);
  const [givenName, familyName] = [part('givenName'), part('familyName')];
  return {
    ...memberReference(user),
    ...(givenName !== undefined && { givenName }),
    ...(familyName !== undefined && { familyName }),
    orgRole: shownRole(standing, ownerId),
    createdAt: profile.createdAt,
    modifiedAt: modifiedAt(user),
  };
}

/** A member with all that the Console shows of one; reads the ordinary groups that have to do with the member. */
export async function memberView(context: Context, user: User, structure: Structure): Promise<MemberView> {
  const { standing, profile } = user;
  const { groups, waiting, taken } = standing;
  const known = await readGroupsOf(context, structure, [...groups, ...waiting, ...(taken?.groups ?? [])]);
  const externalId = nonEmptyText(profile.attributes['externalId']);
  const shownTaken = takenView(standing, known, context.now());
  return {
    ...memberSummary(user),
    ...(externalId !== undefined && { externalId }),
    groups: known.named(groups),
    waitingGroups: known.named(waiting),
    access: effectiveAccess(structure, known.rolesOf(groups)),
    ...(shownTaken !== undefined && { taken: shownTaken }),
    ...(standing.deactivationRefusedAt !== undefined && { deactivationRefusedAt: standing.deactivationRefusedAt }),
  };
}

/**
 * What can still be given back: nothing after its time, nor where whatever was taken no longer exists or came back by
 * other ways.
 */
function takenView(standing: Standing, known: KnownGroups, now: Date): MemberView['taken'] {
  const { taken } = standing;
  if (taken === undefined || now > restorableUntil(taken)) return undefined;
  const groups = known.named(taken.groups);
  const missing = groups.filter(({ id }) => !standing.groups.has(id));
  if (missing.length === 0 && (taken.role === 'Member' || standing.role === 'Admin')) return undefined;
  return { at: taken.at, orgRole: taken.role, groups, restorableUntil: restorableUntil(taken).toISOString() };
}

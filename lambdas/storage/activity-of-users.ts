import * as z from 'zod/mini';
import type { ActivityAction } from '#domain/activity-actions.ts';
import type { Standing } from '#domain/user.ts';
import { isObject, type JsonObject } from '#scim/json.ts';
import type { ActivityPart, ReadParts } from './activity-part.ts';
import { differences, missingIn } from './activity-part.ts';
import type { Attributes } from './item.ts';
import { isTombstone, readProfile, readStanding, readTombstone } from './user-items.ts';

const sweptItem = z.object({ swept: z.literal(true) });
const appliedItem = z.object({ applied: z.literal(true) });

/** What a write of a profile tells: somebody new, or the names of the attributes that changed. */
export const profileParts: ReadParts = ({ before, after }) => {
  if (after === undefined) return [];
  const { id, attributes } = readProfile(after);
  const target = { type: 'user', id, name: String(attributes['userName']) } as const;
  if (before === undefined) return [{ target, actions: ['user.created'], main: true }];
  const changed = differences(named(readProfile(before).attributes), named(attributes));
  return changed.length === 0 ? [] : [{ target, actions: ['user.updated'], changed, main: true }];
};

/** What a write of a standing tells: of the user, and of the groups that the user came into or left. */
export const standingParts: ReadParts = ({ before, after }) => {
  if (before === undefined || after === undefined || isTombstone(before)) return [];
  const old = readStanding(before);
  if (isTombstone(after)) {
    const { userId, name } = readTombstone(after);
    return userParts(userId, ['user.deleted'], { left: [...groupsOf(old)] }, name);
  }
  const now = readStanding(after);
  const groups = {
    joined: missingIn(groupsOf(now), groupsOf(old)),
    left: missingIn(groupsOf(old), groupsOf(now)),
  };
  const actions = actionsOf(old, now, groups);
  if (actions.length > 0) return userParts(now.userId, actions, groups);
  const parts = groupParts(now.userId, groups, !isSwept(after));
  // Of many members that were changed at once the groups have learned when it was committed.
  return isApplied(after) ? parts.filter(({ target }) => target.type === 'user') : parts;
};

type Groups = { readonly joined?: readonly string[]; readonly left?: readonly string[] };

/** The user was changed, and with that the groups. */
function userParts(
  userId: string,
  actions: readonly ActivityAction[],
  groups: Groups,
  name?: string,
): readonly ActivityPart[] {
  const target = { type: 'user' as const, id: userId, ...(name !== undefined && { name }) };
  return [{ target, actions, ...groups, main: true }, ...ofGroups(userId, groups, false)];
}

/** Groups were changed, and with them what the user is in; `main` unless they were deleted. */
function groupParts(userId: string, groups: Groups, main: boolean): readonly ActivityPart[] {
  const { joined = [], left = [] } = groups;
  const actions: ActivityAction[] = [
    ...(joined.length > 0 ? (['user.joined'] as const) : []),
    ...(left.length > 0 ? (['user.left'] as const) : []),
  ];
  if (actions.length === 0) return [];
  return [
    { target: { type: 'user', id: userId }, actions, joined, left, main: false },
    ...ofGroups(userId, groups, main),
  ];
}

function isApplied({ by }: Attributes): boolean {
  return appliedItem.safeParse(by).success;
}

function isSwept({ by }: Attributes): boolean {
  return sweptItem.safeParse(by).success;
}

/** What the groups have of it: their members were changed, or else somebody came or went by a change of that user. */
function ofGroups(userId: string, { joined = [], left = [] }: Groups, main: boolean): readonly ActivityPart[] {
  const part = (id: string, action: ActivityAction) => ({
    target: { type: 'group' as const, id },
    actions: [main ? 'group.members' : action],
    main,
  });
  return [
    ...joined.map((id) => ({ ...part(id, 'user.joined'), joined: [userId] })),
    ...left.map((id) => ({ ...part(id, 'user.left'), left: [userId] })),
  ];
}

function actionsOf(old: Standing, now: Standing, { joined, left }: Required<Groups>): readonly ActivityAction[] {
  if (old.active && !now.active) return ['user.deactivated'];
  const actions: ActivityAction[] = [];
  if (!old.active && now.active) actions.push('user.reactivated');
  const gained = joined.length > 0 || old.role !== now.role;
  if (old.taken !== undefined && old.active && gained && left.length === 0 && isTakenLess(old, now)) {
    actions.push('user.restored');
  } else if (!old.owner && now.owner) actions.push('owner.replaced');
  else if (old.role !== now.role || old.owner !== now.owner) actions.push('user.role');
  return actions;
}

/** What a deactivation took is given back group by group. */
function isTakenLess(old: Standing, now: Standing): boolean {
  return JSON.stringify(takenOf(old)) !== JSON.stringify(takenOf(now));
}

function takenOf({ taken }: Standing): readonly unknown[] {
  return taken === undefined ? [] : [taken.at, taken.role, [...taken.groups].toSorted()];
}

function groupsOf({ groups, waiting }: Standing): ReadonlySet<string> {
  return new Set([...groups, ...waiting]);
}

/** The attributes by their names, those of extensions with the URN in front. */
function named(attributes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      name.startsWith('urn:') && isObject(value)
        ? Object.entries(value).map(([sub, inner]) => [`${name}:${sub}`, inner] as const)
        : [[name, value] as const],
    ),
  );
}

import type { Activity } from './activity.ts';
import { isKeyId } from './console-activity.ts';
import type { GroupSummary, GroupView } from './console.ts';
import type { Context } from './context.ts';
import { displayName } from './group-resource.ts';
import type { Group } from './group.ts';
import type { Structure } from './structure.ts';

/** Entries of the activity log that are looked through for the last push. */
export const pushesLookedAt = 25;

/** A group that exists, in a list. */
export function groupSummary(context: Context, structure: Structure, group: Group): GroupSummary {
  const { id, place, externalId, createdAt, modifiedAt } = group;
  return {
    id,
    displayName: displayName(context, structure, group) ?? '',
    kind: place.kind,
    ...placeView(structure, place),
    ...(externalId !== undefined && { externalId }),
    createdAt,
    modifiedAt,
  };
}

function placeView(
  { roles, teams }: Structure,
  place: Group['place'],
): Pick<GroupSummary, 'projectId' | 'teamId' | 'role'> {
  switch (place.kind) {
    case 'project': {
      const role = roles.find(({ id }) => id === place.roleId)?.name;
      return { projectId: place.projectId, ...(role !== undefined && { role }) };
    }
    case 'team': {
      const projectId = teams.find(({ id }) => id === place.teamId)?.projectId;
      return { ...(projectId !== undefined && { projectId }), teamId: place.teamId, role: place.role };
    }
    default:
      return {};
  }
}

/** What the newest request of a key on the group came to, of entries newest first (G7). */
export function lastPush(activities: readonly Activity[]): GroupView['lastPush'] {
  const push = activities.find(({ actor }) => isKeyId(actor));
  if (push === undefined) return undefined;
  const { at, actor, requestId, outcome, skipped } = push;
  return { at, keyId: actor, requestId, outcome, ...(skipped !== undefined && { skipped }) };
}

import type { Activity } from './activity.ts';
import type { GroupSummary, GroupView } from './console.ts';
import { type Displayed, lastChange } from './group-resource.ts';
import type { Group, GroupPlace } from './group.ts';
import type { Structure } from './structure.ts';
import { isUuid } from './uuid.ts';

/** Entries of the activity log that are looked through for the last push. */
export const pushesLookedAt = 25;

/** A group in a list, with what generates it. */
export function groupSummary(structure: Structure, group: Group, displayed: Displayed): GroupSummary {
  const { id, place, externalId, createdAt } = group;
  return {
    id,
    displayName: displayed.name,
    kind: place.kind,
    ...placeView(structure, place),
    ...(externalId !== undefined && { externalId }),
    createdAt,
    modifiedAt: lastChange(group, displayed),
  };
}

function placeView(
  { roles, teams }: Structure,
  place: GroupPlace,
): Pick<GroupSummary, 'projectId' | 'teamId' | 'role'> {
  switch (place.kind) {
    case 'project': {
      const [role] = roles.filter(({ id }) => id === place.roleId).map(({ name }) => ({ role: name }));
      return { projectId: place.projectId, ...role };
    }
    case 'team': {
      const [project] = teams.filter(({ id }) => id === place.teamId).map(({ projectId }) => ({ projectId }));
      return { ...project, teamId: place.teamId, role: place.role };
    }
    default:
      return {};
  }
}

/**
 * What the newest request of a key on the group came to, of entries newest first (G7). Users who came or went by a
 * change of their own are none; of a refusal the log has no actions.
 */
export function lastPush(activities: readonly Activity[]): GroupView['lastPush'] {
  const push = activities.find(({ actor, actions }) => isUuid(actor) && isOnGroup(actions));
  if (push === undefined) return undefined;
  const { at, actor, requestId, outcome, skipped } = push;
  return { at, keyId: actor, requestId, outcome, ...(skipped !== undefined && { skipped }) };
}

function isOnGroup(actions: readonly string[]): boolean {
  return actions.length === 0 || actions.some((action) => action.startsWith('group.'));
}

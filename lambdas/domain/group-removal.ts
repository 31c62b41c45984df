import type { Precondition } from '#scim/version.ts';
import type { Context } from './context.ts';
import type { NamedGroup } from './directory.ts';
import { generatedGroups } from './group-names.ts';
import { readGroup } from './group-reading.ts';
import { groupVersion } from './group-resource.ts';
import type { TeamRole } from './group.ts';
import { refusals } from './refusals.ts';
import { settle } from './settle.ts';
import type { Structure } from './structure.ts';

/** Deletes a group where SCIM may: a team's, and an ordinary one (G5, G10). Throws 403 for a project's. */
export async function removeGroup(context: Context, id: string, precondition: Precondition): Promise<void> {
  await settle(async () => {
    const { directory, product } = context;
    const { group, structure, ...displayed } = await readGroup(context, id);
    precondition.check(groupVersion(group, displayed));
    switch (group.place.kind) {
      case 'project':
        throw refusals.projectDeletion(product);
      case 'ordinary':
        return directory.removeOrdinaryGroup(group);
      default:
        return removeTeamGroup(
          context,
          structure,
          { group, name: displayed.name },
          group.place.teamId,
          group.place.role,
        );
    }
  });
}

/** The group goes with its members, and the team with it once its other group is empty or gone (G5). */
async function removeTeamGroup(
  context: Context,
  structure: Structure,
  named: NamedGroup,
  teamId: string,
  role: TeamRole,
): Promise<'written' | 'stale'> {
  const { directory } = context;
  const team = structure.teams.find((candidate) => candidate.id === teamId);
  if (team === undefined) return 'stale';
  const [sibling, transit] = await Promise.all([
    readSibling(context, structure, named.group.id, teamId),
    directory.usersInTransit(),
  ]);
  // The sibling goes only at the version that was read before its members: a push into it meanwhile wins.
  if (sibling === undefined || (await directory.membersAfter(sibling.group, undefined, 1, transit)).length === 0) {
    const groups = sibling === undefined ? [named] : [named, sibling];
    return directory.removeTeamGroups(structure, { teamId, team: undefined, groups });
  }
  const { [role]: _, ...groups } = team.groups;
  return directory.removeTeamGroups(structure, { teamId, team: { ...team, groups }, groups: [named] });
}

/** The team's other group, where it exists. */
async function readSibling(
  context: Context,
  structure: Structure,
  id: string,
  teamId: string,
): Promise<NamedGroup | undefined> {
  const sibling = [...generatedGroups(structure, context.product).byId.values()].find(
    (other) => other.place.kind === 'team' && other.place.teamId === teamId && other.id !== id,
  );
  const group = sibling && (await context.directory.group(sibling.id));
  return group && { group, name: sibling.name };
}

import type { Context, Precondition } from './context.ts';
import type { NamedGroup } from './directory.ts';
import { generatedGroups } from './group-names.ts';
import { displayName, groupVersion } from './group-resource.ts';
import type { Group, TeamRole } from './group.ts';
import { teamRoles } from './group.ts';
import { refusals } from './refusals.ts';
import { settle } from './settle.ts';
import type { Structure, Team } from './structure.ts';

/** Deletes a group where SCIM may: a team's, and an ordinary one (G5, G10). Throws 403 for a project's. */
export async function removeGroup(context: Context, id: string, precondition: Precondition): Promise<void> {
  await settle(async () => {
    const { directory, product } = context;
    const [group, structure] = await Promise.all([directory.group(id), directory.structure()]);
    const name = group === undefined ? undefined : displayName(context, structure, group);
    if (group === undefined || name === undefined) throw refusals.groupNotFound(id);
    precondition.check(groupVersion(group));
    switch (group.place.kind) {
      case 'project':
        throw refusals.projectDeletion(product);
      case 'ordinary':
        return directory.removeOrdinaryGroup(group);
      default:
        return removeTeamGroup(context, structure, { group, name }, group.place.teamId, group.place.role);
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
  const sibling = await readSibling(context, structure, team, role);
  // The sibling goes only at the version that was read before its members: a push into it meanwhile wins.
  if (sibling === undefined || (await directory.members(sibling.group.id)).length === 0) {
    const groups = sibling === undefined ? [named] : [named, sibling];
    return directory.removeTeamGroups(structure, { teamId, team: undefined, groups });
  }
  const { [role]: _, ...groups } = team.groups;
  return directory.removeTeamGroups(structure, { teamId, team: { ...team, groups }, groups: [named] });
}

async function readSibling(
  context: Context,
  structure: Structure,
  team: Team,
  role: TeamRole,
): Promise<NamedGroup | undefined> {
  const id = teamRoles.filter((other) => other !== role).map((other) => team.groups[other])[0];
  if (id === undefined) return undefined;
  const group: Group | undefined = await context.directory.group(id);
  const name = generatedGroups(structure, context.product).byId.get(id)?.name;
  return group === undefined || name === undefined ? undefined : { group, name };
}

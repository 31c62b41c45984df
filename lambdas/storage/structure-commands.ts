import type { NamedGroup } from '#domain/directory.ts';
import type { Project, ProjectRole, Structure, Team } from '#domain/structure.ts';
import type { Standing } from '#domain/user.ts';
import { addMembers, createGroup, removeGroup } from './group-commands.ts';
import { structureKey, teamKey } from './keys.ts';
import { projectItem, roleItem, teamItem } from './structure-items.ts';
import { changeIf, erase, put, putNew } from './write.ts';
import type { Scope, Write } from './write.ts';

type StructureWrites = readonly Write<'stale' | 'nameTaken'>[];

/** A new project with a group for each role (G1). */
export function createProject(
  scope: Scope,
  structure: Structure,
  project: Project,
  groups: readonly NamedGroup[],
): StructureWrites {
  return [
    raiseVersion(scope, structure),
    putNew(scope, projectItem(scope.organization, scope.stamp, project)),
    ...groups.flatMap((group) => createGroup(scope, group)),
  ];
}

/** A new custom role with a group for each project (G1). */
export function createRole(
  scope: Scope,
  structure: Structure,
  role: ProjectRole,
  groups: readonly NamedGroup[],
): StructureWrites {
  return [
    raiseVersion(scope, structure),
    putNew(scope, roleItem(scope.organization, scope.stamp, role)),
    ...groups.flatMap((group) => createGroup(scope, group)),
  ];
}

/** A team, new or with a group that it had lost, and the members of one of its groups (G4, G5). */
export function putTeam(
  scope: Scope,
  structure: Structure,
  team: Team,
  groups: readonly NamedGroup[],
  members: { readonly groupId: string; readonly add: readonly Standing[] },
): StructureWrites {
  const at = groups.find(({ group }) => group.id === members.groupId)?.group.modifiedAt ?? team.createdAt;
  return [
    raiseVersion(scope, structure),
    put(scope, teamItem(scope.organization, scope.stamp, team)),
    ...groups.flatMap((named) => createGroup(scope, named, named.group.id === members.groupId ? members.add : [])),
    ...addMembers(scope, members.groupId, members.add, at),
  ];
}

/** The end of groups of a team, and of the team itself where `team` is undefined (G5). */
export function removeTeamGroups(
  scope: Scope,
  structure: Structure,
  removal: { readonly teamId: string; readonly team: Team | undefined; readonly groups: readonly NamedGroup[] },
): readonly Write<'stale'>[] {
  const { organization, stamp } = scope;
  return [
    raiseVersion(scope, structure),
    removal.team === undefined
      ? erase(scope, teamKey(organization, removal.teamId))
      : put(scope, teamItem(organization, stamp, removal.team)),
    ...removal.groups.flatMap((group) => removeGroup(scope, group)),
  ];
}

function raiseVersion(scope: Scope, structure: Structure): Write<'stale'> {
  const wanted = { set: { by: scope.stamp }, add: { version: 1 } };
  return changeIf(scope, structureKey(scope.organization), wanted, { version: structure.version }, 'stale');
}

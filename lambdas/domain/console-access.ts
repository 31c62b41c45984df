import type { MemberView, ProjectAccess, TeamAccess } from './console.ts';
import type { GivenRole } from './group.ts';
import { teamRoles } from './group.ts';
import type { Project, ProjectRole, Structure, Team } from './structure.ts';

/**
 * What somebody may do who is given these roles: in each project the role of the highest rank, of equal ones the first
 * by name; in each team `Admin` before `Member` (G9). Roles of what no longer exists count for nothing.
 */
export function effectiveAccess(structure: Structure, given: readonly GivenRole[]): MemberView['access'] {
  const ranked = structure.roles.toSorted((one, other) => other.rank - one.rank || byName(one, other));
  return {
    projects: structure.projects.toSorted(byName).flatMap((project) => projectAccess(project, ranked, given)),
    teams: structure.teams.toSorted(byName).flatMap((team) => teamAccess(team, given)),
  };
}

function projectAccess(
  { id, name }: Project,
  ranked: readonly ProjectRole[],
  given: readonly GivenRole[],
): readonly ProjectAccess[] {
  const ids = new Set(given.flatMap((role) => ('projectId' in role && role.projectId === id ? role.roleId : [])));
  const roles = ranked.filter((role) => ids.has(role.id)).map((role) => role.name);
  const [effectiveRole] = roles;
  return effectiveRole === undefined ? [] : [{ projectId: id, name, roles, effectiveRole }];
}

function teamAccess({ id, projectId, name }: Team, given: readonly GivenRole[]): readonly TeamAccess[] {
  const held = new Set(given.flatMap((role) => ('teamId' in role && role.teamId === id ? role.role : [])));
  const roles = teamRoles.filter((role) => held.has(role));
  const [effectiveRole] = roles;
  return effectiveRole === undefined ? [] : [{ projectId, teamId: id, name, roles, effectiveRole }];
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name);
}

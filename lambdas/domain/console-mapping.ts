import { fold } from '#scim/fold.ts';
import { consoleRefusals } from './console-refusals.ts';
import type { Console, MappedRole, MappingView } from './console.ts';
import { readGroup } from './group-reading.ts';
import type { GivenRole } from './group.ts';
import { teamRoles } from './group.ts';
import { mappedRoleLimit } from './limits.ts';
import type { Structure } from './structure.ts';

/** Which roles an ordinary group gives its members (G10), of those that exist. Throws 404, and 409 for a generated group. */
export async function readMapping(console: Console, id: string): Promise<MappingView> {
  const { group, structure } = await readOrdinaryGroup(console, id);
  return mappingView(id, structure, group.roles ?? []);
}

/**
 * Lets an ordinary group give exactly these roles (G10). Roles are named case ignored, each once. Throws 400 for a
 * project, team or role that does not exist; where one goes away later, its entry counts for nothing.
 */
export async function changeMapping(
  console: Console,
  id: string,
  { roles: wanted }: { readonly roles: readonly MappedRole[] },
): Promise<MappingView> {
  if (wanted.length > mappedRoleLimit) throw consoleRefusals.mappingTooLarge(mappedRoleLimit);
  const { structure } = await readOrdinaryGroup(console, id);
  const roles = eachOnce(wanted.map((role) => givenRole(structure, role)));
  if ((await console.directory.mapGroup(id, roles)) === 'gone') throw consoleRefusals.groupUnknown(id);
  return mappingView(id, structure, roles);
}

async function readOrdinaryGroup(console: Console, id: string): ReturnType<typeof readGroup> {
  const reading = await readGroup(console, id, consoleRefusals.groupUnknown);
  if (reading.group.place.kind !== 'ordinary') throw consoleRefusals.mappingOfGeneratedGroup(reading.name);
  return reading;
}

function givenRole(structure: Structure, wanted: MappedRole): GivenRole {
  if ('teamId' in wanted) {
    const { teamId } = wanted;
    if (!structure.teams.some(({ id }) => id === teamId)) throw consoleRefusals.mappingUnknown('team', teamId);
    const role = teamRoles.find((name) => fold(name) === fold(wanted.role));
    if (role === undefined) throw consoleRefusals.mappingUnknown('role', wanted.role, teamRoles);
    return { teamId, role };
  }
  const { projectId } = wanted;
  if (!structure.projects.some(({ id }) => id === projectId)) {
    throw consoleRefusals.mappingUnknown('project', projectId);
  }
  const role = structure.roles.find(({ name }) => fold(name) === fold(wanted.role));
  if (role === undefined) {
    const names = structure.roles.slice(0, 10).map(({ name }) => name);
    throw consoleRefusals.mappingUnknown('role', wanted.role, names);
  }
  return { projectId, roleId: role.id };
}

function eachOnce(roles: readonly GivenRole[]): readonly GivenRole[] {
  return [...new Map(roles.map((role) => [JSON.stringify(role), role])).values()];
}

function mappingView(groupId: string, structure: Structure, roles: readonly GivenRole[]): MappingView {
  const projects = new Set(structure.projects.map(({ id }) => id));
  const teams = new Set(structure.teams.map(({ id }) => id));
  const names = new Map(structure.roles.map(({ id, name }) => [id, name]));
  return {
    groupId,
    roles: roles.flatMap((given): readonly MappedRole[] => {
      if ('teamId' in given) return teams.has(given.teamId) ? [given] : [];
      const role = names.get(given.roleId);
      return role === undefined || !projects.has(given.projectId) ? [] : [{ projectId: given.projectId, role }];
    }),
  };
}

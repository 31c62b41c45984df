import { fold } from '#scim/fold.ts';
import { consoleRefusals } from './console-refusals.ts';
import type { Console, ConsolePage, PageRequest, RoleView, Settled } from './console.ts';
import { foldGroupName, projectGroupId } from './group-names.ts';
import { lowestRank, highestRank } from './limits.ts';
import { newGroup } from './new-group.ts';
import { readPartName } from './part-name.ts';
import { settle } from './settle.ts';
import { isBuiltIn, pageOf, roleView } from './structure-view.ts';
import { erasePart, renamed, settleChange, writePart } from './structure-writing.ts';
import type { ProjectRole, Structure } from './structure.ts';

/** Creates a role with a group for each project (G1). Throws 409 where a group would have another's name (G3). */
export async function createRole(
  console: Console,
  { name: text, rank }: { readonly name: string; readonly rank: number },
): Promise<RoleView> {
  const name = readPartName(text);
  assertRank(rank);
  const at = console.now().toISOString();
  const role: ProjectRole = { id: console.newId(), name, earlierNames: [], rank };
  return settle(async () => {
    const structure = await console.directory.structure();
    assertRoleName(structure, role);
    const groups = structure.projects.map(({ id: projectId }) =>
      newGroup(projectGroupId(projectId, role.id), { kind: 'project', projectId, roleId: role.id }, at),
    );
    const part = { kind: 'role', value: role } as const;
    const written = await writePart(console, structure, { part, did: 'role.created', groups });
    return written === 'stale' ? 'stale' : roleView(role);
  });
}

/** The roles, the highest rank first, those of one rank by name. */
export async function listRoles(console: Console, page: PageRequest): Promise<ConsolePage<RoleView>> {
  const { roles } = await console.directory.structure();
  const depth = (rank: number): string => String(highestRank - rank).padStart(4, '0');
  const placeOf = ({ rank, name, id }: ProjectRole): readonly string[] => [depth(rank), fold(name), id];
  return pageOf(console, 'roles', [], roles, page, placeOf, roleView);
}

/** A role. Throws 404. */
export async function readRole(console: Console, id: string): Promise<RoleView> {
  return roleView(findRole(await console.directory.structure(), id));
}

/** Gives a custom role another name or rank. Throws 403 for a built-in one. */
export async function changeRole(
  console: Console,
  id: string,
  wanted: { readonly name?: string; readonly rank?: number },
): Promise<Settled<RoleView>> {
  const wantedName = wanted.name === undefined ? undefined : readPartName(wanted.name);
  if (wanted.rank !== undefined) assertRank(wanted.rank);
  const { role, changeId } = await settle(async () => {
    const structure = await console.directory.structure();
    const known = findCustomRole(structure, id);
    const { name = known.name, rank = known.rank } = { ...wanted, ...(wantedName && { name: wantedName }) };
    const value = { ...renamed(known, name, console.now().toISOString()), rank };
    if (name === known.name && rank === known.rank) return { role: known, changeId: undefined };
    assertRoleName(structure, value);
    const part = { kind: 'role', value } as const;
    const before = { kind: 'role', value: known } as const;
    const written = await writePart(console, structure, { part, before, did: 'role.changed', groups: [] });
    return written === 'stale' ? 'stale' : { role: value, changeId: written.changeId };
  });
  return settleChange(console, changeId, roleView(role));
}

/** Deletes a custom role with its group in each project (G1). Throws 403 for a built-in one. */
export async function removeRole(console: Console, id: string): Promise<Settled<undefined>> {
  const { changeId } = await settle(async () => {
    const structure = await console.directory.structure();
    return erasePart(console, structure, { kind: 'role', value: findCustomRole(structure, id) });
  });
  return settleChange(console, changeId, undefined);
}

function findRole({ roles }: Structure, id: string): ProjectRole {
  const role = roles.find((candidate) => candidate.id === id);
  if (role === undefined) throw consoleRefusals.roleNotFound(id);
  return role;
}

function findCustomRole(structure: Structure, id: string): ProjectRole {
  const role = findRole(structure, id);
  if (isBuiltIn(id)) throw consoleRefusals.builtInRole(role.name);
  return role;
}

/** Without a project there is no group whose name would tell two roles apart. */
function assertRoleName({ roles }: Structure, { id, name }: ProjectRole): void {
  const other = roles.find((role) => role.id !== id && foldGroupName(role.name) === foldGroupName(name));
  if (other !== undefined) throw consoleRefusals.roleNameTaken(other.name);
}

function assertRank(rank: number): void {
  if (!Number.isInteger(rank) || rank < lowestRank || rank > highestRank) {
    throw consoleRefusals.rankUnusable(lowestRank, highestRank);
  }
}

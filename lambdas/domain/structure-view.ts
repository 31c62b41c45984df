import { fold } from '#scim/fold.ts';
import { writeConsoleCursor, readConsoleCursor } from './console-cursor.ts';
import type { ConsolePage, PageRequest, ProjectView, RoleView, TeamView } from './console.ts';
import type { Context } from './context.ts';
import { groupName, projectGroupId } from './group-names.ts';
import { teamRoles } from './group.ts';
import type { Product } from './product.ts';
import { builtInRoles } from './structure.ts';
import type { Project, ProjectRole, Structure, Team } from './structure.ts';

/** A project with a group for each role (G1). */
export function projectView(structure: Structure, product: Product, { id, name, createdAt }: Project): ProjectView {
  const groups = byRank(structure.roles).map((role) => ({
    id: projectGroupId(id, role.id),
    displayName: groupName(product, name, role.name),
    role: role.name,
  }));
  return { id, name, createdAt, groups };
}

/** A role, built in or custom. */
export function roleView({ id, name, rank }: ProjectRole): RoleView {
  return { id, name, rank, builtIn: isBuiltIn(id) };
}

/** True for the roles that every organization has from the start. */
export function isBuiltIn(roleId: string): boolean {
  return builtInRoles.some(({ id }) => id === roleId);
}

/** A team with its groups; one that SCIM has deleted is missing (G5). */
export function teamView(project: Project, product: Product, team: Team): TeamView {
  const { id, projectId, name, createdBy, createdAt } = team;
  const groups = teamRoles.flatMap((role) => {
    const groupId = team.groups[role];
    const displayName = groupName(product, project.name, name, role);
    return groupId === undefined ? [] : [{ id: groupId, displayName, role }];
  });
  return { id, projectId, name, createdBy, createdAt, groups };
}

/** The roles with the highest rank first, those of one rank by name. */
function byRank(roles: readonly ProjectRole[]): readonly ProjectRole[] {
  return roles.toSorted((one, other) => other.rank - one.rank || compare([fold(one.name)], [fold(other.name)]));
}

/**
 * A page of what is in memory, in the order of `placeOf`: no two things have the same place. The cursor says the last
 * place that was shown, so that nothing is shown twice or left out while others come and go.
 */
export function pageOf<Thing, View>(
  context: Pick<Context, 'organization'>,
  list: string,
  question: readonly string[],
  things: readonly Thing[],
  { limit, cursor }: PageRequest,
  placeOf: (thing: Thing) => readonly string[],
  show: (thing: Thing) => View,
): ConsolePage<View> {
  const after = cursor === undefined ? undefined : readConsoleCursor(context, list, question, cursor);
  const rest = things
    .map((thing) => ({ thing, place: placeOf(thing) }))
    .filter(({ place }) => after === undefined || compare(place, after) > 0)
    .toSorted((one, other) => compare(one.place, other.place));
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map(({ thing }) => show(thing)),
    ...(last && { nextCursor: writeConsoleCursor(context, list, question, last.place) }),
  };
}

function compare(one: readonly string[], other: readonly string[]): number {
  const index = one.findIndex((text, at) => text !== other[at]);
  const [mine = '', theirs = ''] = [one[index], other[index]];
  return mine < theirs ? -1 : Number(mine > theirs);
}

import { createHash } from 'node:crypto';
import { fold } from '#scim/fold.ts';
import type { GroupPlace } from './group.ts';
import { teamRoles } from './group.ts';
import type { Product } from './product.ts';
import type { Project, Renamed, Structure } from './structure.ts';

/** A group that the structure generates, with its name as of now (G1). */
export type GeneratedGroup = {
  readonly id: string;
  readonly place: GroupPlace;
  readonly name: string;
  /** Folded names that it had before: no change when a push repeats them (G6). */
  readonly earlierNames: Pick<ReadonlySet<string>, 'has'>;
  /** Where project, team or role were renamed: how often together, and when last. */
  readonly renamed?: Renamed;
};

/** What the product puts into the names of its groups. */
export type NamePrefix = Pick<Product, 'groupPrefix'>;

/** All generated groups of one structure. */
export type GeneratedGroups = {
  readonly byId: ReadonlyMap<string, GeneratedGroup>;
  /** Keys are folded by `foldGroupName`. */
  readonly byName: ReadonlyMap<string, GeneratedGroup>;
};

/** Folds a group name for comparison: case and white space ignored, also such as only folding brings forth (G3). */
export function foldGroupName(name: string): string {
  return withoutWhiteSpace(fold(withoutWhiteSpace(name)));
}

/**
 * The id of a project's group for a role. It is computed, so that a project needs no list of its groups; roles and
 * projects never get an id twice. A UUID of version 8 (RFC 9562 §5.8).
 */
export function projectGroupId(projectId: string, roleId: string): string {
  const bytes = createHash('sha256').update(`${projectId}/${roleId}`).digest().subarray(0, 16);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x80;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `<Product>-<Project>-<Role>` or `<Product>-<Project>-<Team>-<Role>`, white space inside the names dropped (G1). */
export function groupName(product: NamePrefix, ...names: readonly string[]): string {
  return [product.groupPrefix, ...names.map(withoutWhiteSpace)].join('-');
}

function withoutWhiteSpace(name: string): string {
  return name.replaceAll(/\s/gu, '');
}

const idsOf = new WeakMap<Structure, ReadonlySet<string>>();

/** The ids of all groups that the structure generates; computed once for each structure. */
export function generatedGroupIds(structure: Structure): ReadonlySet<string> {
  let ids = idsOf.get(structure);
  if (ids === undefined) {
    const projects = new Set(structure.projects.map(({ id }) => id));
    const teams = structure.teams.filter(({ projectId }) => projects.has(projectId));
    ids = new Set([
      ...[...projects].flatMap((id) => structure.roles.map((role) => projectGroupId(id, role.id))),
      ...teams.flatMap((team) => teamRoles.flatMap((role) => team.groups[role] ?? [])),
    ]);
    idsOf.set(structure, ids);
  }
  return ids;
}

const groupsOf = new WeakMap<Structure, Map<string, GeneratedGroups>>();

/** The groups that the structure generates, with their names; computed once for each structure and product. */
export function generatedGroups(structure: Structure, product: NamePrefix): GeneratedGroups {
  let ofProducts = groupsOf.get(structure);
  if (ofProducts === undefined) groupsOf.set(structure, (ofProducts = new Map()));
  let groups = ofProducts.get(product.groupPrefix);
  if (groups === undefined) ofProducts.set(product.groupPrefix, (groups = computeGroups(structure, product)));
  return groups;
}

function computeGroups(structure: Structure, product: NamePrefix): GeneratedGroups {
  const all = [...projectGroups(structure, product), ...teamGroups(structure, product)];
  return {
    byId: new Map(all.map((group) => [group.id, group])),
    byName: new Map(all.map((group) => [foldGroupName(group.name), group])),
  };
}

function projectGroups(structure: Structure, product: NamePrefix): GeneratedGroup[] {
  return structure.projects.flatMap((project) =>
    structure.roles.map((role) => ({
      id: projectGroupId(project.id, role.id),
      place: { kind: 'project' as const, projectId: project.id, roleId: role.id },
      name: groupName(product, project.name, role.name),
      ...history(product, [project, role]),
    })),
  );
}

function teamGroups(structure: Structure, product: NamePrefix): GeneratedGroup[] {
  const projects = new Map(structure.projects.map((project) => [project.id, project]));
  return structure.teams.flatMap((team) => {
    const project = projects.get(team.projectId);
    if (project === undefined) return [];
    return teamRoles.flatMap((role) => {
      const id = team.groups[role];
      if (id === undefined) return [];
      return {
        id,
        place: { kind: 'team' as const, teamId: team.id, role },
        name: groupName(product, project.name, team.name, role),
        ...history(product, [project, team], role),
      };
    });
  });
}

/** What a group inherits from the history of the parts that name it; `last` is the part that nobody can rename. */
function history(
  product: NamePrefix,
  parts: readonly Nameable[],
  ...last: readonly string[]
): Pick<GeneratedGroup, 'earlierNames' | 'renamed'> {
  const renamed = sum(parts.flatMap((part) => part.renamed ?? []));
  const names = [...parts.map(({ name, earlierNames }) => [name, ...earlierNames]), last];
  let combined: ReadonlySet<string> | undefined;
  // Asked for one group in a thousand, so that it is made when it is asked for.
  const has = (folded: string): boolean => (combined ??= combine(product, names)).has(folded);
  return { earlierNames: { has }, ...(renamed && { renamed }) };
}

type Nameable = Pick<Project, 'name' | 'earlierNames' | 'renamed'>;

function sum(renamings: readonly Renamed[]): Renamed | undefined {
  const [first, ...others] = renamings;
  return others.reduce(
    (all, one) => all && { times: all.times + one.times, at: all.at > one.at ? all.at : one.at },
    first,
  );
}

/** Every name that could have been displayed: each part under each name that it ever had. */
function combine(product: NamePrefix, parts: readonly (readonly string[])[]): ReadonlySet<string> {
  const combinations = parts
    .filter((names) => names.length > 0)
    .reduce<readonly (readonly string[])[]>(
      (heads, names) => heads.flatMap((head) => names.map((name) => [...head, name])),
      [[]],
    );
  return new Set(combinations.map((names) => foldGroupName(groupName(product, ...names))));
}

import type { ActivityAction } from './activity-actions.ts';
import type { TeamRole } from './group.ts';

/** How often a name was changed, and when last (ISO 8601): the groups that it names change with it. */
export type Renamed = { readonly times: number; readonly at: string };

/** A workspace of the organization. */
export type Project = {
  readonly id: string;
  readonly name: string;
  /** Names it had before; group names made of them are still understood (G6). */
  readonly earlierNames: readonly string[];
  readonly renamed?: Renamed;
  readonly createdAt: string;
};

/** A role that every project has. */
export type ProjectRole = {
  readonly id: string;
  readonly name: string;
  readonly earlierNames: readonly string[];
  readonly renamed?: Renamed;
  /** The effective role of a user in a project is the one with the highest rank (G9). */
  readonly rank: number;
};

/** A part of one project. */
export type Team = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly earlierNames: readonly string[];
  readonly renamed?: Renamed;
  readonly createdBy: 'scim' | 'console';
  /** The ids of its groups; a group that was deleted is missing (G5). */
  readonly groups: Readonly<Partial<Record<TeamRole, string>>>;
  readonly createdAt: string;
};

/** All that generates groups, as of one version. */
export type Structure = {
  readonly version: number;
  readonly projects: readonly Project[];
  readonly roles: readonly ProjectRole[];
  readonly teams: readonly Team[];
};

/** A project, a role or a team. */
export type StructurePart =
  | { readonly kind: 'project'; readonly value: Project }
  | { readonly kind: 'role'; readonly value: ProjectRole }
  | { readonly kind: 'team'; readonly value: Team };

/** What a change of the structure did, as the activity log tells it. */
export type StructureEvent = {
  readonly kind: Extract<ActivityAction, `${StructurePart['kind']}.${string}`>;
  readonly id: string;
  readonly name: string;
  /** The project of a team. */
  readonly projectId?: string;
};

/** The roles that every organization has from the start. Custom roles are stored beside them. */
export const builtInRoles: readonly ProjectRole[] = [
  { id: 'admin', name: 'Admin', earlierNames: [], rank: 300 },
  { id: 'member', name: 'Member', earlierNames: [], rank: 200 },
  { id: 'read-only', name: 'Read-Only', earlierNames: [], rank: 100 },
];

/** The structure with this part, in place of what had its id. */
export function withPart(structure: Structure, part: StructurePart): Structure {
  switch (part.kind) {
    case 'project':
      return { ...structure, projects: put(structure.projects, part.value) };
    case 'role':
      return { ...structure, roles: put(structure.roles, part.value) };
    default:
      return { ...structure, teams: put(structure.teams, part.value) };
  }
}

/** The structure without this part, and of a project without its teams. */
export function withoutPart(structure: Structure, { kind, value: { id } }: StructurePart): Structure {
  const others = <Value extends { readonly id: string }>(values: readonly Value[]): readonly Value[] =>
    values.filter((value) => value.id !== id);
  switch (kind) {
    case 'project':
      return {
        ...structure,
        projects: others(structure.projects),
        teams: structure.teams.filter(({ projectId }) => projectId !== id),
      };
    case 'role':
      return { ...structure, roles: others(structure.roles) };
    default:
      return { ...structure, teams: others(structure.teams) };
  }
}

function put<Value extends { readonly id: string }>(values: readonly Value[], value: Value): readonly Value[] {
  const known = values.some(({ id }) => id === value.id);
  return known ? values.map((other) => (other.id === value.id ? value : other)) : [...values, value];
}

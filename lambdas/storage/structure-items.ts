import * as z from 'zod/mini';
import type { Project, ProjectRole, Structure, StructurePart, Team } from '#domain/structure.ts';
import { builtInRoles } from '#domain/structure.ts';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import { projectKey, roleKey, structureKey, teamKey } from './keys.ts';

const names = {
  id: z.string(),
  name: z.string(),
  earlierNames: z.array(z.string()),
  renamed: z.exactOptional(z.object({ times: z.number(), at: z.string() })),
  /** The change that clears away what it leaves; from the mark on it exists for no reader. */
  deletedBy: z.exactOptional(z.string()),
};

const structureItems = z.discriminatedUnion('type', [
  itemOf('structure', { version: z.number() }),
  itemOf('project', { ...names, createdAt: z.string() }),
  itemOf('role', { ...names, rank: z.number() }),
  itemOf('team', {
    ...names,
    projectId: z.string(),
    createdBy: z.enum(['scim', 'console']),
    groups: z.object({ Admin: z.exactOptional(z.string()), Member: z.exactOptional(z.string()) }),
    createdAt: z.string(),
  }),
]);

/** The structure's version as an item. */
export function structureItem(organization: string, stamp: Stamp, version: number): Item {
  return stamped(structureKey(organization), 'structure', stamp, { version });
}

const keys = { project: projectKey, role: roleKey, team: teamKey };

/** A project, custom role or team as an item; the built-in roles are not stored. `deletedBy` marks its end. */
export function partItem(organization: string, stamp: Stamp, { kind, value }: StructurePart, deletedBy?: string): Item {
  return stamped(keys[kind](organization, value.id), kind, stamp, { ...value, deletedBy });
}

/** The version that the structure's own item holds. */
export function readStructureVersion(item: unknown): number {
  const value = structureItems.parse(item);
  if (value.type !== 'structure') throw new Error(`An item of type ${value.type} stands where the structure belongs.`);
  return value.version;
}

/** The structure that these items describe, with the built-in roles first. What is marked as deleted is not in it. */
export function readStructure(items: readonly unknown[], version: number): Structure {
  const { projects, roles, teams } = readParts(items.filter((item) => !isDeleted(item)));
  const known = new Set(projects.map(({ id }) => id));
  return {
    version,
    projects,
    roles: [...builtInRoles, ...roles],
    teams: teams.filter(({ projectId }) => known.has(projectId)),
  };
}

/** All that these items hold, also what is marked as deleted. */
export function readParts(items: readonly unknown[]): Omit<Structure, 'version'> {
  const projects: Project[] = [];
  const roles: ProjectRole[] = [];
  const teams: Team[] = [];
  for (const item of items) {
    const { v: _, ...value } = structureItems.parse(item);
    if (value.type === 'project') projects.push(withoutType(value));
    if (value.type === 'role') roles.push(withoutType(value));
    if (value.type === 'team') teams.push(withoutType(value));
  }
  return { projects, roles, teams };
}

function isDeleted(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'deletedBy' in item;
}

function withoutType<Value extends { readonly type: string }>({ type: _, ...value }: Value): Omit<Value, 'type'> {
  return value;
}

import * as z from 'zod';
import type { Project, ProjectRole, Structure, Team } from '#domain/structure.ts';
import { builtInRoles } from '#domain/structure.ts';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import { projectKey, roleKey, structureKey, teamKey } from './keys.ts';

const names = { id: z.string(), name: z.string(), earlierNames: z.array(z.string()) };

const structureItems = z.discriminatedUnion('type', [
  itemOf('structure', { version: z.number() }),
  itemOf('project', { ...names, createdAt: z.string() }),
  itemOf('role', { ...names, rank: z.number() }),
  itemOf('team', {
    ...names,
    projectId: z.string(),
    createdBy: z.enum(['scim', 'console']),
    groups: z.object({ Admin: z.string().exactOptional(), Member: z.string().exactOptional() }),
    createdAt: z.string(),
  }),
]);

/** The structure's version as an item. */
export function structureItem(organization: string, stamp: Stamp, version: number): Item {
  return stamped(structureKey(organization), 'structure', stamp, { version });
}

/** A project as an item. */
export function projectItem(organization: string, stamp: Stamp, value: Project): Item {
  return stamped(projectKey(organization, value.id), 'project', stamp, { ...value });
}

/** A custom role as an item; the built-in ones are not stored. */
export function roleItem(organization: string, stamp: Stamp, value: ProjectRole): Item {
  return stamped(roleKey(organization, value.id), 'role', stamp, { ...value });
}

/** A team as an item. */
export function teamItem(organization: string, stamp: Stamp, value: Team): Item {
  return stamped(teamKey(organization, value.id), 'team', stamp, { ...value });
}

/** The version that the structure's own item holds. */
export function readStructureVersion(item: unknown): number {
  const value = structureItems.parse(item);
  if (value.type !== 'structure') throw new Error(`An item of type ${value.type} stands where the structure belongs.`);
  return value.version;
}

/** The structure that these items describe, with the built-in roles first. */
export function readStructure(items: readonly unknown[], version: number): Structure {
  const projects: Project[] = [];
  const roles: ProjectRole[] = [...builtInRoles];
  const teams: Team[] = [];
  for (const item of items) {
    const { v: _, ...value } = structureItems.parse(item);
    if (value.type === 'project') projects.push(withoutType(value));
    if (value.type === 'role') roles.push(withoutType(value));
    if (value.type === 'team') teams.push(withoutType(value));
  }
  return { version, projects, roles, teams };
}

function withoutType<Value extends { readonly type: string }>({ type: _, ...value }: Value): Omit<Value, 'type'> {
  return value;
}

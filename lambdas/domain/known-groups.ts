import type { GroupReference } from './console.ts';
import type { Context } from './context.ts';
import type { GeneratedGroups } from './group-names.ts';
import { generatedGroups } from './group-names.ts';
import type { GivenRole, Group } from './group.ts';
import type { Structure } from './structure.ts';

/** What some groups are called and what they give, as far as they exist. */
export type KnownGroups = {
  /** Those of the ids that exist for readers, by name. */
  named(ids: Iterable<string>): readonly GroupReference[];
  /** What those groups give: a generated one its own role, an ordinary one those it is mapped to (G10). */
  rolesOf(ids: Iterable<string>): readonly GivenRole[];
};

/** Knows the groups of these ids; reads the store only where one of them is not generated. */
export async function readGroupsOf(
  context: Context,
  structure: Structure,
  ids: Iterable<string>,
): Promise<KnownGroups> {
  const generated = generatedGroups(structure, context.product).byId;
  const others = new Set([...ids].filter((id) => !generated.has(id)));
  const ordinary = others.size === 0 ? new Map<string, never>() : await context.directory.groups([...others]);
  return {
    named: (wanted) =>
      [...wanted]
        .flatMap((id) => {
          const displayName = nameOf(id, generated, ordinary);
          // A membership in a group that is being swept away exists for no reader.
          return displayName === undefined ? [] : { id, displayName };
        })
        .toSorted((a, b) => a.displayName.localeCompare(b.displayName)),

    rolesOf: (wanted) => [...wanted].flatMap((id) => rolesOf(id, generated, ordinary)),
  };
}

function nameOf(
  id: string,
  generated: GeneratedGroups['byId'],
  ordinary: ReadonlyMap<string, Group>,
): string | undefined {
  const place = ordinary.get(id)?.place;
  return generated.get(id)?.name ?? (place?.kind === 'ordinary' ? place.name : undefined);
}

function rolesOf(
  id: string,
  generated: GeneratedGroups['byId'],
  ordinary: ReadonlyMap<string, Group>,
): readonly GivenRole[] {
  const place = generated.get(id)?.place;
  return place === undefined || place.kind === 'ordinary' ? (ordinary.get(id)?.roles ?? []) : [place];
}

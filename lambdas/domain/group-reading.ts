import type { ScimError } from '#scim/errors.ts';
import type { JsonObject } from '#scim/json.ts';
import type { Selection } from '#scim/project.ts';
import type { Context } from './context.ts';
import type { KnownStandings } from './directory.ts';
import { displayOf, groupResource } from './group-resource.ts';
import type { Displayed } from './group-resource.ts';
import type { Group } from './group.ts';
import { refusals } from './refusals.ts';
import type { Structure } from './structure.ts';

/** A group with all that its name depends on. */
export type GroupReading = Displayed & { readonly group: Group; readonly structure: Structure };

/** Reads a group that exists for this organization's readers. Throws 404, in the words of `missing`. */
export async function readGroup(
  context: Context,
  id: string,
  missing: (id: string) => ScimError = refusals.groupNotFound,
): Promise<GroupReading> {
  const [group, structure] = await Promise.all([context.directory.group(id), context.directory.structure()]);
  const displayed = group && displayOf(context, structure, group);
  if (group === undefined || displayed === undefined) throw missing(id);
  const { name, renamed } = displayed;
  return { group, name, ...(renamed && { renamed }), structure };
}

/**
 * Reads a group as SCIM shows it, its members only where they are wanted; standings that are `known` of late need not be
 * read. Throws 404.
 */
export async function showGroup(
  context: Context,
  id: string,
  selection: Selection,
  known?: KnownStandings,
): Promise<JsonObject> {
  const { directory } = context;
  const showsMembers = selection.wants('members');
  const [{ group, ...displayed }, transit] = await Promise.all([
    readGroup(context, id),
    showsMembers ? directory.usersInTransit() : undefined,
  ]);
  const members = showsMembers ? await directory.members(group, transit, known) : undefined;
  return groupResource(context, group, displayed, members);
}

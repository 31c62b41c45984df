import type { JsonObject } from '#scim/json.ts';
import { urns } from '#scim/urns.ts';
import { etag } from '#scim/version.ts';
import type { Context } from './context.ts';
import { generatedGroups } from './group-names.ts';
import type { Group, Member } from './group.ts';
import type { Structure } from './structure.ts';

/** The version of a group; raised by every change of its members too (P5). */
export function groupVersion(group: Group): string {
  return etag(group.version);
}

/** The name that the group displays; undefined where it exists for no reader, its project or team being gone. */
export function displayName(context: Context, structure: Structure, group: Group): string | undefined {
  if (group.place.kind === 'ordinary') return group.place.name;
  return generatedGroups(structure, context.product).byId.get(group.id)?.name;
}

/** A group as SCIM shows it (RFC 7643 §4.2). Waiting members are not shown (G7); undefined leaves members out. */
export function groupResource(
  context: Context,
  group: Group,
  name: string,
  members: readonly Member[] | undefined,
): JsonObject {
  const shown = members?.filter(({ waiting }) => !waiting) ?? [];
  return {
    schemas: [urns.group],
    id: group.id,
    ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
    displayName: name,
    ...(shown.length === 0 ? {} : { members: shown.map(({ userId }) => memberValue(context.baseUrl, userId)) }),
    meta: {
      resourceType: 'Group',
      created: group.createdAt,
      lastModified: group.modifiedAt,
      location: `${context.baseUrl}/Groups/${group.id}`,
      version: groupVersion(group),
    },
  };
}

/** A member as SCIM shows it. */
export function memberValue(baseUrl: string, userId: string): JsonObject {
  return { value: userId, $ref: `${baseUrl}/Users/${userId}`, type: 'User' };
}

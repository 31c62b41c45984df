import type { JsonObject } from '#scim/json.ts';
import { urns } from '#scim/urns.ts';
import { etag } from '#scim/version.ts';
import type { Context } from './context.ts';
import { generatedGroups } from './group-names.ts';
import type { GeneratedGroup } from './group-names.ts';
import type { Group, Member } from './group.ts';
import type { Structure } from './structure.ts';

/** How a group is displayed: nothing of it is stored with a generated group (G1). */
export type Displayed = Pick<GeneratedGroup, 'name' | 'renamed'>;

/** The version of a group; raised by every change of its members or of its name too (P5). */
export function groupVersion(group: Group, { renamed }: Pick<Displayed, 'renamed'>): string {
  return renamed === undefined ? etag(group.version) : etag(group.version, renamed.times);
}

/** How the group is displayed; undefined where it exists for no reader, its project, role or team being gone. */
export function displayOf(context: Context, structure: Structure, group: Group): Displayed | undefined {
  if (group.place.kind === 'ordinary') return { name: group.place.name };
  return generatedGroups(structure, context.product).byId.get(group.id);
}

/** A group as SCIM shows it (RFC 7643 §4.2). Waiting members are not shown (G7); undefined leaves members out. */
export function groupResource(
  context: Context,
  group: Group,
  displayed: Displayed,
  members: readonly Member[] | undefined,
): JsonObject {
  const shown = members?.filter(({ waiting }) => !waiting) ?? [];
  return {
    schemas: [urns.group],
    id: group.id,
    ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
    displayName: displayed.name,
    ...(shown.length === 0 ? {} : { members: shown.map(({ userId }) => memberValue(context.baseUrl, userId)) }),
    meta: {
      resourceType: 'Group',
      created: group.createdAt,
      lastModified: lastChange(group, displayed),
      location: `${context.baseUrl}/Groups/${group.id}`,
      version: groupVersion(group, displayed),
    },
  };
}

/** When the group, its members or its name were last changed. */
export function lastChange({ modifiedAt }: Group, { renamed }: Pick<Displayed, 'renamed'>): string {
  return renamed !== undefined && renamed.at > modifiedAt ? renamed.at : modifiedAt;
}

/** A member as SCIM shows it. */
export function memberValue(baseUrl: string, userId: string): JsonObject {
  return { value: userId, $ref: `${baseUrl}/Users/${userId}`, type: 'User' };
}

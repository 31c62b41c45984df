import type { JsonObject } from '#scim/json.ts';
import { presentSchemas } from '#scim/validate.ts';
import { etag } from '#scim/version.ts';
import type { Context } from './context.ts';
import { readGroupsOf } from './known-groups.ts';
import { shownRole } from './org-role.ts';
import { userType } from './resource-types.ts';
import type { Structure } from './structure.ts';
import { modifiedAt } from './user.ts';
import type { Standing, User } from './user.ts';

/** The version of a user: both halves count (P5). */
export function userVersion(user: User): string {
  return etag(user.profile.revision, user.standing.revision);
}

/**
 * A user as SCIM shows it (RFC 7643 §4.1). `groups` is the read-only list of U6; undefined leaves it out.
 * `ownerId` is given where several users are read at once (O1).
 */
export function userResource(
  context: Context,
  user: User,
  groups: readonly JsonObject[] | undefined,
  ownerId?: string,
): JsonObject {
  const { profile, standing } = user;
  const resource: JsonObject = {
    ...profile.attributes,
    id: profile.id,
    active: standing.active,
    [context.product.orgRole]: shownRole(standing, ownerId),
    ...(groups === undefined || groups.length === 0 ? {} : { groups }),
    meta: {
      resourceType: 'User',
      created: profile.createdAt,
      lastModified: modifiedAt(user),
      location: `${context.baseUrl}/Users/${profile.id}`,
      version: userVersion(user),
    },
  };
  return { schemas: presentSchemas(resource, userType(context.product)), ...resource };
}

/** What a PATCH is applied to: the attributes that a client may write. */
export function writableUser(context: Context, user: User): JsonObject {
  return {
    ...user.profile.attributes,
    active: user.standing.active,
    [context.product.orgRole]: shownRole(user.standing),
  };
}

/** Names the groups of users: generated ones from the structure, ordinary ones as stored. */
export type GroupNaming = (standing: Standing) => readonly JsonObject[];

/** Prepares the `groups` of all these users; reads the store only where one is in an ordinary group. */
export async function nameGroups(
  context: Context,
  structure: Structure,
  standings: readonly Standing[],
): Promise<GroupNaming> {
  const known = await readGroupsOf(
    context,
    structure,
    standings.flatMap(({ groups }) => [...groups]),
  );
  return (standing) =>
    known.named(standing.groups).map(({ id, displayName }) => ({
      value: id,
      $ref: `${context.baseUrl}/Groups/${id}`,
      display: displayName,
      type: 'direct',
    }));
}

import { isArray, isObject, type JsonObject } from '#scim/json.ts';

/** The members that a body shows, of one group or of each in a list. */
export function membersIn({ members, Resources }: JsonObject): readonly JsonObject[] {
  if (isArray(Resources)) return Resources.filter(isObject).flatMap(membersIn);
  return isArray(members) ? members.filter(isObject) : [];
}

/** The same body with members that are their ids alone: what else is shown of them follows from the id. */
export function withLeanMembers(body: JsonObject): JsonObject {
  const { members, Resources } = body;
  if (isArray(Resources)) return { ...body, Resources: Resources.filter(isObject).map(withLeanMembers) };
  return isArray(members) ? { ...body, members: members.filter(isObject).map(leanMember) } : body;
}

/** A member that is its id alone. */
export function leanMember({ value = null }: JsonObject): JsonObject {
  return { value };
}

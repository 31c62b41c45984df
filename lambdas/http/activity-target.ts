import type { ActivityTarget } from '#domain/activity.ts';
import { type Json, isObject } from '#scim/json.ts';

/** What a SCIM request is on, for the activity log: by its id, else by the name in its body. */
export function scimTarget(path: string, id: string | undefined, body: Json): ActivityTarget | undefined {
  const [, endpoint] = /^(\/Users|\/Groups)(?:\/|$)/u.exec(path) ?? [];
  if (endpoint === undefined) return undefined;
  const [type, nameAttribute] =
    endpoint === '/Users' ? (['user', 'userName'] as const) : (['group', 'displayName'] as const);
  if (id !== undefined) return { type, id };
  const name = isObject(body) ? body[nameAttribute] : undefined;
  return typeof name === 'string' ? { type, name } : undefined;
}

/** Any value that JSON can carry (RFC 8259 §3). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; keys keep the order in which they came. */
export type JsonObject = { readonly [name: string]: Json };

/** True for objects, false for null, arrays and scalars. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for arrays, and typed so that their items stay JSON. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** True for what says that a value is not there: nothing, null, an empty string or list (RFC 7643 §2.5). */
export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (isArray(value) && value.length === 0);
}

/** True if objects and lists stand within each other more than `levels` deep. */
export function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner: Json) => isDeeperThan(inner, levels - 1));
}

/** The object without that name; the same object where it has none. */
export function without(object: JsonObject, name: string): JsonObject {
  if (!Object.hasOwn(object, name)) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

import type { Attribute } from './attribute.ts';
import { type Json, type JsonObject, isEmpty, isObject, without } from './json.ts';

/**
 * A complex value with one sub-attribute set, or taken away by null; undefined where nothing is left, and where its
 * `value` became empty, for without it the rest says nothing.
 */
export function setPart(complex: Json | undefined, subAttribute: Attribute, part: Json): JsonObject | undefined {
  const before = isObject(complex) ? complex : {};
  const { name } = subAttribute;
  if (name === 'value' && isEmpty(part)) return undefined;
  if (part !== null) return { ...before, [name]: part };
  const after = without(before, name);
  return Object.keys(after).length > 0 ? after : undefined;
}

/**
 * A complex value with some sub-attributes replaced; the others stay (RFC 7644 §3.5.2.3), unless it has another
 * `value` now: the old manager's `$ref` is not the new one's.
 */
export function mergeParts(complex: Json | undefined, parts: JsonObject): JsonObject {
  if (!isObject(complex)) return parts;
  if (parts['value'] !== undefined && parts['value'] !== complex['value']) return parts;
  return { ...complex, ...parts };
}

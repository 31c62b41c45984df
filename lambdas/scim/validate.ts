import type { ResourceType } from './attribute.ts';
import { readAssignments } from './assignments.ts';
import { invalidSyntax, invalidValue } from './errors.ts';
import { type Json, type JsonObject, isEmpty, isObject } from './json.ts';
import type { AttributePath } from './names.ts';
import { setPart } from './part.ts';
import { readSingle, readValue } from './value.ts';

/**
 * A body after reading: the known, writable attributes under canonical names, extensions under their URNs. A top-level
 * null means that the client sent the attribute or extension empty, so that PUT can tell it from one left out.
 */
export type Draft = JsonObject;

/**
 * Reads the body of POST or PUT; throws invalidSyntax or invalidValue (RFC 7644 §3.3, §3.5.1, U3, U7). What is said of
 * the attribute `unread`, a canonical name, is passed over, whatever it is.
 */
export function readResource(body: Json, type: ResourceType, unread?: string): Draft {
  const draft: Record<string, Json> = {};
  const holders = new Map<string, Record<string, Json>>();
  for (const { path, value } of readAssignments(requireObject(body), type)) {
    if (path.name === unread) continue;
    const { extension } = path;
    if (extension === undefined) {
      assign(draft, path, value);
      continue;
    }
    const holder = holders.get(extension.id) ?? {};
    holders.set(extension.id, holder);
    assign(holder, path, value);
  }
  for (const [id, holder] of holders) {
    const present = withoutNulls(holder);
    draft[id] = Object.keys(present).length > 0 ? present : null;
  }
  return draft;
}

/** The body as an object; throws invalidSyntax for anything else. */
export function requireObject(body: Json): JsonObject {
  if (!isObject(body)) throw invalidSyntax('The body must be a JSON object. Please send one.');
  return body;
}

/** Throws invalidValue that names the first required attribute which is missing or empty (RFC 7643 §2.2). */
export function requireAttributes(resource: JsonObject, type: ResourceType): void {
  for (const { name, required } of type.schema.attributes) {
    if (required && isEmpty(resource[name])) {
      throw invalidValue(`The attribute ${name} is required. Please map a value to ${name} in the identity provider.`);
    }
  }
}

/** The URNs that belong into `schemas`: the core's, and those of the extensions that have values (RFC 7643 §3). */
export function presentSchemas(resource: JsonObject, type: ResourceType): string[] {
  const extensions = type.extensions.filter(({ id }) => {
    const holder = resource[id];
    return isObject(holder) && Object.keys(holder).length > 0;
  });
  return [type.schema.id, ...extensions.map(({ id }) => id)];
}

/** The draft without what was sent empty. */
export function withoutNulls(draft: Draft): JsonObject {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== null));
}

function assign(holder: Record<string, Json>, path: AttributePath, value: Json): void {
  const { attribute, subAttribute, name } = path;
  if (subAttribute === undefined) {
    holder[attribute.name] = readValue(attribute, value, name);
    return;
  }
  // A dotted key sets one part; of a list there is no telling which element.
  if (attribute.multiValued) return;
  holder[attribute.name] = setPart(holder[attribute.name], subAttribute, readSingle(subAttribute, value, name)) ?? null;
}

import type { ResourceType, Schema } from './attribute.ts';
import { invalidValue } from './errors.ts';
import { type Json, type JsonObject, isEmpty, isObject } from './json.ts';
import { type AttributePath, findAttribute, findSchema } from './names.ts';

/** An attribute that an object of a client sets, and what to. */
export type Assignment = { readonly path: AttributePath; readonly value: Json };

/**
 * The attributes that an object sets, under whatever names: plain, `name.givenName`, with a URN, or within the object
 * of a schema or of an alias of the core (O6); aliases come last. Read-only and unknown ones are left out (U3, U7). An
 * extension that is sent empty sets each of its attributes to null.
 */
export function readAssignments(object: JsonObject, type: ResourceType): readonly Assignment[] {
  const found: Assignment[] = [];
  collect(found, object, type, '');
  return found;
}

function collect(found: Assignment[], object: JsonObject, type: ResourceType, prefix: string): void {
  // No answer shows an alias: who sends one means it, while the plain name beside it may only be what GET gave.
  const isAlias = (key: string): boolean => type.coreAliases.some((urn) => key.toLowerCase().startsWith(urn));
  for (const key of Object.keys(object).toSorted((one, other) => Number(isAlias(one)) - Number(isAlias(other)))) {
    const value = object[key] ?? null;
    const path = findAttribute(type, prefix + key);
    if (path !== undefined) {
      if (!isReadOnly(path)) found.push({ path, value });
      continue;
    }
    const schema = prefix === '' ? findSchema(type, key) : undefined;
    if (schema !== undefined) collectSchema(found, schema, value, type, `${key}:`);
  }
}

function collectSchema(found: Assignment[], schema: Schema, value: Json, type: ResourceType, prefix: string): void {
  if (isObject(value)) {
    collect(found, value, type, prefix);
  } else if (!isEmpty(value)) {
    throw invalidValue(`${schema.id} must be an object with attributes. Please check the attribute mapping.`);
  } else if (schema !== type.schema) {
    for (const path of attributesOf(schema)) found.push({ path, value: null });
  }
}

/** The attributes of an extension, as paths. */
export function attributesOf(extension: Schema): readonly AttributePath[] {
  return extension.attributes.map((attribute) => ({ name: `${extension.id}:${attribute.name}`, extension, attribute }));
}

/** True if clients cannot set it: the attribute or its sub-attribute is read-only. */
export function isReadOnly({ attribute, subAttribute }: AttributePath): boolean {
  return attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly';
}

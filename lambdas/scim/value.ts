import type { Attribute } from './attribute.ts';
import { parseBoolean } from './boolean.ts';
import { mergeAlike } from './elements.ts';
import { invalidValue, type ScimError } from './errors.ts';
import { isInstant } from './instant.ts';
import { type Json, type JsonObject, isArray, isEmpty, isObject } from './json.ts';
import { elementFinder, findSubAttribute } from './names.ts';

/**
 * A client's value as the attribute's type has it (RFC 7643 §2.3), or null for "not set". `name` is the attribute's
 * full name, for refusals. Read-only and unknown sub-attributes are dropped, nulls too. What identity providers write
 * differently is understood: booleans as strings, one value instead of a list, a list of one instead of a value, and a
 * text instead of an object with a `value`. Canonical values and the syntax of URLs are not insisted upon.
 */
export function readValue(attribute: Attribute, value: Json, name: string): Json {
  return attribute.multiValued ? readList(attribute, value, name) : readSingle(attribute, value, name);
}

/** One value, of an attribute with one or of a list. */
export function readSingle(attribute: Attribute, value: Json, name: string): Json {
  if (value === null) return null;
  switch (attribute.type) {
    case 'complex':
      return readComplex(attribute, value, name);
    case 'boolean':
      return readBoolean(value, name);
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      return nullIfEmpty(value, name, 'a whole number');
    case 'decimal':
      // JSON can spell 1e999, which is more than a number holds.
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      return nullIfEmpty(value, name, 'a number');
    case 'dateTime':
      if (typeof value === 'string' && isInstant(value)) return value;
      return nullIfEmpty(value, name, 'a date and time such as "2011-05-13T04:42:34Z"');
    default:
      if (typeof value === 'string') return value;
      throw wrongKind(value, name, 'a text');
  }
}

function readList(attribute: Attribute, value: Json, name: string): Json {
  if (isEmpty(value)) return null;
  const elements: Json[] = [];
  for (const item of isArray(value) ? value : [value]) {
    const element = readSingle(attribute, item, name);
    if (element !== null) elements.push(element);
  }
  return elements.length === 0 ? null : mergeAlike(elements);
}

function readBoolean(value: Json, name: string): Json {
  if (typeof value === 'boolean') return value;
  const parsed = typeof value === 'string' ? parseBoolean(value) : undefined;
  return parsed ?? nullIfEmpty(value, name, 'true or false');
}

function readComplex(attribute: Attribute, value: Json, name: string): Json {
  if (isObject(value)) return readObject(attribute, value, name);
  // Entra ID sends the manager as a list of one, or as the id alone.
  if (isArray(value) && value.length === 1 && isObject(value[0])) return readObject(attribute, value[0], name);
  if (typeof value === 'string' && findSubAttribute(attribute, 'value') !== undefined) {
    return readObject(attribute, { value }, name);
  }
  return nullIfEmpty(value, name, 'an object');
}

/** An object whose `value` is empty, or in which nothing is set, is no value. */
function readObject(attribute: Attribute, object: JsonObject, name: string): Json {
  const find = elementFinder(attribute);
  const result: Record<string, Json> = {};
  let isSet = false;
  for (const key of Object.keys(object)) {
    const sub = find(key)?.attribute;
    if (sub === undefined || sub.mutability === 'readOnly') continue;
    const value = readSingle(sub, object[key] ?? null, `${name}.${sub.name}`);
    if (sub.name === 'value' && isEmpty(value)) return refuseIfRequired(sub, name);
    if (value === null) continue;
    result[sub.name] = value;
    isSet = true;
  }
  if (result['value'] === undefined) refuseIfRequired(findSubAttribute(attribute, 'value'), name);
  return isSet ? result : null;
}

function refuseIfRequired(sub: Attribute | undefined, name: string): null {
  if (sub?.required !== true) return null;
  throw invalidValue(`Each of ${name} needs a ${sub.name}, but one came without. Please send the id of each.`);
}

function nullIfEmpty(value: Json, name: string, expected: string): null {
  if (isEmpty(value)) return null;
  throw wrongKind(value, name, expected);
}

function wrongKind(value: Json, name: string, expected: string): ScimError {
  return invalidValue(
    `The attribute ${name} must be ${expected}, but ${kindOf(value)} was sent. Please check its mapping in the identity provider.`,
  );
}

function kindOf(value: Json): string {
  if (isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'object':
      return 'an object';
    default:
      return `the ${typeof value} ${String(value)}`;
  }
}

import type { Attribute, ResourceType } from './attribute.ts';
import { type ScimError, invalidValue } from './errors.ts';
import { fold } from './fold.ts';
import { parseInstant } from './instant.ts';
import { type Json, type JsonObject, isArray, isObject } from './json.ts';
import { type AttributePath, findAttribute, findSubAttribute } from './names.ts';
import { shortened } from './shortened.ts';

/** The order that a list asks for (RFC 7644 §3.4.2.3). A complex attribute stands for its `value`. */
export type Sort = { readonly path: AttributePath; readonly order: 'ascending' | 'descending' };

/** What a resource is sorted by; undefined where it has no value. All keys of one sort are of one type. */
export type SortKey = string | number | undefined;

/** How much of a text counts, in UTF-16 code units: a cursor carries it in a URL. */
const sortedLength = 256;

/** Reads `sortBy` and `sortOrder`, which says nothing alone (RFC 7644 §3.4.2.3, P5). Throws invalidValue. */
export function readSort(
  sortBy: string | undefined,
  sortOrder: string | undefined,
  type: ResourceType,
): Sort | undefined {
  const order = readOrder(sortOrder ?? 'ascending');
  return sortBy === undefined ? undefined : { path: sortedPath(sortBy, type), order };
}

/** Orders keys as asked, and resources without a value last; descending is the reverse of that (RFC 7644 §3.4.2.3). */
export function compareSortKeys({ order }: Sort, one: SortKey, other: SortKey): number {
  const ascending = compareAscending(one, other);
  return order === 'ascending' ? ascending : -ascending;
}

/** What the resource is sorted by: of several values the primary one's, else the first one's (RFC 7644 §3.4.2.3). */
export function sortKeyOf({ path }: Sort, resource: JsonObject): SortKey {
  const { extension, attribute, subAttribute } = path;
  const holder = extension === undefined ? resource : resource[extension.id];
  const value = isObject(holder) ? preferred(holder[attribute.name]) : undefined;
  if (subAttribute === undefined) return keyOf(value, attribute);
  return isObject(value) ? keyOf(value[subAttribute.name], subAttribute) : undefined;
}

function readOrder(sortOrder: string): Sort['order'] {
  const order = sortOrder.toLowerCase();
  if (order === 'ascending' || order === 'descending') return order;
  throw invalidValue(`"${shortened(sortOrder)}" is no sortOrder. Please send ascending or descending.`);
}

function sortedPath(sortBy: string, type: ResourceType): AttributePath {
  const path = findAttribute(type, sortBy);
  if (path === undefined) throw unknown(sortBy);
  const { attribute, subAttribute, name } = path;
  if (subAttribute !== undefined || attribute.subAttributes === undefined) return path;
  const value = findSubAttribute(attribute, 'value');
  if (value === undefined) {
    const names = attribute.subAttributes.map((sub) => `${name}.${sub.name}`).join(', ');
    throw invalidValue(`Lists cannot be sorted by all of ${name}. Please send one of ${names} as sortBy.`);
  }
  return { ...path, name: `${name}.value`, subAttribute: value };
}

function unknown(sortBy: string): ScimError {
  return invalidValue(
    `Lists cannot be sorted by "${shortened(sortBy)}", which no schema has. Please send the name of an attribute as ` +
      'sortBy, such as name.familyName, or leave sortBy out.',
  );
}

function preferred(value: Json | undefined): Json | undefined {
  if (!isArray(value)) return value;
  return value.find((element) => isObject(element) && element['primary'] === true) ?? value[0];
}

function keyOf(value: Json | undefined, { type, caseExact }: Attribute): SortKey {
  switch (typeof value) {
    case 'number':
      return value;
    case 'boolean':
      return Number(value);
    case 'string':
      if (type === 'dateTime') return parseInstant(value);
      return value === '' ? undefined : beginning(caseExact ? value : fold(value));
    default:
      return undefined;
  }
}

function beginning(text: string): string {
  return text.length <= sortedLength ? text : text.slice(0, sortedLength).toWellFormed();
}

function compareAscending(one: SortKey, other: SortKey): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return one < other ? -1 : 1;
}

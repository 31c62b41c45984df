import type { Attribute } from './attribute.ts';
import { noTarget, tooLarge } from './errors.ts';
import { addElements, subtractElements } from './elements.ts';
import type { Filter } from './filter.ts';
import { type Json, type JsonObject, isArray, isEmpty, isObject } from './json.ts';
import { compileFilter } from './match.ts';
import { type AttributePath, findSubAttribute } from './names.ts';
import { mergeParts, setPart } from './part.ts';
import { printPath } from './path.ts';
import type { ElementsPath, Operation } from './operation.ts';
import { keepOnePrimary } from './primary.ts';
import { readSingle, readValue } from './value.ts';

export type { Operation } from './operation.ts';
export { readPatchRequest } from './patch-request.ts';

const mostOperations = 1000;
/** Elements that all operations together may find in their lists: what keeps the work in proportion to the body. */
const mostExamined = 50_000;

/**
 * The resource after all operations; the one given stays as it is, so a refusal leaves nothing half done (RFC 7644
 * §3.5.2). Attributes must have canonical names. What clients need beyond the RFC: `add` to an attribute with one value
 * replaces it; a filtered path that matches nothing creates its element, if the filter says what it looks like; removing
 * what is not there succeeds; `remove` with a list of values takes those alone.
 */
export function applyPatch(resource: JsonObject, operations: readonly Operation[]): JsonObject {
  if (operations.length > mostOperations) {
    throw tooLarge(`A PATCH may change at most ${mostOperations} attributes. Please send several requests.`);
  }
  const result: Draft = { ...resource };
  let examined = 0;
  for (const operation of operations) {
    examined += countExamined(result, operation);
    if (examined > mostExamined) {
      throw tooLarge(
        `The operations of this PATCH look at more than ${mostExamined} values. ` +
          'Please change several values of an attribute by one operation, or send several requests.',
      );
    }
    applyOperation(result, operation);
  }
  return result;
}

function countExamined(resource: JsonObject, { path: { path } }: Operation): number {
  return listOf(holderOf(resource, path)[path.attribute.name]).length;
}

function holderOf(resource: JsonObject, { extension }: AttributePath): JsonObject {
  const holder = extension === undefined ? resource : resource[extension.id];
  return isObject(holder) ? holder : {};
}

/** The resource as it is becoming: its own attributes are set in place, what they hold is replaced. */
type Draft = Record<string, Json>;

function applyOperation(draft: Draft, operation: Operation): void {
  const { attribute, extension } = operation.path.path;
  const { name } = attribute;
  if (extension === undefined) {
    place(draft, name, change(draft[name], operation));
    return;
  }
  const holder = { ...holderOf(draft, operation.path.path) };
  place(holder, name, change(holder[name], operation));
  place(draft, extension.id, Object.keys(holder).length > 0 ? holder : undefined);
}

function place(draft: Draft, name: string, value: Json | undefined): void {
  if (value !== undefined && !(isArray(value) && value.length === 0)) draft[name] = value;
  else if (draft[name] !== undefined) Reflect.deleteProperty(draft, name);
}

/** The attribute's value after the operation; undefined or an empty list for none. */
function change(before: Json | undefined, operation: Operation): Json | undefined {
  const { path, op } = operation;
  if (path.kind === 'elements') {
    const elements = listOf(before);
    return op === 'remove' ? removeFromElements(elements, path) : changeElements(elements, path, operation);
  }
  const { subAttribute } = path.path;
  if (subAttribute !== undefined) return changePart(before, subAttribute, operation);
  return op === 'remove' ? removeWhole(before, operation) : changeWhole(before, operation);
}

/** `add` and `replace` of an attribute as a whole (RFC 7644 §3.5.2.1, §3.5.2.3). */
function changeWhole(before: Json | undefined, { op, path: { path }, value = null }: Operation): Json | undefined {
  const { attribute, name } = path;
  const wanted = readValue(attribute, value, name);
  if (attribute.multiValued) {
    if (op === 'add') return isArray(wanted) ? addElements(listOf(before), wanted) : before;
    return wanted ?? undefined;
  }
  if (attribute.type !== 'complex' || !isObject(value)) return wanted ?? undefined;
  return clearParts(isObject(wanted) ? mergeParts(before, wanted) : before, attribute, value);
}

/** Takes away the sub-attributes that the client sent as null, and all where `value` came empty. */
function clearParts(complex: Json | undefined, attribute: Attribute, sent: JsonObject): Json | undefined {
  let result = complex;
  for (const key of Object.keys(sent)) {
    const sub = findSubAttribute(attribute, key);
    const isCleared = sent[key] === null || (sub?.name === 'value' && isEmpty(sent[key]));
    if (isCleared && sub !== undefined && sub.mutability !== 'readOnly') result = setPart(result, sub, null);
  }
  return result;
}

/** An operation on a sub-attribute, of each element where the attribute has several (RFC 7644 §3.5.2). */
function changePart(
  before: Json | undefined,
  subAttribute: Attribute,
  { op, path: { path }, value = null }: Operation,
): Json | undefined {
  const part = op === 'remove' ? null : readSingle(subAttribute, value, path.name);
  if (!path.attribute.multiValued) return changeSinglePart(before, subAttribute, part);
  const elements = listOf(before);
  if (elements.length === 0) return listOf(setPart({}, subAttribute, part));
  return keepOnePrimary(elements.flatMap((element) => setPart(element, subAttribute, part) ?? []));
}

function changeSinglePart(before: Json | undefined, subAttribute: Attribute, part: Json): Json | undefined {
  const after = setPart(before, subAttribute, part);
  return after !== undefined && subAttribute.name === 'value' ? mergeParts(before, { value: part }) : after;
}

/** `remove` of an attribute, or of the values listed: what Entra ID sends to take single members out. */
function removeWhole(before: Json | undefined, { path: { path }, value = null }: Operation): Json | undefined {
  const { attribute, name } = path;
  if (!attribute.multiValued || value === null) return undefined;
  const listed = readValue(attribute, value, name);
  return isArray(listed) ? subtractElements(listOf(before), listed) : before;
}

/** `add` and `replace` of the elements that match, or of one sub-attribute of each (RFC 7644 §3.5.2.3). */
function changeElements(
  elements: readonly Json[],
  path: ElementsPath,
  { op, value = null }: Operation,
): readonly Json[] {
  const { filter, subAttribute } = path;
  const seed = seedOf(filter);
  const wanted = readWanted(path, value);
  const changeElement = (element: JsonObject): JsonObject | undefined => {
    if (subAttribute !== undefined) return setPart(element, subAttribute, wanted);
    return isObject(wanted) ? { ...(op === 'add' ? element : seed), ...wanted } : undefined;
  };
  const isMeant = compileFilter(filter);
  const touched = new Set<Json>();
  const after: Json[] = [];
  let isMatched = false;
  for (const element of elements) {
    if (!isObject(element) || !isMeant(element)) {
      after.push(element);
      continue;
    }
    isMatched = true;
    const changed = changeElement(element);
    if (changed === undefined) continue;
    touched.add(changed);
    after.push(changed);
  }
  if (isMatched) return keepOnePrimary(after, (element) => touched.has(element));
  if (seed === undefined)
    throw noTarget(`No value matches ${printPath(path)}. Please send the value without a filter.`);
  const created = isEmpty(wanted) ? undefined : changeElement(seed);
  return created === undefined ? elements : addElements(elements, [created]);
}

function readWanted({ path, subAttribute }: ElementsPath, value: Json): Json {
  if (subAttribute === undefined) return readSingle(path.attribute, value, path.name);
  return readSingle(subAttribute, value, `${path.name}.${subAttribute.name}`);
}

/** `remove` of the elements that match, or of one sub-attribute of each (RFC 7644 §3.5.2.2); none is no error. */
function removeFromElements(elements: readonly Json[], { filter, subAttribute }: ElementsPath): readonly Json[] {
  const isMeant = compileFilter(filter);
  const result: Json[] = [];
  for (const element of elements) {
    if (!isObject(element) || !isMeant(element)) {
      result.push(element);
      continue;
    }
    const rest = subAttribute && setPart(element, subAttribute, null);
    if (rest !== undefined) result.push(rest);
  }
  return result;
}

/** What an element looks like that the filter describes: possible for `eq` and for an `and` of several. */
function seedOf(filter: Filter): JsonObject | undefined {
  if (filter.kind === 'compare') {
    const isPlain = filter.operator === 'eq' && filter.value !== null;
    return isPlain ? { [filter.path.attribute.name]: filter.value } : undefined;
  }
  if (filter.kind !== 'and') return undefined;
  const seeds = filter.operands.map(seedOf);
  return seeds.some((seed) => seed === undefined) ? undefined : Object.assign({}, ...seeds);
}

function listOf(value: Json | undefined): readonly Json[] {
  if (isArray(value)) return value;
  return value === undefined ? [] : [value];
}

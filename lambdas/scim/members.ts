import { type ScimError, mutability, tooLarge } from './errors.ts';
import type { Filter } from './filter.ts';
import { membersAttribute } from './group-schema.ts';
import { type Json, type JsonObject, isArray, isEmpty, isObject } from './json.ts';
import type { ElementsPath, Operation } from './operation.ts';
import { printPath } from './path.ts';
import { readValue } from './value.ts';

/** A member as a client names it. */
export type MemberReference = { readonly value: string; readonly type?: string };

/** One change of a group's members; only `removeMatching` needs to know who they are. */
export type MemberOperation =
  | { readonly kind: 'add'; readonly members: readonly MemberReference[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'removeMatching'; readonly filter: Filter }
  | { readonly kind: 'replace'; readonly members: readonly MemberReference[] }
  | { readonly kind: 'removeAll' };

/** Filters that are not on the id alone, each of which is held against every member. */
const mostFilters = 10;

/** Takes the changes of `members` out of the operations, so that a group can be patched without its members (G7). */
export function splitMembers(operations: readonly Operation[]): {
  readonly members: readonly MemberOperation[];
  readonly rest: readonly Operation[];
} {
  const isOfMembers = ({ path: { path } }: Operation): boolean => path.attribute.name === membersAttribute.name;
  const members = operations.filter(isOfMembers).flatMap(readMemberOperation);
  if (members.filter(({ kind }) => kind === 'removeMatching').length > mostFilters) {
    throw tooLarge(
      `A PATCH may remove members by at most ${mostFilters} filters. Please name the members by their ids.`,
    );
  }
  return {
    members,
    rest: operations.filter((operation) => !isOfMembers(operation)),
  };
}

/** The members that a client lists, each once; throws invalidValue for one without an id. */
export function readMembers(value: Json): readonly MemberReference[] {
  const elements = readValue(membersAttribute, value, membersAttribute.name);
  const members = new Map<string, MemberReference>();
  for (const element of isArray(elements) ? elements.filter(isObject) : []) {
    const member = toReference(element);
    if (!members.has(member.value)) members.set(member.value, member);
  }
  return [...members.values()];
}

function toReference({ value, type }: JsonObject): MemberReference {
  return { value: String(value), ...(typeof type === 'string' && { type }) };
}

function readMemberOperation(operation: Operation): readonly MemberOperation[] {
  const { op, path, value = null } = operation;
  const subAttribute = path.kind === 'elements' ? path.subAttribute : path.path.subAttribute;
  if (subAttribute !== undefined) throw unchangeable(operation);
  if (path.kind === 'elements') {
    // Null says that the value is not set (RFC 7643 §2.5): nobody becomes a member by it.
    const removes = op === 'remove' || (op === 'replace' && isEmpty(value));
    return [removes ? removeElements(path) : addElement(path, operation)];
  }
  switch (op) {
    case 'add':
      return [{ kind: 'add', members: readMembers(value) }];
    case 'replace':
      return [isEmpty(value) ? { kind: 'removeAll' } : { kind: 'replace', members: readMembers(value) }];
    default:
      // Entra ID lists the members to take out; only a removal that lists nothing at all is of everybody.
      return [value === null ? { kind: 'removeAll' } : { kind: 'remove', ids: readMembers(value).map(idOf) }];
  }
}

function removeElements({ filter }: ElementsPath): MemberOperation {
  const ids = namedIds(filter);
  return ids === undefined ? { kind: 'removeMatching', filter } : { kind: 'remove', ids };
}

/** `members[value eq "id"]` with `add` or `replace` says once more who is meant: nothing else can be said of a member. */
function addElement({ filter }: ElementsPath, operation: Operation): MemberOperation {
  const [id, ...others] = namedIds(filter) ?? [];
  const members = readMembers(operation.value ?? null);
  if (id === undefined || others.length > 0 || members.some(({ value }) => value !== id)) throw unchangeable(operation);
  return { kind: 'add', members: members.length > 0 ? members : [{ value: id }] };
}

/** The ids of `value eq "a" or value eq "b"`; undefined for every other filter. */
function namedIds(filter: Filter): readonly string[] | undefined {
  if (filter.kind === 'compare') {
    const isId = filter.path.attribute.name === 'value' && filter.operator === 'eq' && filter.value !== null;
    return isId ? [String(filter.value)] : undefined;
  }
  if (filter.kind !== 'or') return undefined;
  const ids = filter.operands.map(namedIds).filter((each) => each !== undefined);
  return ids.length === filter.operands.length ? ids.flat() : undefined;
}

function idOf({ value }: MemberReference): string {
  return value;
}

function unchangeable({ path }: Operation): ScimError {
  return mutability(`${printPath(path)} cannot be changed. Please remove the member and add another to members.`);
}

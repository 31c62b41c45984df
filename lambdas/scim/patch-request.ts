import type { ResourceType, Schema } from './attribute.ts';
import { type Assignment, attributesOf, isReadOnly, readAssignments } from './assignments.ts';
import { invalidPath, invalidSyntax, invalidValue, mutability, noTarget } from './errors.ts';
import { type Json, type JsonObject, isArray, isEmpty, isObject, propertyNamed } from './json.ts';
import { findAttribute } from './names.ts';
import type { Operation, TargetPath } from './operation.ts';
import { parsePath, printPath } from './path.ts';
import { requireObject } from './validate.ts';

type Verb = Operation['op'];

/**
 * The operations of a PATCH body (RFC 7644 §3.5.2). Keys and `op` in any case; `schemas` is not insisted upon; an empty
 * list changes nothing. Throws invalidSyntax, invalidPath, invalidFilter, invalidValue, mutability or noTarget.
 */
export function readPatchRequest(body: Json, type: ResourceType): readonly Operation[] {
  const operations = propertyNamed(requireObject(body), 'Operations');
  if (!isArray(operations)) {
    throw invalidSyntax('The body of a PATCH needs a list named Operations. Please send {"Operations": [...]}.');
  }
  return operations.flatMap((operation) => readOperation(operation, type));
}

function readOperation(operation: Json, type: ResourceType): readonly Operation[] {
  if (!isObject(operation)) {
    throw invalidSyntax('Each of Operations must be an object. Please send each with op, path and value.');
  }
  const op = readVerb(propertyNamed(operation, 'op'));
  const path = propertyNamed(operation, 'path');
  const value = propertyNamed(operation, 'value');
  if (isEmpty(path)) return expand(op, type.schema, value, type);
  if (typeof path !== 'string') {
    throw invalidPath('The path of an operation must be a text. Please send one such as "displayName".');
  }
  return readTarget(op, path, value, type);
}

function readVerb(op: Json | undefined): Verb {
  // Entra ID capitalizes: "Add", "Replace", "Remove".
  const verb = typeof op === 'string' ? op.toLowerCase() : undefined;
  if (verb === 'add' || verb === 'remove' || verb === 'replace') return verb;
  throw invalidSyntax('The op of an operation must be add, remove or replace. Please send one of these.');
}

function readTarget(op: Verb, text: string, value: Json | undefined, type: ResourceType): readonly Operation[] {
  const path = parsePath(text, type);
  switch (path.kind) {
    case 'unadvertised':
      return [];
    case 'schema':
      return expand(op, path.schema, value, type);
    default:
      return path.path.attribute.name === 'schemas' ? [] : [readChange(op, path, value)];
  }
}

function readChange(op: Verb, path: TargetPath, value: Json | undefined): Operation {
  if (!isWritable(path)) {
    throw mutability(`${printPath(path)} is read-only. Please take it out of the attribute mapping.`);
  }
  if (op === 'remove' && isRequired(path)) {
    // RFC 7644 §3.5.2.2 asks for mutability here, although a missing value is invalidValue elsewhere.
    throw mutability(`${printPath(path)} is required and cannot be removed. Please replace it by another value.`);
  }
  if (value !== undefined) return { op, path, value };
  if (op === 'remove') return { op, path };
  throw invalidValue(
    `The operation ${op} of ${printPath(path)} has no value. Please send one, or remove the attribute.`,
  );
}

/** An operation on the resource itself or on a whole extension, as one for each attribute in its value. */
function expand(op: Verb, schema: Schema, value: Json | undefined, type: ResourceType): readonly Operation[] {
  if (op === 'remove') return removeSchema(schema, type);
  if (schema !== type.schema) {
    if (value === undefined) throw invalidValue(`The operation ${op} of ${schema.id} has no value. Please send one.`);
    return readAssignments({ [schema.id]: value }, type).map((assignment) => assign(op, assignment));
  }
  if (!isObject(value)) {
    throw invalidValue(
      `The operation ${op} without a path needs an object as its value. Please send one with the attributes to change.`,
    );
  }
  return [
    ...readAssignments(value, type).map((assignment) => assign(op, assignment)),
    ...readFiltered(op, value, type),
  ];
}

function removeSchema(schema: Schema, type: ResourceType): readonly Operation[] {
  if (schema === type.schema) {
    throw noTarget(
      'The operation remove needs the path of an attribute. Please name the attribute that is to be removed.',
    );
  }
  return attributesOf(schema).map((path) => ({ op: 'remove', path: { kind: 'attribute', path } }));
}

function assign(op: Verb, { path, value }: Assignment): Operation {
  return { op, path: { kind: 'attribute', path }, value };
}

/** Keys such as `emails[type eq "work"].value`; those on unknown attributes are ignored like every unknown key. */
function readFiltered(op: Verb, object: JsonObject, type: ResourceType): readonly Operation[] {
  return Object.keys(object).flatMap((key) => {
    const bracket = key.indexOf('[');
    if (bracket < 0 || findAttribute(type, key.slice(0, bracket)) === undefined) return [];
    const path = parsePath(key, type);
    return path.kind === 'elements' && isWritable(path) ? { op, path, value: object[key] ?? null } : [];
  });
}

function isWritable(target: TargetPath): boolean {
  if (isReadOnly(target.path)) return false;
  return target.kind === 'attribute' || target.subAttribute?.mutability !== 'readOnly';
}

function isRequired({ kind, path }: TargetPath): boolean {
  return kind === 'attribute' && path.subAttribute === undefined && path.attribute.required;
}

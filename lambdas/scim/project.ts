import type { Attribute, ResourceType } from './attribute.ts';
import { invalidValue } from './errors.ts';
import { type Json, type JsonObject, isArray, isObject } from './json.ts';
import { findAttribute, findSchema } from './names.ts';
import { commonAttributes } from './schemas.ts';

/** Which attributes an answer shows (RFC 7644 §3.9). */
export type Selection = {
  /** True if the attribute, or a part of it, will be shown: what is not wanted need not be read. */
  wants(attribute: string): boolean;
  /** True if the request leaves it to the answer which parts of the attribute are shown beside `value`. */
  leaves(attribute: string): boolean;
  /** The resource as it is shown. Attributes must have canonical names; what no schema has is left out. */
  apply(resource: JsonObject): JsonObject;
};

/**
 * Reads `attributes` and `excludedAttributes`, each a list with commas, of names with or without URN (RFC 7644 §3.9,
 * §3.10). Unknown names are ignored; `id` and `schemas` are always shown. Throws invalidValue for both at once.
 */
export function selectAttributes(
  attributes: string | undefined,
  excludedAttributes: string | undefined,
  type: ResourceType,
): Selection {
  const included = readNames(attributes, type);
  const excluded = readNames(excludedAttributes, type);
  if (included !== undefined && excluded !== undefined) {
    throw invalidValue('attributes and excludedAttributes exclude each other. Please send only one of them.');
  }
  const choice: Choice = { included, excluded: excluded ?? new Set() };
  const core = projectAttributes([...commonAttributes, ...type.schema.attributes], '', choice);
  const extensions = type.extensions.map(({ id, attributes: own }) => ({
    name: id,
    project: projectObject(projectAttributes(own, `${id}:`, choice)),
  }));
  const projections = [...core, ...extensions];
  return {
    wants: (attribute) => {
      const wanted = findAttribute(type, attribute);
      return wanted !== undefined && isShown(wanted.attribute, wanted.name, choice);
    },
    leaves: (attribute) => !namesPart(included, attribute),
    apply: projectWith(projections),
  };
}

/** True where the names include a part of the attribute other than its `value`. */
function namesPart(names: ReadonlySet<string> | undefined, attribute: string): boolean {
  return [...(names ?? [])].some((name) => name.startsWith(`${attribute}.`) && name !== `${attribute}.value`);
}

type Choice = { readonly included: ReadonlySet<string> | undefined; readonly excluded: ReadonlySet<string> };
type Projection = { readonly name: string; readonly project: (value: Json) => Json | undefined };

/** Canonical names; undefined where nothing is asked. */
function readNames(list: string | undefined, type: ResourceType): ReadonlySet<string> | undefined {
  if (list === undefined || list.trim() === '') return undefined;
  return new Set(list.split(',').flatMap((name) => resolve(name.trim(), type)));
}

function resolve(name: string, type: ResourceType): readonly string[] {
  const path = findAttribute(type, name);
  if (path !== undefined) return [path.name];
  const schema = findSchema(type, name);
  if (schema === undefined) return [];
  const prefix = schema === type.schema ? '' : `${schema.id}:`;
  return schema.attributes.map((attribute) => prefix + attribute.name);
}

/** How to show each attribute of those that are shown; `prefix` completes their names. */
function projectAttributes(attributes: readonly Attribute[], prefix: string, choice: Choice): readonly Projection[] {
  return attributes
    .filter((attribute) => isShown(attribute, prefix + attribute.name, choice))
    .map((attribute) => ({ name: attribute.name, project: projectionOf(attribute, prefix + attribute.name, choice) }));
}

function projectionOf(attribute: Attribute, name: string, choice: Choice): Projection['project'] {
  const { subAttributes } = attribute;
  if (subAttributes === undefined || attribute.returned === 'always') return (value) => value;
  const isWhole = choice.included?.has(name) === true;
  const parts = projectAttributes(subAttributes, `${name}.`, isWhole ? { ...choice, included: undefined } : choice);
  if (parts.length === subAttributes.length) return (value) => value;
  const projectOne = projectObject(parts);
  return (value) => {
    if (!isArray(value)) return projectOne(value);
    const elements = value.flatMap((element) => projectOne(element) ?? []);
    return elements.length > 0 ? elements : undefined;
  };
}

/** RFC 7643 §7 `returned`, and what the request says about it. */
function isShown({ returned, subAttributes }: Attribute, name: string, { included, excluded }: Choice): boolean {
  switch (returned) {
    case 'always':
      return true;
    case 'never':
      return false;
    default: {
      const isNamed =
        included?.has(name) === true || subAttributes?.some((sub) => included?.has(`${name}.${sub.name}`));
      if (included !== undefined || returned === 'request') return isNamed === true;
      return !excluded.has(name);
    }
  }
}

function projectObject(projections: readonly Projection[]): Projection['project'] {
  const project = projectWith(projections);
  return (value) => {
    const projected = isObject(value) ? project(value) : {};
    return Object.keys(projected).length > 0 ? projected : undefined;
  };
}

function projectWith(projections: readonly Projection[]): (object: JsonObject) => JsonObject {
  const byName = new Map(projections.map(({ name, project }) => [name, project]));
  return (object) => {
    const result: Record<string, Json> = {};
    for (const [name, value] of Object.entries(object)) {
      const projected = byName.get(name)?.(value);
      if (projected !== undefined) result[name] = projected;
    }
    return result;
  };
}

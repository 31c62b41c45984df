import type { Attribute } from '#scim/attribute.ts';
import { defineAttribute } from '#scim/define.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import type { SchemaObject } from './openapi.ts';

/**
 * Who speaks: a request, which has nothing that is read-only; an answer that is `whole`; or one from which a projection
 * may take whatever is required (RFC 7644 §3.9).
 */
export type Side = 'request' | 'whole' | 'projected';

/** The schemas of attributes as the properties of an object, by name. */
export function propertiesOf(attributes: readonly Attribute[], side: Side): Readonly<Record<string, SchemaObject>> {
  const spoken = attributes.filter((attribute) => isSpoken(attribute, side));
  return Object.fromEntries(spoken.map((attribute) => [attribute.name, schemaOf(attribute, side)]));
}

/** The names of the attributes that are always there. */
export function requiredOf(attributes: readonly Attribute[], side: Side): readonly string[] {
  if (side === 'projected') return [];
  return attributes.filter((attribute) => attribute.required && isSpoken(attribute, side)).map(({ name }) => name);
}

function isSpoken({ mutability }: Attribute, side: Side): boolean {
  return side !== 'request' || mutability !== 'readOnly';
}

/** One attribute as a schema; `x-scim` has the characteristics that RFC 7643 §2.2 would not assume. */
function schemaOf(attribute: Attribute, side: Side): SchemaObject {
  const { description, multiValued, mutability } = attribute;
  const single = singleOf(attribute, side);
  const characteristics = unusual(attribute);
  return {
    description,
    ...(multiValued ? { type: 'array', items: single } : single),
    ...(mutability === 'readOnly' && { readOnly: true }),
    ...(mutability === 'writeOnly' && { writeOnly: true }),
    ...(Object.keys(characteristics).length > 0 && { 'x-scim': characteristics }),
  };
}

/** One value. Canonical values are a suggestion (RFC 7643 §7), so they are examples and never refuse another. */
function singleOf(attribute: Attribute, side: Side): SchemaObject {
  const { type, canonicalValues, mutability, subAttributes = [] } = attribute;
  const examples = canonicalValues === undefined ? {} : { examples: canonicalValues };
  switch (type) {
    case 'complex': {
      const required = requiredOf(subAttributes, side);
      return {
        type: 'object',
        properties: propertiesOf(subAttributes, side),
        ...(required.length > 0 && { required }),
      };
    }
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer' };
    case 'decimal':
      return { type: 'number' };
    case 'dateTime':
      return { type: 'string', format: 'date-time' };
    case 'binary':
      return { type: 'string', contentEncoding: 'base64' };
    case 'reference':
      // What clients write is stored as it comes: only our own references are sure to be any, and some of them are relative.
      return { type: 'string', ...(mutability === 'readOnly' && { format: 'uri-reference' }), ...examples };
    default:
      return { type: 'string', ...examples };
  }
}

const shown = ['caseExact', 'mutability', 'returned', 'uniqueness', 'canonicalValues', 'referenceTypes'] as const;

function unusual(attribute: Attribute): JsonObject {
  const assumed = defineAttribute('', '');
  const entries = shown.flatMap((name): [string, Json][] => {
    const value = attribute[name];
    return value === undefined || value === assumed[name] ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

import type { Attribute } from './attribute.ts';

/** An attribute with the characteristics that RFC 7643 §2.2 assumes, but for those that are given. */
export function defineAttribute(
  name: string,
  description: string,
  characteristics: Partial<Omit<Attribute, 'name' | 'description'>> = {},
): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

/** A multi-valued attribute with the sub-attributes of RFC 7643 §2.4: value, display, type and primary. */
export function definePlural(
  name: string,
  description: string,
  value: Attribute,
  canonicalTypes: readonly string[] = [],
): Attribute {
  return defineAttribute(name, description, {
    type: 'complex',
    multiValued: true,
    subAttributes: [value, display, typeOf(canonicalTypes), primary],
  });
}

/** The label `type` of RFC 7643 §2.4. Its canonical values are a suggestion: others are stored as they come. */
export function typeOf(canonicalValues: readonly string[]): Attribute {
  return defineAttribute('type', 'A label that tells what the value is for.', {
    ...(canonicalValues.length > 0 && { canonicalValues }),
  });
}

/** The marker `primary` of RFC 7643 §2.4: true for at most one value. */
export const primary: Attribute = defineAttribute(
  'primary',
  'True for the preferred value of the attribute; at most one value is.',
  { type: 'boolean' },
);

const display = defineAttribute('display', 'A name of the value for people to read.');

import type { Filter } from '#scim/filter.ts';

/** A conjunct of a filter that an index answers: the attribute must equal the value. */
export type Lookup = { readonly attribute: string; readonly value: string };

/** Finds the first conjunct that compares one of the attributes for equality with a string; `emails[value eq …]` too. */
export function findLookup(filter: Filter, attributes: readonly string[]): Lookup | undefined {
  switch (filter.kind) {
    case 'compare': {
      const { operator, path, value } = filter;
      if (operator !== 'eq' || typeof value !== 'string') return undefined;
      return attributes.includes(path.name) ? { attribute: path.name, value } : undefined;
    }
    case 'and':
      return filter.operands.map((operand) => findLookup(operand, attributes)).find((lookup) => lookup !== undefined);
    case 'some': {
      const attribute = `${filter.path.name}.value`;
      const inner = attributes.includes(attribute) ? findLookup(filter.filter, ['value']) : undefined;
      return inner && { attribute, value: inner.value };
    }
    default:
      return undefined;
  }
}

/** True where the filter looks at the attribute, at whatever depth. */
export function mentions(filter: Filter, attribute: string): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some((operand) => mentions(operand, attribute));
    case 'not':
      return mentions(filter.operand, attribute);
    default:
      return filter.path.attribute.name === attribute;
  }
}

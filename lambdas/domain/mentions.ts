import type { Filter } from '#scim/filter.ts';
import type { ListQuery } from '#scim/query.ts';

/** True where filter or sorting look at the attribute. */
export function mentions({ filter, sort }: ListQuery, attribute: string): boolean {
  return sort?.path.attribute.name === attribute || (filter !== undefined && isIn(filter, attribute));
}

function isIn(filter: Filter, attribute: string): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some((operand) => isIn(operand, attribute));
    case 'not':
      return isIn(filter.operand, attribute);
    default:
      return filter.path.attribute.name === attribute;
  }
}

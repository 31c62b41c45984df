import type { Attribute } from '#scim/attribute.ts';
import type { Comparison } from '#scim/comparison.ts';
import type { Filter } from '#scim/filter.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import { foldGroupName } from './group-names.ts';

/** Where the folded name stands while a filter looks at a group: what no schema can have. */
const foldedName = 'displayName folded';

/** Tests groups against a filter, in which `displayName eq` and `ne` ignore white space as names do (G3). */
export function groupTest(filter: Filter): (group: JsonObject) => boolean {
  if (!comparesNames(filter)) return (group) => matches(filter, group);
  // Folded once, and each group once: a filter may compare a name hundreds of times.
  const folded = foldNames(filter);
  return (group) => matches(folded, { ...group, [foldedName]: foldGroupName(String(group['displayName'])) });
}

function comparesNames(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some(comparesNames);
    case 'not':
      return comparesNames(filter.operand);
    case 'compare':
      return comparesName(filter);
    default:
      return false;
  }
}

/** The filter with its comparisons of names made on what is folded. */
function foldNames(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map(foldNames) };
    case 'not':
      return { ...filter, operand: foldNames(filter.operand) };
    case 'compare':
      return comparesName(filter) ? foldName(filter) : filter;
    default:
      return filter;
  }
}

function foldName({ path, operator, value }: Comparison): Comparison {
  const attribute: Attribute = { ...path.attribute, name: foldedName, caseExact: true };
  return { kind: 'compare', path: { name: foldedName, attribute }, operator, value: foldGroupName(String(value)) };
}

function comparesName({ path, operator, value }: Comparison): boolean {
  return path.name === 'displayName' && (operator === 'eq' || operator === 'ne') && typeof value === 'string';
}

import type { Comparison } from '#scim/comparison.ts';
import type { Filter } from '#scim/filter.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import { foldGroupName } from './group-names.ts';

/** Tests groups against a filter, in which `displayName eq` and `ne` ignore white space as names do (G3). */
export function groupTest(filter: Filter): (group: JsonObject) => boolean {
  if (!comparesNames(filter)) return (group) => matches(filter, group);
  return (group) => matches(withNamesOf(filter, String(group['displayName'])), group);
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

/** The filter as it is for a group of that name: what is compared with it becomes the same, or nothing. */
function withNamesOf(filter: Filter, name: string): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map((operand) => withNamesOf(operand, name)) };
    case 'not':
      return { ...filter, operand: withNamesOf(filter.operand, name) };
    case 'compare':
      if (!comparesName(filter)) return filter;
      return { ...filter, value: foldGroupName(String(filter.value)) === foldGroupName(name) ? name : null };
    default:
      return filter;
  }
}

function comparesName({ path, operator, value }: Comparison): boolean {
  return path.name === 'displayName' && (operator === 'eq' || operator === 'ne') && typeof value === 'string';
}

import type { ResourceType } from './attribute.ts';
import { invalidValue } from './errors.ts';
import { type Filter, parseFilter } from './filter.ts';

/** A list request after its parameters were read (RFC 7644 §3.4.2). */
export type ListQuery = {
  readonly filter: Filter | undefined;
  /** One-based place of the first resource wanted; at least 1. */
  readonly startIndex: number;
  /** 0 to 1,000. */
  readonly count: number;
};

/** How many resources a list shows unless it is asked for another number. */
const defaultCount = 100;
/** How many resources a list shows at most: more is cut (P3). */
export const largestCount = 1000;

/** Reads the parameters of a list, names in any case, unknown ones ignored (RFC 7644 §3.4.2, P3). */
export function readListQuery(parameters: ReadonlyMap<string, string>, type: ResourceType): ListQuery {
  const values = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]));
  const filter = values.get('filter');
  return {
    // An empty one is refused by the grammar: whoever filters by nothing did not mean everybody (P1).
    filter: filter === undefined ? undefined : parseFilter(filter, type),
    startIndex: Math.max(1, readInteger('startIndex', values.get('startindex')) ?? 1),
    count: Math.min(largestCount, Math.max(0, readInteger('count', values.get('count')) ?? defaultCount)),
  };
}

function readInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[+-]?\d+$/u.test(text))
    throw invalidValue(`${name} must be a whole number. Please send one such as ${name}=1.`);
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

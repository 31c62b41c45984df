import type { ResourceType } from './attribute.ts';
import { invalidCount, invalidValue } from './errors.ts';
import { type Filter, parseFilter } from './filter.ts';
import { type Sort, readSort } from './sort.ts';

/** A list request after its parameters were read (RFC 7644 §3.4.2, RFC 9865 §2). */
export type ListQuery = {
  readonly filter: Filter | undefined;
  readonly sort: Sort | undefined;
  /** One-based place of the first resource wanted; at least 1. */
  readonly startIndex: number;
  /** Where pages are asked by cursor: the cursor, empty for the first page. Then `startIndex` says nothing. */
  readonly cursor: string | undefined;
  /** 0 to 1,000. */
  readonly count: number;
  /** How far behind this page's `startIndex` the next one's is: `count` as it was asked, where fewer are wanted now (P3). */
  readonly step: number;
};

/** How many resources a list shows unless it is asked for another number. */
export const defaultCount = 100;
/** How many resources a list shows at most: more is cut (P3). */
export const largestCount = 1000;
/** Seconds for which a cursor can be used (RFC 9865 §4). */
export const cursorTimeout = 3600;

/** Reads the parameters of a list, names in any case, unknown ones ignored (RFC 7644 §3.4.2, P3). */
export function readListQuery(parameters: ReadonlyMap<string, string>, type: ResourceType): ListQuery {
  const values = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]));
  const filter = values.get('filter');
  const cursor = values.get('cursor');
  const count = readCount(values.get('count'), cursor);
  return {
    // An empty one is refused by the grammar: whoever filters by nothing did not mean everybody (P1).
    filter: filter === undefined ? undefined : parseFilter(filter, type),
    sort: readSort(values.get('sortby'), values.get('sortorder'), type),
    startIndex: readStartIndex(values.get('startindex'), cursor),
    cursor,
    count,
    step: count,
  };
}

/** Beside a cursor 1 is no contradiction: clients send it with whatever page they ask. */
function readStartIndex(text: string | undefined, cursor: string | undefined): number {
  const startIndex = Math.max(1, readInteger('startIndex', text, 1) ?? 1);
  if (cursor === undefined || startIndex === 1) return startIndex;
  throw invalidValue('cursor and startIndex exclude each other. Please send only one of them.');
}

/** A negative count is 0 (RFC 7644 §3.4.2.4), but beside a cursor refused (RFC 9865 §2.1). */
function readCount(text: string | undefined, cursor: string | undefined): number {
  if (cursor !== undefined && text !== undefined && !/^\+?\d+$/u.test(text)) {
    throw invalidCount(`count must be a whole number from 0 to ${largestCount}. Please send one such as count=100.`);
  }
  return Math.min(largestCount, Math.max(0, readInteger('count', text, defaultCount) ?? defaultCount));
}

function readInteger(name: string, text: string | undefined, example: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[+-]?\d+$/u.test(text))
    throw invalidValue(`${name} must be a whole number. Please send one such as ${name}=${example}.`);
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

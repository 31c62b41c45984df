import type { ResourceType } from './attribute.ts';
import type { Filter } from './filter.ts';

/** A list request after its parameters were read (RFC 7644 §3.4.2). */
export type ListQuery = {
  readonly filter: Filter | undefined;
  /** One-based place of the first resource wanted; at least 1. */
  readonly startIndex: number;
  /** 0 to 1,000. */
  readonly count: number;
};
export declare function readListQuery(parameters: ReadonlyMap<string, string>, type: ResourceType): ListQuery;

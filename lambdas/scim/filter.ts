import type { ResourceType } from './attribute.ts';
import type { AttributePath } from './names.ts';

/** The operators that compare with a value (RFC 7644 §3.4.2.2 table 3). */
export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * A parsed filter (RFC 7644 §3.4.2.2). Inside `some` the paths are relative to one element. Strings for boolean
 * attributes have become booleans.
 */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly operand: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: Operator;
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: 'some'; readonly path: AttributePath; readonly filter: Filter };

export type FilterLimits = { readonly length: number; readonly depth: number; readonly nodes: number };
export declare function parseFilter(text: string, type: ResourceType, limits?: FilterLimits): Filter;
export declare function printFilter(filter: Filter): string;

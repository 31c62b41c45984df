import { ScimError } from '#scim/errors.ts';
import type { JsonObject } from '#scim/json.ts';
import { groupResourceType, userResourceType } from '#scim/schemas.ts';

/** Work whose size can be doubled; the largest size is eight times the smallest and within the limits, unless said. */
export type GrowthInput = {
  readonly name: string;
  readonly smallest: number;
  /** The limit that keeps the work small although it grows faster than the input; the largest size is up to it. */
  readonly bound?: string;
  /** Makes the input; what it gives does the work, and is all that is measured. */
  readonly prepare: (size: number) => () => unknown;
};

/** The types that the inputs are of. */
export const user = userResourceType({
  name: 'statsigOrgRole',
  urn: 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User',
  product: 'Statsig',
});
/** See `user`. */
export const group = groupResourceType('readWrite');

/** So many of what `make` makes. */
export function times<Result>(count: number, make: (index: number) => Result): Result[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The work, or its refusal: growing slowly is asked of both. */
export function orRefusal(work: () => unknown): () => unknown {
  return () => {
    try {
      return work();
    } catch (error) {
      if (error instanceof ScimError) return error;
      throw error;
    }
  };
}

/** So many roles of a user, from that number on. */
export const roles = (count: number, from = 0): readonly JsonObject[] =>
  times(count, (index) => ({ value: `role${from + index}`, type: index % 2 === 0 ? 'a' : 'b' }));
/** A filter of so many comparisons. */
export const anyOf = (count: number, attribute = 'title'): string =>
  times(count, (index) => `${attribute} eq "${index}"`).join(' or ');

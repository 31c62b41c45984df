import type { Product } from '#domain/product.ts';
import { refusals } from '#domain/refusals.ts';
import { ScimError } from '#scim/errors.ts';
import type { Caller } from './caller.ts';
import { expiringCache } from './expiring-cache.ts';

/** So many requests without a valid key a source may send in a minute before it is told to wait. */
export const wrongKeysAllowed = 30;
/** The minute, in milliseconds; it begins with the first of them. */
export const wrongKeysWithin = 60_000;

/** Sources that are remembered. */
const remembered = 1_000;

/** Looks for the caller of a request from a source; throws what `lookup` throws, or 429. */
export type WrongKeys = (source: string, at: number, lookup: () => Promise<Caller>) => Promise<Caller>;

/**
 * Answers 429 in the place of 401 to sources that send many wrong keys. Whether a key is wrong is looked at first, because
 * the customers of an identity provider share its addresses: a valid key comes in from everywhere, whatever others send.
 */
export function wrongKeys(product: Product): WrongKeys {
  const sources = expiringCache<{ count: number; readonly until: number }>(remembered);

  return async (source, at, lookup) => {
    try {
      return await lookup();
    } catch (error) {
      if (!(error instanceof ScimError) || error.status !== 401) throw error;
      const counted = sources.get(source, at) ?? { count: 0, until: at + wrongKeysWithin };
      counted.count += 1;
      // Put anew, so that who goes on is not the oldest.
      sources.set(source, counted, counted.until);
      if (counted.count <= wrongKeysAllowed) throw error;
      throw refusals.tooManyWrongKeys(product, (counted.until - at) / 1000);
    }
  };
}

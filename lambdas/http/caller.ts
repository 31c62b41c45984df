import type { Registry } from '#domain/directory.ts';
import { endOfKey } from '#domain/key.ts';
import type { KeyRecord, KeyScope } from '#domain/key.ts';
import { hashKey, isWellFormedKey } from '#domain/keys.ts';
import type { Organization } from '#domain/organization.ts';
import type { Product } from '#domain/product.ts';
import { assertProduct } from '#domain/product-of-data.ts';
import { ScimError, unauthorized } from '#scim/errors.ts';
import { expiringCache } from './expiring-cache.ts';

/** Who calls: the key says which organization (T1). */
export type Caller = { readonly keyId: string; readonly scope: KeyScope; readonly organization: Organization };

/** Finds the caller of an `Authorization` header, or throws 401 (T4). */
export type CallerLookup = (
  authorization: string | undefined,
  /** Is told where the key is one of ours that has ended: its organization should know, its caller should not (T4). */
  onEnded?: (key: KeyRecord) => void,
) => Promise<Caller>;

/** How long a key is believed without a look into the table, in milliseconds (T3). */
export const acceptedFor = 30_000;
/** How long a refusal is repeated without a look into the table, in milliseconds (T3). */
export const refusedFor = 5_000;
/** A key's last use is written again once what is written is this old, in milliseconds (T2). */
export const usedWithin = 3_600_000;
/** Keys remembered of each kind; refused ones apart, so that made-up keys cannot push out good ones. */
const remembered = 1_000;

/** Makes the look-up of callers, with its memory of keys accepted and refused a moment ago (T1-T4). */
export function callerLookup(options: {
  readonly registry: Pick<Registry, 'key' | 'organization' | 'keyUsed'>;
  readonly product: Product;
  now(): Date;
  /** Is told what went wrong beside the request. */
  warn(fault: unknown): void;
}): CallerLookup {
  const { registry, product, now, warn } = options;
  const accepted = expiringCache<Caller>(remembered);
  const refused = expiringCache<true>(remembered);

  return async (authorization, onEnded) => {
    const key = keyOf(authorization);
    if (key === undefined || !isWellFormedKey(key)) throw refusal(product);
    const hash = hashKey(key);
    // The clock is read before the table: what the table says may be older than the answer.
    const asked = now().getTime();
    const known = accepted.get(hash, asked);
    if (known !== undefined) return known;
    if (refused.get(hash, asked) === true) throw refusal(product);

    const record = await registry.key(hash);
    const end = record === undefined ? 0 : endOfKey(record);
    const organization = record && (await registry.organization(record.organizationId));
    if (record === undefined || organization === undefined || asked >= end) {
      refused.set(hash, true, asked + refusedFor);
      // Into one that was deleted nothing is written any more.
      if (record !== undefined && organization !== undefined) onEnded?.(record);
      throw refusal(product);
    }
    assertProduct(organization, product);
    const caller: Caller = { keyId: record.id, scope: record.scope, organization };
    accepted.set(hash, caller, Math.min(asked + acceptedFor, end));
    if (record.lastUsedAt === undefined || asked - Date.parse(record.lastUsedAt) > usedWithin) {
      // A note for the administrator: no request is refused for the want of it.
      await registry.keyUsed(record, new Date(asked).toISOString()).catch(warn);
    }
    return caller;
  };
}

/** Throws 403 where a key that may only read would write (T2). */
export function requireWriteScope(caller: Caller, product: Product): void {
  if (caller.scope === 'full') return;
  throw new ScimError(
    403,
    `This SCIM key may only read. Please use a SCIM key of the scope full, which the ${product.name} Console creates.`,
    { code: 'keyMayOnlyRead' },
  );
}

/** The token of the header; without the scheme too, the mistake that Okta's administrators make most (T4). */
function keyOf(authorization: string | undefined): string | undefined {
  return /^\s*(?:bearer\s+)?(\S+)\s*$/iu.exec(authorization ?? '')?.[1];
}

/** One sentence for every reason: no hint whether the key ever existed (T4). */
function refusal(product: Product): ScimError {
  return unauthorized(
    'The SCIM key is missing or not valid. Please create a SCIM key in the ' +
      `${product.name} Console and enter it as the API token of the provisioning connection.`,
  );
}

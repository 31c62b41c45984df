import { consoleRefusals } from '#domain/console-refusals.ts';
import type { Registry } from '#domain/directory.ts';
import type { Organization } from '#domain/organization.ts';
import type { Product } from '#domain/product.ts';
import { assertProduct } from '#domain/product-of-data.ts';
import { isUuid } from '#domain/uuid.ts';
import { acceptedFor } from './caller.ts';
import { expiringCache } from './expiring-cache.ts';
import type { OrganizationOperation } from './admin-operation.ts';

/** Finds the organization that an operation is on, or throws 404. */
export type OrganizationLookup = (operation: OrganizationOperation, id: string) => Promise<Organization>;

const remembered = 1_000;

/**
 * Makes the look-up of organizations. What reads something else than the organization itself believes a copy as long
 * as a key's is believed (T3); what writes never does.
 */
export function organizationLookup(options: {
  readonly registry: Pick<Registry, 'organization' | 'organizationEvenRemoved'>;
  readonly product: Product;
  now(): Date;
}): OrganizationLookup {
  const { registry, product, now } = options;
  const known = expiringCache<Organization>(remembered);

  return async (operation, id) => {
    if (!isUuid(id)) throw consoleRefusals.organizationNotFound(id);
    const asked = now().getTime();
    const mayBeCopy = operation.method === 'GET' && operation.path !== '/organizations/{org}';
    const copy = mayBeCopy ? known.get(id, asked) : undefined;
    if (copy !== undefined) return copy;
    const organization = await (operation.evenRemoved === true
      ? registry.organizationEvenRemoved(id)
      : registry.organization(id));
    if (organization === undefined) throw consoleRefusals.organizationNotFound(id);
    assertProduct(organization, product);
    // A write may change it, or take it away; and one that was removed is there for nobody else.
    known.set(id, organization, mayBeCopy && operation.evenRemoved !== true ? asked + acceptedFor : asked);
    return organization;
  };
}

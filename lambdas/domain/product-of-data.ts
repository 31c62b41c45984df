import type { Organization } from './organization.ts';
import type { Product } from './product.ts';

/**
 * Throws a fault, before anything is read or written, where a deployment has another product name than the one by which an
 * organization was made: its groups would have other names, and nothing would keep those from others (G1, G3).
 */
export function assertProduct({ id, product: made }: Pick<Organization, 'id' | 'product'>, { name }: Product): void {
  if (made === undefined || made === name) return;
  throw new Error(
    `The organization ${id} was made for the product "${made}", and this deployment is of the product "${name}". ` +
      `Please deploy it with the product name "${made}" again; by "rollcall export" and "rollcall import --product" ` +
      'an organization comes under another one.',
  );
}

import { expect, it } from 'vitest';
import { productNamed } from '../../lambdas/domain/product.ts';

it.each([
  ['Statsig', 'Statsig', 'statsigOrgRole'],
  ['Acme Cloud', 'AcmeCloud', 'acmeCloudOrgRole'],
  ['feature-flags 2', 'feature-flags2', 'featureFlags2OrgRole'],
])('O6: the product %s names groups %s-… and the attribute %s', (name, groupPrefix, orgRole) => {
  const product = productNamed(name);
  expect(product).toMatchObject({ name, groupPrefix, orgRole });
  expect(product.orgRoleUrn).toBe(`urn:ietf:params:scim:schemas:extension:${orgRole.replace('OrgRole', '')}:2.0:User`);
});

it('refuses a name without a letter or digit', () => {
  expect(() => productNamed(' – ')).toThrow('has no letter or digit');
});

it.each(['365', '1Password', 'Übung', 'Café Cloud', 'Продукт'])(
  'refuses the name %s, after which RFC 7643 §2.1 lets no attribute be named',
  (name) => {
    expect(() => productNamed(name)).toThrow(/No attribute can be named.+Please/u);
  },
);

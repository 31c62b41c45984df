import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOrganization } from '#domain/console-organizations.ts';
import { createKey } from '#domain/founding.ts';
import { assertProduct } from '#domain/product-of-data.ts';
import { productNamed } from '#domain/product.ts';
import { callerLookup } from '#http/caller.ts';
import { organizationLookup } from '#http/admin-organization.ts';
import { adminOperations } from '#http/admin-operations.ts';
import { deskOf } from '../support/console.ts';
import { startTable, type Table } from '../support/table.ts';
import { product, stamp, steadyClock } from '../support/world.ts';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const other = productNamed('Acme');

it('G1, G3: a deployment of another product name than an organization was made by refuses all requests on it', async () => {
  const { registry } = table;
  const clock = steadyClock();
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const wanted = { name: 'Acme', domains: ['example.com'], owner };
  const { organization } = await createOrganization(deskOf(registry, clock), wanted);
  const { id } = organization;
  const directory = registry.directory(id, stamp());
  const { key } = await createKey(directory, { organizationId: id, name: 'Okta', scope: 'full' }, clock);
  const read = adminOperations.find(({ operationId }) => operationId === 'readOrganization');
  if (read?.scope !== 'organization') throw new Error('There is no such operation.');
  const now = (): Date => clock.now();
  const lookups = (named: typeof product) => [
    () => callerLookup({ registry, product: named, now, warn: () => undefined })(`Bearer ${key}`),
    () => organizationLookup({ registry, product: named, now })(read, id),
  ];
  for (const lookup of lookups(product)) await expect(lookup()).resolves.toBeDefined();
  for (const lookup of lookups(other)) {
    await expect(lookup()).rejects.toThrow(
      `The organization ${id} was made for the product "Statsig", and this deployment is of the product "Acme". ` +
        'Please deploy it with the product name "Statsig" again;',
    );
  }
});

it('an organization that was made before its product was kept is of any', () => {
  expect(assertProduct({ id: '1' }, other)).toBeUndefined();
});

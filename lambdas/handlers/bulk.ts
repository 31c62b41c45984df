import { groupUseCases } from '#domain/groups.ts';
import { productNamed } from '#domain/product.ts';
import { userUseCases } from '#domain/users.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { readSettings } from '../settings.ts';
import { openTable } from './open-table.ts';

const settings = readSettings(process.env);

/** Answers `/Bulk`. */
export const handler = scimEndpoint({
  operations: bulkOperations({
    ...resourceOperations('/Users', userUseCases),
    ...resourceOperations('/Groups', groupUseCases),
  }),
  ...openTable(settings),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  rate: settings.RATE_LIMIT,
  trustedProxies: settings.TRUSTED_PROXIES,
});

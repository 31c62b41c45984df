import { userUseCases } from '#domain/users.ts';
import { productNamed } from '#domain/product.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { readSettings } from '../settings.ts';
import { openTable } from './open-table.ts';

const settings = readSettings(process.env);

/** Answers the routes under `/Users`. */
export const handler = scimEndpoint({
  operations: resourceOperations('/Users', userUseCases),
  ...openTable(settings),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  rate: settings.RATE_LIMIT,
  trustedProxies: settings.TRUSTED_PROXIES,
});

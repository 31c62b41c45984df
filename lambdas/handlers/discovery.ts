import { productNamed } from '#domain/product.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { readSettings } from '../settings.ts';
import { openTable } from './open-table.ts';

const settings = readSettings(process.env);

/** Answers `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas`. */
export const handler = scimEndpoint({
  operations: discoveryOperations(settings.DOCUMENTATION_URL),
  ...openTable(settings),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  rate: settings.RATE_LIMIT,
  trustedProxies: settings.TRUSTED_PROXIES,
});

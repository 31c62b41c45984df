import { productNamed } from '#domain/product.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { searchOperations } from '#http/search-operations.ts';
import { readSettings } from '../settings.ts';
import { openTable } from './open-table.ts';

const settings = readSettings(process.env);

/** Answers `/.search`, and queries at the base URL itself, over users and groups together. */
export const handler = scimEndpoint({
  operations: searchOperations,
  ...openTable(settings),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  rate: settings.RATE_LIMIT,
  trustedProxies: settings.TRUSTED_PROXIES,
});

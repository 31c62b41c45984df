import { groupUseCases } from '#domain/groups.ts';
import { productNamed } from '#domain/product.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { readSettings } from '../settings.ts';
import { openTable } from './open-table.ts';

const settings = readSettings(process.env);

/** Answers the routes under `/Groups`. */
export const handler = scimEndpoint({
  operations: resourceOperations('/Groups', groupUseCases),
  ...openTable(settings),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  rate: settings.RATE_LIMIT,
  trustedProxies: settings.TRUSTED_PROXIES,
});

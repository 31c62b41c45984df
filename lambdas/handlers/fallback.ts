import { productNamed } from '#domain/product.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { fallbackOperations } from '#http/fallback-operations.ts';
import { readSettings } from '../settings.ts';

const settings = readSettings(process.env);

/** Answers every route that no other Lambda takes. It never looks at a key and has no right to the table. */
export const handler = scimEndpoint({
  operations: fallbackOperations,
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
});

import { productNamed } from '#domain/product.ts';
import { adminEndpoint } from '#http/admin-endpoint.ts';
import { adminOperations } from '#http/admin-operations.ts';
import { createClient } from '#storage/client.ts';
import { tableRegistry } from '#storage/registry.ts';
import { readSettings } from '../settings.ts';

const settings = readSettings(process.env);
const client = createClient(settings.DYNAMODB_ENDPOINT);

/** Answers the routes under `/admin`: the Console. */
export const handler = adminEndpoint({
  operations: adminOperations,
  registry: tableRegistry({ client, tableName: settings.TABLE_NAME, activityDays: settings.ACTIVITY_DAYS }),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  adminKeyHash: settings.ADMIN_KEY_HASH,
  helpUrl: settings.HELP_URL,
});

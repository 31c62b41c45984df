import { productNamed } from '#domain/product.ts';
import { activityPlace } from '#http/activity-place.ts';
import { adminEndpoint } from '#http/admin-endpoint.ts';
import { consoleOperations } from '#http/console-operations.ts';
import { readSettings } from '../settings.ts';
import { openTable } from './open-table.ts';

const settings = readSettings(process.env);

/** Answers the routes under `/admin`: the Console, all but its activity log. */
export const handler = adminEndpoint({
  operations: consoleOperations,
  elsewhere: [activityPlace],
  ...openTable(settings),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  adminKeyHash: settings.ADMIN_KEY_HASH,
  helpUrl: settings.HELP_URL,
});

import { productNamed } from '#domain/product.ts';
import { activityPlace } from '#http/activity-place.ts';
import { adminEndpoint } from '#http/admin-endpoint.ts';
import { consoleOperations } from '#http/console-operations.ts';
import { printKeyTrouble } from '#http/key-log.ts';
import { createClient } from '#storage/client.ts';
import { attachMeter } from '#storage/meter.ts';
import { openPepper } from '#storage/open-pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import { readSettings } from '../settings.ts';

const settings = readSettings(process.env);
const client = createClient(settings.DYNAMODB_ENDPOINT);

/** Answers the routes under `/admin`: the Console, all but its activity log. */
export const handler = adminEndpoint({
  operations: consoleOperations,
  elsewhere: [activityPlace],
  registry: tableRegistry({
    client,
    tableName: settings.TABLE_NAME,
    activityDays: settings.ACTIVITY_DAYS,
    pepper: openPepper(client, settings, printKeyTrouble),
    report: printKeyTrouble,
  }),
  meter: attachMeter(client),
  product: productNamed(settings.PRODUCT_NAME),
  publicHosts: settings.PUBLIC_HOSTS,
  adminKeyHash: settings.ADMIN_KEY_HASH,
  helpUrl: settings.HELP_URL,
});

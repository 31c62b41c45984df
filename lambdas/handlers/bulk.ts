import { groupUseCases } from '#domain/groups.ts';
import { productNamed } from '#domain/product.ts';
import { userUseCases } from '#domain/users.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { printKeyTrouble } from '#http/key-log.ts';
import { createClient } from '#storage/client.ts';
import { attachMeter } from '#storage/meter.ts';
import { openPepper } from '#storage/open-pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import { readSettings } from '../settings.ts';

const settings = readSettings(process.env);
const client = createClient(settings.DYNAMODB_ENDPOINT);

/** Answers `/Bulk`. */
export const handler = scimEndpoint({
  operations: bulkOperations({
    ...resourceOperations('/Users', userUseCases),
    ...resourceOperations('/Groups', groupUseCases),
  }),
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
  rate: settings.RATE_LIMIT,
  trustedProxies: settings.TRUSTED_PROXIES,
});

import { productNamed } from '#domain/product.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { printKeyTrouble } from '#http/key-log.ts';
import { createClient } from '#storage/client.ts';
import { attachMeter } from '#storage/meter.ts';
import { openPepper } from '#storage/open-pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import { readSettings } from '../settings.ts';

const settings = readSettings(process.env);
const client = createClient(settings.DYNAMODB_ENDPOINT);

/** Answers `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas`. */
export const handler = scimEndpoint({
  operations: discoveryOperations(settings.DOCUMENTATION_URL),
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

import type { Registry } from '#domain/directory.ts';
import type { Meter } from '#domain/meter.ts';
import { printKeyTrouble } from '#http/key-log.ts';
import { createClient } from '#storage/client.ts';
import { attachMeter } from '#storage/meter.ts';
import { openPepper } from '#storage/open-pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Settings } from '../settings.ts';

/**
 * The table of an endpoint that knows SCIM keys, and the meter of what is asked of it. Throws one sentence where the
 * settings do not say where the pepper of the keys is.
 */
export function openTable(settings: Settings): { readonly registry: Registry; readonly meter: Meter } {
  const client = createClient(settings.DYNAMODB_ENDPOINT);
  const registry = tableRegistry({
    client,
    tableName: settings.TABLE_NAME,
    activityDays: settings.ACTIVITY_DAYS,
    pepper: openPepper(client, settings, printKeyTrouble),
    report: printKeyTrouble,
  });
  return { registry, meter: attachMeter(client) };
}

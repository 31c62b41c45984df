import { printChanges, printStreamFailure } from '#http/stream-log.ts';
import { createClient } from '#storage/client.ts';
import { streamConsumers } from '#storage/stream-consumers.ts';
import { streamWorker } from '#storage/stream-worker.ts';
import { readSettings } from '../settings.ts';

const settings = readSettings(process.env);

/** Works on what the table's stream tells: whatever follows from a write without its request waiting for it. */
export const handler = streamWorker({
  client: createClient(settings.DYNAMODB_ENDPOINT),
  tableName: settings.TABLE_NAME,
  consumers: streamConsumers({ activityDays: settings.ACTIVITY_DAYS, tell: printChanges }),
  report: printStreamFailure,
});

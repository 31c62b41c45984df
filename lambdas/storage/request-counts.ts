import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RequestCount } from '#domain/rate.ts';
import { rateWindow } from '#domain/rate.ts';
import { schemaVersion } from './item.ts';
import type { Attributes } from './item.ts';
import { requestCountKey } from './rate-keys.ts';
import type { Session } from './session.ts';
import { change } from './write.ts';

/** Stands before the name of an environment, each of which has an attribute of its own. */
const prefix = 'of_';

/** Seconds that a count is kept after its window: more than clocks differ. */
const keptFor = 60;

/**
 * Tells what an environment has counted, and gives what the others have told. Each sets its own number and never adds to
 * one, so that a repetition after a lost answer counts nothing twice. Tried once: who counts goes on without an answer.
 */
export async function tellRequests(session: Session, count: RequestCount): Promise<number> {
  const { client, tableName, organization, stamp, timing, deadline } = session;
  const own = prefix + count.environment;
  const set = {
    [own]: count.requests,
    type: 'requestCount',
    v: schemaVersion,
    by: stamp,
    expiresAt: Math.ceil((count.window + rateWindow) / 1000) + keptFor,
  };
  const Key = requestCountKey(organization, count.window);
  const { Update } = change(session, Key, { set }).action;
  const command = new UpdateCommand({ ...Update, TableName: tableName, Key, ReturnValues: 'ALL_NEW' });
  const abortSignal = AbortSignal.timeout(Math.max(0, deadline - timing.now()));
  const { Attributes: counts = {} } = await client.send(command, { abortSignal });
  return sumOfOthers(counts, own);
}

function sumOfOthers(counts: Attributes, own: string): number {
  return Object.entries(counts).reduce(
    (sum, [name, number]) => (name.startsWith(prefix) && name !== own ? sum + Number(number) : sum),
    0,
  );
}

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { schemaVersion } from './item.ts';
import { lostUsersKey } from './loss-keys.ts';
import { persist } from './persist.ts';
import type { Session } from './session.ts';

/** Milliseconds in which users who are deactivated or deleted are counted together. */
const lossWindow = 600_000;

/** Seconds that a count is kept after its window. */
const keptFor = 3_600;

const counted = z.object({ users: z.number() });

/** Counts users who were deactivated or deleted, and gives how many there are in the present window; twice at worst. */
export async function countLostUsers(session: Session, users: number): Promise<number> {
  const { client, tableName, organization, stamp, timing } = session;
  const window = Math.floor(timing.now() / lossWindow) * lossWindow;
  const command = new UpdateCommand({
    TableName: tableName,
    Key: lostUsersKey(organization, window),
    UpdateExpression: 'SET #type = :type, #v = :v, #by = :by, #expiresAt = :expiresAt ADD #users :users',
    ExpressionAttributeNames: {
      '#type': 'type',
      '#v': 'v',
      '#by': 'by',
      '#expiresAt': 'expiresAt',
      '#users': 'users',
    },
    ExpressionAttributeValues: {
      ':type': 'lostUsers',
      ':v': schemaVersion,
      ':by': stamp,
      ':expiresAt': (window + lossWindow) / 1000 + keptFor,
      ':users': users,
    },
    ReturnValues: 'UPDATED_NEW',
  });
  const { Attributes } = await persist(session, ({ options }) => client.send(command, options));
  return counted.parse(Attributes).users;
}

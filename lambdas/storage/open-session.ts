import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RequestStamp } from '#domain/directory.ts';
import { openDocuments } from './documents.ts';
import { toStamp } from './item.ts';
import type { Session, Timing } from './session.ts';

/** Where the table is. */
export type StoreSettings = {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly timing?: Timing;
};

/** The time, and the chance, of the world. */
export const realTiming: Timing = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  random: () => Math.random(),
  newToken: () => randomUUID(),
};

/** Opens the ways to the organizations' parts of a table. */
export function sessionOpener({ client, tableName, timing = realTiming }: StoreSettings) {
  const documents = openDocuments(client);
  return (organization: string, request: RequestStamp): Session => ({
    client: documents,
    tableName,
    timing,
    organization,
    stamp: toStamp(request),
    deadline: request.deadline,
  });
}

import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { realTiming, sessionOpener } from '#storage/open-session.ts';
import type { Session } from '#storage/session.ts';

/** A session without a deadline, as an operator has it, that does not wait in earnest. */
export function operatorSession(
  { client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string },
  organizationId: string,
): Session {
  const timing = { ...realTiming, sleep: async () => undefined };
  return sessionOpener({ client, tableName, timing })(organizationId, {
    actor: 'verify',
    requestId: randomUUID(),
    at: new Date().toISOString(),
    deadline: Number.POSITIVE_INFINITY,
  });
}

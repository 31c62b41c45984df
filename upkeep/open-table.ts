import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClient } from '#storage/client.ts';

/** Where the table is: in a Region, with the operator's own credentials, or at the URL of another DynamoDB. */
export type TablePlace = {
  readonly tableName: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
};

/** A client for an operator's program; whoever opens it destroys it. */
export function openClient({ endpoint, region, profile }: TablePlace): DynamoDBClient {
  if (endpoint !== undefined) return createClient(endpoint);
  return new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  });
}

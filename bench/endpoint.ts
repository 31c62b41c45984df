import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { groupUseCases } from '#domain/groups.ts';
import { userUseCases } from '#domain/users.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import type { GatewayResponse } from '#http/operation.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import type { JsonObject } from '#scim/json.ts';
import { tableRegistry } from '#storage/registry.ts';
import { eventOf, invocation, type ShortRequest } from '../test/support/endpoint.ts';
import { product } from './fill.ts';
import { testPepper } from '../test/support/engine.ts';

/** An answer, its body read. */
export type Answer = { readonly status: number; readonly body: JsonObject };

/** Sends a request as API Gateway would, with one organization's key. */
export type Send = (request: ShortRequest) => Promise<Answer>;

/** The Lambdas of users and groups in this process, on a table. Gives who calls with a key. */
export function openEndpoint(table: { readonly client: DynamoDBClient; readonly tableName: string }) {
  const operations = {
    ...resourceOperations('/Users', userUseCases),
    ...resourceOperations('/Groups', groupUseCases),
  };
  const routes = Object.keys(operations);
  const handler = scimEndpoint({
    operations,
    registry: tableRegistry({ ...table, pepper: testPepper }),
    product,
    publicHosts: [],
    writeLine: () => undefined,
  });
  return (key: string): Send =>
    async (request) => {
      const sent = { ...request, url: `/scim/v2${request.url}`, key };
      return readAnswer(await handler(eventOf(sent, routes), invocation(10_000)));
    };
}

/** The answer, which has to be a success. */
export async function succeed(answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  if (answer.status >= 300) throw new Error(`Answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

function readAnswer({ statusCode, body = '{}' }: GatewayResponse): Answer {
  return { status: statusCode, body: JSON.parse(body) as JsonObject };
}

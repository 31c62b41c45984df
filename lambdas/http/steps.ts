import type { MiddlewareObj } from '@middy/core';
import type { Context as LambdaContext } from 'aws-lambda';
import { unavailable } from '#scim/errors.ts';
import type { GatewayEvent, GatewayResponse } from './operation.ts';

/** One step of a stack; `Invocation` carries what the steps leave for one another. */
export type Step<Invocation extends LambdaContext> = MiddlewareObj<GatewayEvent, GatewayResponse, Error, Invocation>;

/** How a stack gives up: with 503, a moment before Lambda's own timeout would leave the request without an answer. */
export const givingUp = {
  timeoutEarlyInMillis: 300,
  timeoutEarlyResponse: (): never => {
    throw unavailable('The request took too long and was given up. Please send it again.', 5);
  },
};

/** HEAD is GET without the body, which is left out at the very end (RFC 9110 §9.3.2). */
export function bodyWhereWanted<Invocation extends LambdaContext>(): Step<Invocation> {
  const leaveOut: Step<Invocation>['after'] = (request) => {
    if (request.event.requestContext.http.method !== 'HEAD' || !request.response) return;
    const { body: _, isBase64Encoded: _coded, ...rest } = request.response;
    request.response = rest;
  };
  return { after: leaveOut, onError: leaveOut };
}

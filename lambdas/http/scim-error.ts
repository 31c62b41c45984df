import { ScimError } from '#scim/errors.ts';
import { errorBody } from '#scim/messages.ts';
import type { GatewayResponse } from './operation.ts';
import { respond } from './response.ts';

/**
 * The answer to an error, the only place that makes one: a refusal as it is, anything else 500 with the request id
 * and nothing else.
 */
export function errorResponse(error: unknown, requestId: string): GatewayResponse {
  const refusal =
    error instanceof ScimError
      ? error
      : new ScimError(500, `Something went wrong on our side. Please report the request id ${requestId}.`);
  return respond({ status: refusal.status, body: errorBody(refusal), headers: refusal.headers });
}

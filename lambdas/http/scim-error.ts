import { ScimError } from '#scim/errors.ts';
import { errorBody } from '#scim/messages.ts';
import type { GatewayResponse } from './operation.ts';
import { respond } from './response.ts';

/** What the caller is told of an error: a refusal as it is, of anything else 500 with the request id and no more. */
export function refusalOf(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  return new ScimError(500, `Something went wrong on our side. Please report the request id ${requestId}.`);
}

/** The answer to an error, the only place that makes one. */
export function errorResponse(error: unknown, requestId: string): GatewayResponse {
  const refusal = refusalOf(error, requestId);
  return respond({ status: refusal.status, body: errorBody(refusal), headers: refusal.headers });
}

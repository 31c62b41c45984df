import type { ScimError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { urns } from './urns.ts';

/** The answer to a list request (RFC 7644 §3.4.2); `startIndex` is the place of the first resource in it. */
export function listResponse(resources: readonly JsonObject[], totalResults: number, startIndex: number): JsonObject {
  return {
    schemas: [urns.listResponse],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

/** The body of a refusal (RFC 7644 §3.12); `status` is a string, as the RFC and Okta want it. */
export function errorBody(error: ScimError): JsonObject {
  return {
    schemas: [urns.error],
    status: String(error.status),
    ...(error.scimType !== undefined && { scimType: error.scimType }),
    detail: error.detail,
  };
}

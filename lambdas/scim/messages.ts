import type { ScimError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { urns } from './urns.ts';

/** The cursors of the pages beside one (RFC 9865 §2). */
export type PageCursors = { readonly previousCursor?: string; readonly nextCursor?: string };

/**
 * The answer to a list request (RFC 7644 §3.4.2). `startIndex` is the place of the first resource in it; a page that
 * was asked by cursor has none (RFC 9865 §2).
 */
export function listResponse(
  resources: readonly JsonObject[],
  totalResults: number,
  startIndex: number | undefined,
  { previousCursor, nextCursor }: PageCursors = {},
): JsonObject {
  return {
    schemas: [urns.listResponse],
    totalResults,
    ...(startIndex !== undefined && { startIndex }),
    itemsPerPage: resources.length,
    ...(previousCursor !== undefined && { previousCursor }),
    ...(nextCursor !== undefined && { nextCursor }),
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

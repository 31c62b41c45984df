import type { ScimError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { errorBody } from './messages.ts';
import { urns } from './urns.ts';

/** What became of one operation of a Bulk request. */
export type BulkResult = {
  readonly method?: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly status: number;
  readonly refusal?: ScimError;
};

/** The answer to a Bulk request (RFC 7644 §3.7); `status` is a string, and only refusals have a body. */
export function bulkResponse(results: readonly BulkResult[]): JsonObject {
  return {
    schemas: [urns.bulkResponse],
    Operations: results.map(({ status, refusal, ...rest }) => ({
      ...rest,
      status: String(status),
      ...(refusal !== undefined && { response: errorBody(refusal) }),
    })),
  };
}

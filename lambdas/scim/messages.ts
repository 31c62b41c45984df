import type { ScimError } from './errors.ts';
import type { JsonObject } from './json.ts';
export declare function listResponse(
  resources: readonly JsonObject[],
  totalResults: number,
  startIndex: number,
): JsonObject;
export declare function errorBody(error: ScimError): JsonObject;

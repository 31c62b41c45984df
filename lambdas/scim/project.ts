import type { ResourceType } from './attribute.ts';
import type { JsonObject } from './json.ts';

/** Which attributes an answer shows (RFC 7644 §3.9). */
export type Selection = {
  /** True if the top-level attribute, or any part of it, will be shown. */
  wants(attribute: string): boolean;
  apply(resource: JsonObject): JsonObject;
};
export declare function selectAttributes(
  attributes: string | undefined,
  excludedAttributes: string | undefined,
  type: ResourceType,
): Selection;

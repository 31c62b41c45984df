import type { ResourceType } from './attribute.ts';
import type { Json, JsonObject } from './json.ts';

/** A body after reading: known, writable attributes under canonical names; a top-level null means "sent empty". */
export type Draft = JsonObject;
export declare function readResource(body: Json, type: ResourceType): Draft;
export declare function requireAttributes(resource: JsonObject, type: ResourceType): void;
export declare function presentSchemas(resource: JsonObject, type: ResourceType): string[];
export declare function withoutNulls(draft: Draft): JsonObject;

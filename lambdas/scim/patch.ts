import type { ResourceType } from './attribute.ts';
import type { Json, JsonObject } from './json.ts';
import type { Path } from './path.ts';

/**
 * One change of one attribute. Operations without a path, or on a whole extension, arrive here as one for each
 * attribute in the value; what is unknown is gone, and so is what is read-only unless a path named it (U3, U7).
 */
export type Operation = {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: Extract<Path, { kind: 'attribute' | 'elements' }>;
  readonly value?: Json;
};
export declare function readPatchRequest(body: Json, type: ResourceType): readonly Operation[];
export declare function applyPatch(resource: JsonObject, operations: readonly Operation[]): JsonObject;

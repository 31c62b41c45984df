import type { Filter } from './filter.ts';
import type { JsonObject } from './json.ts';
export declare function matches(filter: Filter, resource: JsonObject): boolean;

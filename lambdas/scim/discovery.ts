import type { ResourceType } from './attribute.ts';
import type { JsonObject } from './json.ts';
export declare function serviceProviderConfig(baseUrl: string, documentationUri: string): JsonObject;
export declare function resourceTypes(baseUrl: string, types: readonly ResourceType[]): readonly JsonObject[];
export declare function schemaResources(baseUrl: string, types: readonly ResourceType[]): readonly JsonObject[];

import type { Attribute, ResourceType } from './attribute.ts';
export declare const commonAttributes: readonly Attribute[];
export declare function userResourceType(orgRole: {
  readonly name: string;
  readonly urn: string;
  readonly product: string;
}): ResourceType;
export declare function groupResourceType(displayName: 'immutable' | 'readWrite'): ResourceType;

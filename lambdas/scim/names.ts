import type { Attribute, ResourceType, Schema } from './attribute.ts';

/** A name resolved against the schemas: `attrPath` of RFC 7644 §3.4.2.2. */
export type AttributePath = {
  /** In canonical spelling: `userName`, `emails.value`, `urn:…:enterprise:2.0:User:department`. */
  readonly name: string;
  /** The extension whose object holds the attribute; absent for core and common attributes. */
  readonly extension?: Schema;
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
};
/** Resolves `name`. */
export declare function findAttribute(type: ResourceType, name: string): AttributePath | undefined;

/** The data types of RFC 7643 §2.3. */
export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

/** One attribute with its characteristics, exactly as `/Schemas` shows it (RFC 7643 §7). */
export type Attribute = {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
};

/** A schema as data: the source of validation, filtering, PATCH, projection and `/Schemas` alike (RFC 7643 §7). */
export type Schema = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
};

/** A resource type (RFC 7643 §6) with its schemas at hand. */
export type ResourceType = {
  /** `User or Group` where a query is about both, and has to say whose attributes it knows. */
  readonly name: 'User' | 'Group' | 'User or Group';
  readonly endpoint: '/Users' | '/Groups';
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
  /**
   * Extension URNs (lower case) that are understood on input as the core schema: the organization role, which
   * Entra ID can map only to an extension attribute.
   */
  readonly coreAliases: readonly string[];
};

import type { Attribute, Schema } from './attribute.ts';
import { defineAttribute, primary } from './define.ts';
import { urns } from './urns.ts';

type Characteristics = Parameters<typeof defineAttribute>[2];

/** Nothing of these resources can be written (RFC 7643 §5 to §7). */
function define(name: string, description: string, characteristics: Characteristics = {}): Attribute {
  return defineAttribute(name, description, { mutability: 'readOnly', ...characteristics });
}

function defineComplex(
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  characteristics: Characteristics = {},
): Attribute {
  return define(name, description, { type: 'complex', required: true, subAttributes, ...characteristics });
}

const required = { required: true } as const;
const url = { type: 'reference', referenceTypes: ['external'], caseExact: true } as const;
const uri = { type: 'reference', referenceTypes: ['uri'], caseExact: true } as const;
const requiredBoolean = { type: 'boolean', ...required } as const;
const requiredInteger = { type: 'integer', ...required } as const;

const supported = define('supported', 'Whether it is offered.', requiredBoolean);

/** The schema of the service provider's configuration (RFC 7643 §5, §8.7.2), with `pagination` of RFC 9865 §4. */
export const serviceProviderConfigSchema: Schema = {
  id: urns.serviceProviderConfig,
  name: 'Service Provider Configuration',
  description: 'What the service provider offers of the protocol',
  attributes: [
    define('documentationUri', "The URL of the service provider's documentation for people.", url),
    defineComplex('patch', 'What is offered of PATCH.', [supported]),
    defineComplex('bulk', 'What is offered of Bulk.', [
      supported,
      define('maxOperations', 'How many operations one request may hold.', requiredInteger),
      define('maxPayloadSize', 'How many bytes the body of one request may have.', requiredInteger),
    ]),
    defineComplex('filter', 'What is offered of filters.', [
      supported,
      define('maxResults', 'How many resources one answer shows at most.', requiredInteger),
    ]),
    defineComplex('changePassword', 'What is offered of changing passwords.', [supported]),
    defineComplex('sort', 'What is offered of sorting.', [supported]),
    defineComplex('etag', 'What is offered of ETags.', [supported]),
    defineComplex(
      'pagination',
      'How lists can be read page by page.',
      [
        define('cursor', 'Whether pages can be asked by cursor.', requiredBoolean),
        define('index', 'Whether pages can be asked by startIndex.', requiredBoolean),
        define('defaultPaginationMethod', 'How a list is paged unless the request says.', {
          canonicalValues: ['cursor', 'index'],
        }),
        define('defaultPageSize', 'How many resources a page shows unless the request says.', { type: 'integer' }),
        define('maxPageSize', 'How many resources a page shows at most.', { type: 'integer' }),
        define('cursorTimeout', 'For how many seconds a cursor can be used.', { type: 'integer' }),
      ],
      { required: false },
    ),
    defineComplex(
      'authenticationSchemes',
      'How callers say who they are.',
      [
        define('type', 'The kind of the scheme.', {
          ...required,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        define('name', 'The name of the scheme, for people.', required),
        define('description', 'What the scheme is.', required),
        define('specUri', "The URL of the scheme's specification.", url),
        define('documentationUri', "The URL of the scheme's documentation for people.", url),
        { ...primary, mutability: 'readOnly' },
      ],
      { multiValued: true },
    ),
  ],
};

/** The schema of a resource type (RFC 7643 §6, §8.7.2). */
export const resourceTypeSchema: Schema = {
  id: urns.resourceType,
  name: 'Resource Type',
  description: 'A kind of resource that the service provider offers',
  attributes: [
    define('id', 'The identifier of the resource type, the same as its name.'),
    define('name', 'The name of the resource type.', required),
    define('description', 'What the resource type is, for people.'),
    define('endpoint', 'The path below the base URL.', { ...uri, ...required }),
    define('schema', 'The URN of the schema that every such resource has.', { ...uri, ...required }),
    defineComplex(
      'schemaExtensions',
      'The schemas that such a resource may have beside it.',
      [
        define('schema', 'The URN of the schema.', { ...uri, ...required }),
        define('required', 'Whether every such resource has it.', requiredBoolean),
      ],
      { multiValued: true },
    ),
  ],
};

/** The schema of a schema (RFC 7643 §7, §8.7.2). */
export const schemaSchema: Schema = {
  id: urns.schema,
  name: 'Schema',
  description: 'A schema with its attributes and their characteristics',
  attributes: [
    define('id', 'The URN of the schema.', { ...required, caseExact: true }),
    define('name', 'The name of the schema, for people.'),
    define('description', 'What the schema is, for people.'),
    defineAttributes('attributes', 'The attributes of the schema.', [
      defineAttributes('subAttributes', 'The parts of a complex attribute.', [], { required: false }),
    ]),
  ],
};

/** A list of attributes as a schema shows it; `more` are attributes of each beside its characteristics. */
function defineAttributes(
  name: string,
  description: string,
  more: readonly Attribute[],
  characteristics: Characteristics = {},
): Attribute {
  const attributes = [
    define('name', 'The name of the attribute.', { ...required, caseExact: true }),
    define('type', 'The type of its values.', {
      ...required,
      canonicalValues: ['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'],
    }),
    define('multiValued', 'Whether it has a list of values.', requiredBoolean),
    define('description', 'What the attribute is, for people.'),
    define('required', 'Whether a resource must have it.', requiredBoolean),
    define('canonicalValues', 'Values that are suggested for it.', { multiValued: true, caseExact: true }),
    define('caseExact', 'Whether upper and lower case differ in it.', { type: 'boolean' }),
    define('mutability', 'When a client may write it.', {
      ...required,
      caseExact: true,
      canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
    }),
    define('returned', 'When it is in an answer.', {
      ...required,
      caseExact: true,
      canonicalValues: ['always', 'never', 'default', 'request'],
    }),
    define('uniqueness', 'Among which resources a value is unique.', {
      caseExact: true,
      canonicalValues: ['none', 'server', 'global'],
    }),
    define('referenceTypes', 'What a reference may lead to.', { multiValued: true, caseExact: true }),
    ...more,
  ];
  return defineComplex(name, description, attributes, { multiValued: true, ...characteristics });
}

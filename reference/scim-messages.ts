import { bulkLimits } from '#scim/bulk-request.ts';
import type { ScimType } from '#scim/errors.ts';
import { urns } from '#scim/urns.ts';
import { type SchemaObject, gatewayMessage, refer } from './openapi.ts';
import { queryParameters } from './scim-parameters.ts';

type Schemas = Readonly<Record<string, SchemaObject>>;

const scimTypes: Readonly<Record<ScimType, string>> = {
  invalidFilter: 'the filter cannot be parsed, or names what no schema has',
  tooMany: 'answering would take more work than one request may',
  uniqueness: 'a value that must be unique is taken',
  mutability: 'an attribute that must not change would change',
  invalidSyntax: 'the body is not what the request needs',
  invalidPath: 'the path of an operation cannot be parsed, or names what no schema has',
  noTarget: 'the path of an operation selects nothing',
  invalidValue: 'a value is missing, or not of its kind',
  invalidVers: 'the URL asks for another version of the protocol',
  sensitive: 'the URL carries what must not stand in one, such as a password',
  invalidCursor: 'the cursor is none that this query was given',
  expiredCursor: 'the cursor is too old',
  invalidCount: 'the count beside a cursor is none',
};

const statusText: SchemaObject = { type: 'string', pattern: '^[1-5][0-9]{2}$', description: 'The status, as a text.' };

/** The messages of the protocol (RFC 7644 §8.2) as schemas. */
export const messageSchemas: Schemas = {
  UserList: listOf('Users', refer('schemas', 'User')),
  GroupList: listOf('Groups', refer('schemas', 'Group')),
  ResourceList: listOf('Users and groups', { anyOf: [refer('schemas', 'User'), refer('schemas', 'Group')] }),
  ResourceTypeList: listOf('Resource types', refer('schemas', 'ResourceType')),
  SchemaList: listOf('Schemas', refer('schemas', 'Schema')),
  SearchRequest: {
    type: 'object',
    description: 'The parameters of a list, sent as a body (RFC 7644 §3.4.3).',
    properties: {
      schemas: sentSchemas(urns.searchRequest),
      ...Object.fromEntries(
        Object.entries(queryParameters).map(([name, { description, schema }]) => [
          name,
          name === 'attributes' || name === 'excludedAttributes'
            ? { description, type: 'array', items: { type: 'string' } }
            : { description, ...schema },
        ]),
      ),
    },
  },
  PatchRequest: {
    type: 'object',
    description: 'Changes of a resource, applied in their order, all or none (RFC 7644 §3.5.2).',
    properties: {
      schemas: sentSchemas(urns.patchOp),
      Operations: { type: 'array', items: refer('schemas', 'PatchOperation') },
    },
    required: ['Operations'],
  },
  PatchOperation: {
    type: 'object',
    properties: {
      op: { type: 'string', enum: ['add', 'remove', 'replace'], description: 'In any case.' },
      path: {
        type: 'string',
        description: 'What is changed; without it, the value holds one key for each attribute to change.',
        examples: ['active', 'emails[type eq "work"].value', 'members[value eq "…"]'],
      },
      value: { description: 'The new value; not for remove.' },
    },
    required: ['op'],
  },
  BulkRequest: {
    type: 'object',
    description: 'Several changes in one request, each of them carried out or refused for itself (RFC 7644 §3.7).',
    properties: {
      schemas: sentSchemas(urns.bulkRequest),
      failOnErrors: { type: 'integer', minimum: 1, description: 'How many errors end the request; absent: none does.' },
      Operations: {
        type: 'array',
        maxItems: bulkLimits.maxOperations,
        items: refer('schemas', 'BulkOperation'),
      },
    },
    required: ['Operations'],
  },
  BulkOperation: {
    type: 'object',
    properties: {
      method: { type: 'string', enum: ['POST', 'PUT', 'PATCH', 'DELETE'] },
      path: {
        type: 'string',
        description: '`/Users` or `/Groups` to create one, else with the id behind it; `bulkId:…` stands for an id.',
        examples: ['/Users', '/Groups/bulkId:team'],
      },
      bulkId: {
        type: 'string',
        description: 'Names what POST creates, for others in the request to refer to as `bulkId:…`. POST needs one.',
      },
      version: { type: 'string', description: 'The ETag that the resource must have.' },
      data: { type: ['object', 'array'], description: 'The body of the single request; not for DELETE.' },
    },
    required: ['method', 'path'],
  },
  BulkResponse: {
    type: 'object',
    description: 'What became of each operation that was begun, in the order of the request.',
    properties: {
      schemas: answeredSchemas(urns.bulkResponse),
      Operations: { type: 'array', items: refer('schemas', 'BulkResult') },
    },
    required: ['schemas', 'Operations'],
  },
  BulkResult: {
    type: 'object',
    properties: {
      method: { type: 'string' },
      bulkId: { type: 'string' },
      location: {
        type: 'string',
        format: 'uri',
        description: 'The URL of the resource; absent where none was created.',
      },
      version: { type: 'string', description: 'The ETag of the resource after the operation.' },
      status: statusText,
      response: { ...refer('schemas', 'Error'), description: 'Why the operation was refused.' },
    },
    required: ['status'],
  },
  Error: {
    type: 'object',
    description: 'A refusal (RFC 7644 §3.12).',
    properties: {
      schemas: answeredSchemas(urns.error),
      status: statusText,
      scimType: {
        type: 'string',
        enum: Object.keys(scimTypes),
        description: Object.entries(scimTypes)
          .map(([name, meaning]) => `\`${name}\`: ${meaning}.`)
          .join('\n'),
      },
      detail: {
        type: 'string',
        description: 'What was refused and what to do, for the administrator who reads it in the identity provider.',
      },
    },
    required: ['schemas', 'status', 'detail'],
  },
  GatewayMessage: gatewayMessage,
};

/** A page of a list (RFC 7644 §3.4.2, RFC 9865 §2). */
function listOf(what: string, items: SchemaObject): SchemaObject {
  return {
    type: 'object',
    description: `${what}, a page of them.`,
    properties: {
      schemas: answeredSchemas(urns.listResponse),
      totalResults: { type: 'integer', minimum: 0, description: 'How many the query finds.' },
      startIndex: { type: 'integer', minimum: 1, description: 'The place of the first; absent in pages by cursor.' },
      itemsPerPage: { type: 'integer', minimum: 0, description: 'How many are in this page.' },
      previousCursor: { type: 'string', description: 'The cursor of the page before this one.' },
      nextCursor: { type: 'string', description: 'The cursor of the page after this one; absent on the last.' },
      Resources: { type: 'array', items },
    },
    required: ['schemas', 'totalResults', 'itemsPerPage', 'Resources'],
  };
}

function sentSchemas(urn: string): SchemaObject {
  return { type: 'array', items: { type: 'string' }, examples: [[urn]], description: 'Not insisted upon.' };
}

function answeredSchemas(urn: string): SchemaObject {
  return { type: 'array', items: { type: 'string' }, const: [urn] };
}

import type { Refusal } from './scim-responses.ts';

/** One operation of SCIM in short; schemas and parameters are named as the components are. */
export type ScimDescription = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below the base URL; empty for the base URL itself. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: 'Users' | 'Groups' | 'Search' | 'Bulk' | 'Discovery';
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly string[];
  /** The schema of the body. */
  readonly body?: string;
  /** The schema of each answer that is no refusal; null where it has no body. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 204 | 304, string | null>>>;
  /** Headers of those answers. */
  readonly headers?: readonly ('ETag' | 'Location')[];
  /** Refusals beside those that every operation may answer. */
  readonly refusals?: readonly Refusal[];
};

const listing = ['filter', 'sortBy', 'sortOrder', 'startIndex', 'count', 'cursor', 'attributes', 'excludedAttributes'];
const projection = ['attributes', 'excludedAttributes'];
const conditional = ['IfMatch', 'IfNoneMatch'];

/** Every operation of SCIM, in the order of the reference. */
export const scimOperations: readonly ScimDescription[] = [
  ...resourceOperations('User', 'Users', {
    create: 'The domain of the address must be one of the organization’s. The answer has what was stored.',
    patch: { 200: 'User' },
    remove: 'Also ends all memberships; the userName is free again. The owner cannot be deleted.',
  }),
  ...resourceOperations('Group', 'Groups', {
    create:
      'Creates a team of an existing project, where the name reads as one; an ordinary group, where the organization ' +
      'allows them. Projects and roles are created in the Console.',
    patch: { 204: null, 200: 'Group' },
    remove: 'Groups of a team, and ordinary ones. The groups of a project are deleted with it in the Console.',
  }),
  {
    method: 'get',
    path: '',
    operationId: 'listResources',
    tag: 'Search',
    summary: 'List users and groups together',
    parameters: listing,
    answers: { 200: 'ResourceList' },
    refusals: [401, 413],
  },
  {
    method: 'post',
    path: '/.search',
    operationId: 'searchResources',
    tag: 'Search',
    summary: 'Search users and groups together',
    description: 'The same as the list, with the parameters in the body: names and filters then stand in no URL.',
    body: 'SearchRequest',
    answers: { 200: 'ResourceList' },
    refusals: [401, 413],
  },
  {
    method: 'post',
    path: '/Bulk',
    operationId: 'bulk',
    tag: 'Bulk',
    summary: 'Carry out many operations',
    description:
      'Each operation is carried out or refused for itself, and the answer says which. References to what other ' +
      'operations create (`bulkId:…`) may be in any order, and in circles.',
    body: 'BulkRequest',
    answers: { 200: 'BulkResponse' },
    refusals: [401, 403, 413],
  },
  ...discovery('/ServiceProviderConfig', 'ServiceProviderConfig', 'ServiceProviderConfig', 'what is offered'),
  ...discovery('/ResourceTypes', 'ResourceTypes', 'ResourceTypeList', 'the resource types'),
  ...discovery('/ResourceTypes/{id}', 'ResourceType', 'ResourceType', 'one resource type', 'resourceType'),
  ...discovery('/Schemas', 'Schemas', 'SchemaList', 'the schemas'),
  ...discovery('/Schemas/{id}', 'Schema', 'Schema', 'one schema', 'schema'),
];

function resourceOperations(
  name: 'User' | 'Group',
  tag: 'Users' | 'Groups',
  own: { readonly create: string; readonly patch: ScimDescription['answers']; readonly remove: string },
): readonly ScimDescription[] {
  const [noun, list, request] = [name.toLowerCase(), `${name}List`, `${name}Request`];
  const [path, one] = [`/${tag}`, `/${tag}/{id}`];
  return [
    {
      method: 'get',
      path,
      operationId: `list${tag}`,
      tag,
      summary: `List ${noun}s`,
      parameters: listing,
      answers: { 200: list },
      refusals: [401, 413],
    },
    {
      method: 'post',
      path,
      operationId: `create${name}`,
      tag,
      summary: `Create a ${noun}`,
      description: own.create,
      parameters: projection,
      body: request,
      answers: { 201: name },
      headers: ['Location', 'ETag'],
      refusals: [401, 403, 409, 413],
    },
    {
      method: 'post',
      path: `${path}/.search`,
      operationId: `search${tag}`,
      tag,
      summary: `Search ${noun}s`,
      description: 'The same as the list, with the parameters in the body: names and filters then stand in no URL.',
      body: 'SearchRequest',
      answers: { 200: list },
      refusals: [401, 413],
    },
    {
      method: 'get',
      path: one,
      operationId: `get${name}`,
      tag,
      summary: `Read a ${noun}`,
      parameters: ['id', ...projection, ...conditional],
      answers: { 200: name, 304: null },
      headers: ['Location', 'ETag'],
      refusals: [401, 404, 412, 413],
    },
    {
      method: 'put',
      path: one,
      operationId: `replace${name}`,
      tag,
      summary: `Replace a ${noun}`,
      description:
        name === 'User'
          ? 'What is left out is cleared, but for `active`, the organization role and `externalId`, which stay.'
          : 'Left out, the members stay; an empty list empties the group.',
      parameters: ['id', ...projection, ...conditional],
      body: request,
      answers: { 200: name },
      headers: ['Location', 'ETag'],
      refusals: [401, 403, 404, 409, 412, 413],
    },
    {
      method: 'patch',
      path: one,
      operationId: `patch${name}`,
      tag,
      summary: `Change a ${noun}`,
      ...(204 in own.patch && {
        description: 'Answered with the group only where `attributes` or `excludedAttributes` is given.',
      }),
      parameters: ['id', ...projection, ...conditional],
      body: 'PatchRequest',
      answers: own.patch,
      headers: ['Location', 'ETag'],
      refusals: [401, 403, 404, 409, 412, 413],
    },
    {
      method: 'delete',
      path: one,
      operationId: `delete${name}`,
      tag,
      summary: `Delete a ${noun}`,
      description: own.remove,
      parameters: ['id', ...conditional],
      answers: { 204: null },
      refusals: [401, 403, 404, 412],
    },
  ];
}

function discovery(
  path: string,
  id: string,
  schema: string,
  what: string,
  variable?: string,
): readonly ScimDescription[] {
  const isList = schema.endsWith('List');
  return [
    {
      method: 'get',
      path,
      operationId: `${isList ? 'list' : 'get'}${id}`,
      tag: 'Discovery',
      summary: `Read ${what}`,
      description: 'Answered without a key too; with one, in the terms of that organization.',
      ...(!isList && { parameters: [...(variable === undefined ? [] : [variable]), ...conditional] }),
      answers: isList ? { 200: schema } : { 200: schema, 304: null },
      ...(!isList && { headers: ['ETag'] }),
      refusals: [401, 403, ...(variable === undefined ? [] : ([404] as const)), ...(isList ? [] : ([412] as const))],
    },
  ];
}

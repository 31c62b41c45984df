import { cursorTimeout, defaultCount, largestCount } from '#scim/query.ts';
import type { ParameterObject, SchemaObject } from './openapi.ts';

type Parameter = { readonly description: string; readonly schema: SchemaObject };

/** The parameters of a list (RFC 7644 §3.4.2, RFC 9865 §2), in a query and in a SearchRequest. */
export const queryParameters: Readonly<Record<string, Parameter>> = {
  filter: {
    description: 'Only resources for which this is true (RFC 7644 §3.4.2.2). What cannot be answered is refused.',
    schema: {
      type: 'string',
      examples: ['userName eq "ada@example.com"', 'emails[type eq "work" and value ew "@example.com"]'],
    },
  },
  attributes: {
    description: 'Only these attributes, separated by commas; `id` and `schemas` are always there.',
    schema: { type: 'string', examples: ['userName,name.familyName'] },
  },
  excludedAttributes: {
    description: 'All attributes but these, separated by commas. Not together with `attributes`.',
    schema: { type: 'string', examples: ['members'] },
  },
  sortBy: {
    description: 'The attribute by which resources are sorted; ascending, those without a value come last.',
    schema: { type: 'string', examples: ['name.familyName'] },
  },
  sortOrder: {
    description: 'In which direction `sortBy` goes.',
    schema: { type: 'string', enum: ['ascending', 'descending'], default: 'ascending' },
  },
  startIndex: {
    description: 'The place of the first resource of the page, from 1 on.',
    schema: { type: 'integer', default: 1 },
  },
  count: {
    description: `How many resources the page has. More than ${largestCount} is cut to that, 0 gives the total alone.`,
    schema: { type: 'integer', default: defaultCount },
  },
  cursor: {
    description:
      'The cursor of the page that is asked for; an empty one asks for the first page by cursor (RFC 9865 §2). ' +
      `It can be used for ${cursorTimeout} seconds.`,
    schema: { type: 'string' },
  },
};

/** The conditions of a request (RFC 7644 §3.14). */
const conditions = {
  IfMatch: header('If-Match', 'Only if the resource still is one of these versions; else 412.'),
  IfNoneMatch: header('If-None-Match', 'Only if the resource is none of these versions: of a GET 304, else 412.'),
};

/** Everything that stands in a URL or header, by the name of its component. */
export const scimParameters: Readonly<Record<string, ParameterObject>> = {
  ...Object.fromEntries(
    Object.entries(queryParameters).map(([name, parameter]) => [name, { name, in: 'query', ...parameter } as const]),
  ),
  ...conditions,
  id: path('id', 'The id of the resource.', ['2819c223-7f76-453a-919d-413861904646']),
  resourceType: path('id', 'The name of the resource type.', ['User', 'Group']),
  schema: path('id', 'The URN of the schema.', ['urn:ietf:params:scim:schemas:core:2.0:User']),
};

function header(name: string, description: string): ParameterObject {
  return { name, in: 'header', description, schema: { type: 'string', examples: ['W/"1.1"'] } };
}

function path(name: string, description: string, examples: readonly string[]): ParameterObject {
  return { name, in: 'path', description, required: true, schema: { type: 'string', examples } };
}

import type { Product } from '#domain/product.ts';
import {
  license,
  type OpenApiDocument,
  type OperationObject,
  type PathItem,
  type ResponseObject,
  contentOf,
  refer,
  servers,
  withoutBodies,
} from './openapi.ts';
import type { ExampleBodies } from './examples.ts';
import { scimExamplesOf } from './scim-examples.ts';
import { messageSchemas } from './scim-messages.ts';
import { scimOperations, type ScimDescription } from './scim-operations.ts';
import { scimParameters } from './scim-parameters.ts';
import { type Refusal, refusalResponses, refusalsOf, scimHeaders, scimMediaType } from './scim-responses.ts';
import { resourceSchemas } from './scim-schemas.ts';

/** The base path that is advertised; `/scim` is the same. */
export const scimBasePath = '/scim/v2';

/** Describes the SCIM API of a product in OpenAPI 3.1. */
export function scimDocument(product: Product, version: string): OpenApiDocument {
  const paths: Record<string, PathItem> = {};
  for (const operation of scimOperations) {
    const path = scimBasePath + operation.path;
    paths[path] = { ...paths[path], ...methodsOf(operation, scimExamplesOf(operation.operationId, product)) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: `${product.name} SCIM API`,
      version,
      summary: 'SCIM 2.0: what identity providers call to provision users and groups.',
      description: description(product),
      license,
    },
    servers,
    tags,
    security: [{ scimKey: [] }],
    paths,
    components: {
      schemas: { ...resourceSchemas(product), ...messageSchemas },
      responses: refusalResponses(product),
      parameters: scimParameters,
      headers: scimHeaders,
      securitySchemes: {
        scimKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'scim-…',
          description: `A SCIM key of the organization, from the ${product.name} Console: \`Authorization: Bearer scim-…\`.`,
        },
      },
    },
  };
}

const tags: OpenApiDocument['tags'] = [
  { name: 'Users', description: 'The people of the organization (RFC 7643 §4.1).' },
  { name: 'Groups', description: 'The roles of projects and teams as groups, and their members (RFC 7643 §4.2).' },
  { name: 'Search', description: 'Queries over users and groups together (RFC 7644 §3.4.2.1, §3.4.3).' },
  { name: 'Bulk', description: 'Many operations in one request (RFC 7644 §3.7).' },
  { name: 'Discovery', description: 'What is offered, in terms that programs read (RFC 7644 §4).' },
];

function description({ name, orgRole }: Product): string {
  return [
    'The SCIM base URL ends with `/scim/v2`; `/scim` is the same. The SCIM key says which organization a request is ' +
      'about. Bodies are JSON, `application/scim+json` or `application/json`; names of attributes, parameters and ' +
      'operators are understood in any case.',
    `\`${orgRole}\` of a user is the role in the ${name} organization. Attributes carry the characteristics of ` +
      'RFC 7643 §7 as `x-scim`, where they differ from those that §2.2 assumes.',
    'HEAD is GET without the body. `/Me` answers 501: a key stands for an organization, not for a person.',
  ].join('\n\n');
}

/** The operation, and HEAD wherever there is GET. */
function methodsOf(operation: ScimDescription, examples: ExampleBodies): PathItem {
  const described = describe(operation, examples);
  if (operation.method !== 'get') return { [operation.method]: described };
  return { get: described, head: withoutBodies(described) };
}

function describe(operation: ScimDescription, examples: ExampleBodies): OperationObject {
  const { operationId, tag, summary, description: text, parameters = [], body, answers, refusals = [] } = operation;
  const isDiscovery = tag === 'Discovery';
  return {
    operationId,
    tags: [tag],
    summary,
    ...(text !== undefined && { description: text }),
    ...(parameters.length > 0 && { parameters: parameters.map((name) => refer('parameters', name)) }),
    ...(body !== undefined && {
      requestBody: { required: true, content: contentOf(scimMediaType, refer('schemas', body), examples.request) },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [status, answerOf(operation, status, schema, examples)]),
      ),
      ...refusalsOf(allRefusals(refusals)),
    },
    ...(isDiscovery && { security: [{}, { scimKey: [] }] }),
  };
}

/** Every operation may answer these too. */
function allRefusals(own: readonly Refusal[]): readonly Refusal[] {
  return ([400, ...own, 429, 500, 503] as const).toSorted((one, other) => one - other);
}

function answerOf(
  { headers = [] }: ScimDescription,
  status: string,
  schema: string | null,
  { answers }: ExampleBodies,
): ResponseObject {
  const shown = status === '304' ? headers.filter((name) => name === 'ETag') : status === '204' ? [] : headers;
  return {
    description: meanings[status] ?? status,
    ...(shown.length > 0 && { headers: Object.fromEntries(shown.map((name) => [name, refer('headers', name)])) }),
    ...(schema !== null && { content: contentOf(scimMediaType, refer('schemas', schema), answers[status]) }),
  };
}

const meanings: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  204: 'Done; there is no body.',
  304: 'The resource is still at the version that If-None-Match names.',
};

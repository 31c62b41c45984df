import type { Product } from '#domain/product.ts';
import { type AdminOperation, adminPrefix, adminTags } from '#http/admin-operation.ts';
import { isObject, type Json } from '#scim/json.ts';
import { adminExamplesOf } from './admin-examples.ts';
import { adminHeaders, problemResponses, problemSchemas, problemsOf, type ProblemStatus } from './admin-responses.ts';
import { type ExampleBodies, inTermsOf } from './examples.ts';
import {
  contentOf,
  gatewayMessage,
  license,
  type HttpMethod,
  type OpenApiDocument,
  type OperationObject,
  type ParameterObject,
  type PathItem,
  type Reference,
  refer,
  type ResponseObject,
  type SchemaObject,
  servers,
  withoutBodies,
} from './openapi.ts';
import { type SchemaCollector, schemaCollector } from './zod-schemas.ts';

/** Describes the admin API in OpenAPI 3.1, from the operations by which requests are checked and answered. */
export function adminDocument(
  operations: readonly AdminOperation[],
  product: Product,
  version: string,
): OpenApiDocument {
  const collector = schemaCollector();
  const paths: Record<string, PathItem> = {};
  for (const operation of operations) {
    const path = adminPrefix + operation.path;
    const described = describe(operation, collector, adminExamplesOf(operation.operationId, product));
    const method = operation.method.toLowerCase() as HttpMethod;
    paths[path] = { ...paths[path], [method]: described, ...(method === 'get' && { head: withoutBodies(described) }) };
  }
  return inTermsOf<OpenApiDocument>(product, {
    openapi: '3.1.1',
    info: {
      title: `${product.name} admin API`,
      version,
      summary: 'The Console as an API: organizations, projects, roles, teams, members, keys and the activity log.',
      description,
      license,
    },
    servers,
    tags: adminTags.map((name) => ({ name, description: tags[name] })),
    security: [{ signature: [] }, { adminKey: [] }],
    paths,
    components: {
      schemas: { ...collector.components(), ...problemSchemas, GatewayMessage: gatewayMessage },
      responses: problemResponses(product),
      parameters,
      headers: adminHeaders,
      securitySchemes,
    },
  });
}

const description = [
  'Everything that SCIM leaves to the Console. Bodies are JSON; fields that an operation does not know are refused. ' +
    'Whatever is not carried out is answered with a problem document (RFC 9457) that says what to do.',
  'Lists come in pages: `nextCursor` of one page is the `cursor` of the next. What outlasts its request is answered ' +
    'with 202 and the change that goes on, at `Location`; whoever reads the organization sees it as done from then on.',
  'HEAD is GET without the body.',
].join('\n\n');

const tags: Readonly<Record<(typeof adminTags)[number], string>> = {
  Organizations: 'The customers of the product, with their domains and settings.',
  Projects: 'Workspaces of an organization; each has a group for each project role.',
  Roles: 'Project roles: those that are built in, and custom ones.',
  Teams: 'Parts of a project; each has a group of admins and one of members.',
  Members: 'The people of the organization, and what they may do.',
  Owner: 'Who owns the organization: one member, always.',
  Groups: 'The groups that SCIM sees, their members, and what ordinary ones give.',
  Keys: 'The SCIM keys of identity providers.',
  Activity: 'What was done and what was refused, and what to do about it.',
  Changes: 'What goes on after the request that began it.',
};

const parameters: Readonly<Record<string, ParameterObject>> = {
  org: pathParameter('org', 'The id of the organization.'),
  id: pathParameter('id', 'The id of what the path names before it.'),
  onBehalfOf: {
    name: 'On-Behalf-Of',
    in: 'header',
    description: 'The id of the user for whom the caller acts: an active Admin or the Owner. The activity log says so.',
    schema: { type: 'string' },
  },
};

const securitySchemes: OpenApiDocument['components']['securitySchemes'] = {
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      'In AWS: a request signed with AWS Signature Version 4 (service `execute-api`) by a principal who may invoke the API.',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
  adminKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'On the local server alone: the `adminKey` of `.rollcall/endpoint.json`.',
  },
};

function pathParameter(name: string, text: string): ParameterObject {
  return { name, in: 'path', description: text, required: true, schema: { type: 'string' } };
}

function describe(operation: AdminOperation, collector: SchemaCollector, examples: ExampleBodies): OperationObject {
  const { operationId, tag, summary, description: text, body, answers, mayLackBody = false } = operation;
  const all = parametersOf(operation, collector);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(text !== undefined && { description: text }),
    ...(all.length > 0 && { parameters: all }),
    ...(body !== undefined && {
      requestBody: {
        required: !mayLackBody,
        content: contentOf('application/json', collector.collect(body, 'input'), examples.request),
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          answerOf(status, schema === null ? null : collector.collect(schema, 'output'), examples),
        ]),
      ),
      ...problemsOf(statusesOf(operation)),
    },
  };
}

function parametersOf(
  { path, scope, query }: AdminOperation,
  collector: SchemaCollector,
): readonly (ParameterObject | Reference)[] {
  const variables = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => refer('parameters', name));
  const header = scope === 'organization' ? [refer('parameters', 'onBehalfOf')] : [];
  return [...variables, ...(query === undefined ? [] : queryParameters(collector.collect(query, 'input'))), ...header];
}

/** Each property of the query's schema as a parameter. */
function queryParameters({ properties, required }: SchemaObject): readonly ParameterObject[] {
  const needed: readonly Json[] = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => {
    const { description: text, ...schema } = property as SchemaObject;
    return {
      name,
      in: 'query',
      description: typeof text === 'string' ? text : name,
      ...(needed.includes(name) && { required: true }),
      schema,
    };
  });
}

/** The problems of the operation's own, and those that every one of its kind may answer. */
function statusesOf({ scope, body, problems }: AdminOperation): readonly ProblemStatus[] {
  const kind: readonly ProblemStatus[] = [
    ...(scope === 'organization' ? ([404] as const) : []),
    ...(body === undefined ? [] : ([413, 415] as const)),
  ];
  return [...new Set<ProblemStatus>([400, 401, 403, 429, 500, 503, ...kind, ...problems])].toSorted(
    (one, other) => one - other,
  );
}

function answerOf(status: string, schema: SchemaObject | null, { answers }: ExampleBodies): ResponseObject {
  const leads = status === '201' || status === '202';
  return {
    description: meanings[status] ?? status,
    ...(leads && { headers: { Location: refer('headers', 'Location') } }),
    ...(schema !== null && { content: contentOf('application/json', schema, answers[status]) }),
  };
}

const meanings: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Begun: it goes on, and can be followed at `Location`.',
  204: 'Done; there is no body.',
};

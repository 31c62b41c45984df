import type { JsonObject } from '#scim/json.ts';

/** A schema in the dialect of OpenAPI 3.1, which is JSON Schema 2020-12. */
export type SchemaObject = JsonObject;

/** Methods in the order in which they are shown. */
export const httpMethods = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;
/** A method as a path item names it. */
export type HttpMethod = (typeof httpMethods)[number];

/** A value under the media type in which it travels. */
export type Content = Readonly<
  Record<string, { readonly schema: SchemaObject; readonly examples?: Readonly<Record<string, JsonObject>> }>
>;

/** What a reference stands for elsewhere in the document. */
export type Reference = { readonly $ref: string };

/** What a request has beside its body. */
export type ParameterObject = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: SchemaObject;
};

/** One answer of an operation. */
export type ResponseObject = {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Reference>>;
  readonly content?: Content;
};

/** One method of one path. */
export type OperationObject = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: { readonly required: boolean; readonly description?: string; readonly content: Content };
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
};

/** One path with its methods. */
export type PathItem = Readonly<Partial<Record<HttpMethod, OperationObject>>>;

/** A description of an API: the parts of OpenAPI 3.1.1 that both of ours use. */
export type OpenApiDocument = {
  readonly openapi: '3.1.1';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly servers: readonly {
    readonly url: string;
    readonly description: string;
    readonly variables?: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
  }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, SchemaObject>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly parameters: Readonly<Record<string, ParameterObject>>;
    readonly headers: Readonly<Record<string, { readonly description: string; readonly schema: SchemaObject }>>;
    readonly securitySchemes: Readonly<Record<string, JsonObject>>;
  };
};

/** A reference to a component. */
export function refer(kind: keyof OpenApiDocument['components'], name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` };
}

/** Where both APIs are, in AWS and on one's own machine. */
export const servers: OpenApiDocument['servers'] = [
  {
    url: 'https://{host}',
    description: 'A deployment; its outputs name the host',
    variables: {
      host: { default: 'api.example.com', description: 'The host of the HTTP API, or of a custom domain for it' },
    },
  },
  { url: 'http://127.0.0.1:8787', description: 'The local server' },
];

/** The licence of this project (SPDX). */
export const license = { name: 'Apache License 2.0', identifier: 'Apache-2.0' } as const;

/** What API Gateway says by itself. */
export const gatewayMessage: SchemaObject = {
  type: 'object',
  description: 'What API Gateway answers by itself, before any of our code runs.',
  properties: { message: { type: 'string' } },
  required: ['message'],
};

/** What travels under a media type, with an example where there is one. */
export function contentOf(mediaType: string, schema: SchemaObject, example: JsonObject | undefined): Content {
  return { [mediaType]: { schema, ...(example !== undefined && { examples: { real: { value: example } } }) } };
}

/** HEAD of what is a GET: its headers, and no bodies (RFC 9110 §9.3.2). */
export function withoutBodies(operation: OperationObject): OperationObject {
  const { operationId, summary, responses } = operation;
  return {
    ...operation,
    operationId: `head${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`,
    summary: `${summary} (headers alone)`,
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => {
        if ('$ref' in response) return [status, { description: `As of GET, without the body.` }];
        const { content: _, ...rest } = response;
        return [status, rest];
      }),
    ),
  };
}

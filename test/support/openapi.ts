import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type Json, type JsonObject, isArray, isObject } from '../../lambdas/scim/json.ts';
import {
  type Content,
  type HttpMethod,
  httpMethods,
  type OpenApiDocument,
  type OperationObject,
  type ResponseObject,
} from '../../reference/openapi.ts';

/** What a description promises of an exchange, as sentences on what is otherwise; none where all is as it says. */
export type Conformity = {
  /** Whether there is such an operation. */
  describes(method: string, path: string): boolean;
  answer(exchange: AnsweredExchange): readonly string[];
  /** Of a body that is sent. */
  request(method: string, path: string, body: Json): readonly string[];
};

/** An exchange as far as a description speaks of it; the path without the query. */
export type AnsweredExchange = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly mediaType: string;
  /** Undefined where there is none. */
  readonly body: Json | undefined;
};

/** One operation of a description, and where it stands. */
export type DescribedOperation = {
  readonly method: HttpMethod;
  readonly path: string;
  readonly operation: OperationObject;
};

/** Every operation of a description. */
export function operationsOf({ paths }: OpenApiDocument): readonly DescribedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    httpMethods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
}

/** What a linter of OpenAPI has to say about a description, at its strictest. */
export async function lintDescription(document: OpenApiDocument): Promise<readonly string[]> {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
}

/**
 * Holds exchanges against a description. Answers may have nothing that it does not name: descriptions leave that open,
 * so that clients bear what comes later.
 */
export function conformityTo(document: OpenApiDocument): Conformity {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, strictRequired: false });
  formats.default(ajv);
  ajv.addVocabulary(['components', 'x-scim']);
  const schemas = document.components.schemas as unknown as JsonObject;
  ajv.addSchema({ $id: 'open', components: { schemas } });
  ajv.addSchema({ $id: 'closed', components: { schemas: close(schemas) } });
  const compiled = new Map<string, ValidateFunction>();
  const check = (which: 'open' | 'closed', schema: Json, value: Json): readonly string[] => {
    const name = `${which} ${JSON.stringify(schema)}`;
    const wanted = pointInto(which, which === 'closed' ? close(schema) : schema) as JsonObject;
    const validate = compiled.get(name) ?? ajv.compile(wanted);
    compiled.set(name, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].join(' '),
    );
  };
  const find = (method: string, path: string): OperationObject | undefined =>
    operationsOf(document).find((entry) => entry.method === method.toLowerCase() && matches(entry.path, path))
      ?.operation;

  return {
    describes: (method, path) => find(method, path) !== undefined,
    request(method, path, body) {
      const content = find(method, path)?.requestBody?.content;
      const [schema] = Object.values(content ?? {}).map((one) => one.schema);
      return schema === undefined ? [`${method} ${path} takes no body.`] : check('open', schema, body);
    },
    answer({ method, path, status, mediaType, body }) {
      const operation = find(method, path);
      if (operation === undefined) return [`${method} ${path} is not described.`];
      const { [status]: described } = operation.responses;
      if (described === undefined) return [`${operation.operationId} has no answer ${status}.`];
      const content = contentOf(document, described);
      if (content === undefined) return body === undefined ? [] : [`${operation.operationId}: ${status} has no body.`];
      const { [mediaType]: typed } = content;
      if (typed === undefined) return [`${operation.operationId}: ${status} is never ${mediaType}.`];
      if (body === undefined) return [`${operation.operationId}: ${status} has a body.`];
      return check('closed', typed.schema, body).map((problem) => `${operation.operationId} ${status}: ${problem}`);
    },
  };
}

function contentOf(document: OpenApiDocument, response: OperationObject['responses'][string]): Content | undefined {
  if (!('$ref' in response)) return response.content;
  const name = response.$ref.split('/').at(-1) ?? '';
  return (document.components.responses[name] as ResponseObject).content;
}

/** Whether a path with variables stands for a path. */
function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, place) => part === given[place] || part.startsWith('{'));
}

/** The schema with references into the document of that id. */
function pointInto(id: string, schema: Json): Json {
  if (isArray(schema)) return schema.map((item) => pointInto(id, item));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string' ? `${id}${value}` : pointInto(id, value),
    ]),
  );
}

/** The schema with every object in it limited to the properties that it names. */
function close(schema: Json): Json {
  if (isArray(schema)) return schema.map(close);
  if (!isObject(schema)) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, close(value)]));
  const isRecord = schema['type'] === 'object' && isObject(schema['properties']);
  return isRecord && !Object.hasOwn(schema, 'additionalProperties')
    ? { ...closed, additionalProperties: false }
    : closed;
}

/** A `fetch` that keeps every answer that it gets in `seen`. */
export function notingFetch(send: typeof fetch, seen: AnsweredExchange[]): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    const text = await response.clone().text();
    seen.push({
      method: init?.method ?? 'GET',
      path: new URL(String(input)).pathname,
      status: response.status,
      mediaType: response.headers.get('content-type') ?? '',
      body: text === '' ? undefined : (JSON.parse(text) as Json),
    });
    return response;
  };
}

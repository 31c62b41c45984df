import type { Product } from '#domain/product.ts';
import { type InputFault, type Problem, problemMediaType } from '#http/problem.ts';
import { adminExamplesOf } from './admin-examples.ts';
import {
  type Content,
  contentOf,
  type OpenApiDocument,
  type Reference,
  refer,
  type ResponseObject,
  type SchemaObject,
} from './openapi.ts';

/** The headers of answers. */
export const adminHeaders: OpenApiDocument['components']['headers'] = {
  Location: {
    description: 'Where what was created is, or the change that goes on.',
    schema: { type: 'string', format: 'uri' },
  },
  RetryAfter: { description: 'After how many seconds to try again.', schema: { type: 'integer', minimum: 0 } },
  WWWAuthenticate: { description: 'How callers say who they are.', schema: { type: 'string' } },
};

const problemProperties: Readonly<Record<keyof Problem, SchemaObject>> = {
  type: { type: 'string', format: 'uri-reference', description: 'Where the help on it is, or `about:blank`.' },
  title: { type: 'string', description: 'What it is, the same each time.' },
  status: { type: 'integer' },
  detail: { type: 'string', description: 'What was refused, and what to do.' },
  code: { type: 'string', description: 'Its place in the catalogue of help, which never changes.' },
  requestId: { type: 'string', description: 'To be reported with a fault.' },
  errors: {
    type: 'array',
    description: 'What is wrong with the request, part by part.',
    items: refer('schemas', 'InputFault'),
  },
};

const faultProperties: Readonly<Record<'pointer' | 'parameter' | 'detail', SchemaObject>> = {
  pointer: { type: 'string', description: 'Where in the body, as a JSON Pointer.', examples: ['#/settings/groups'] },
  parameter: { type: 'string', description: 'Which parameter of the query.', examples: ['limit'] },
  detail: { type: 'string' },
} satisfies Record<InputFault extends infer Fault ? (Fault extends Fault ? keyof Fault : never) : never, SchemaObject>;

/** The schemas of what is no success. */
export const problemSchemas: Readonly<Record<string, SchemaObject>> = {
  Problem: {
    type: 'object',
    description: 'Why a request was not carried out (RFC 9457).',
    properties: problemProperties,
    required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  },
  InputFault: { type: 'object', properties: faultProperties, required: ['detail'] },
};

/** The statuses of problems. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 503;

type Described = Pick<ResponseObject, 'description' | 'headers'> & {
  /** Who may speak: our code in problems, API Gateway in its own way, or either. */
  readonly by: readonly ('us' | 'gateway')[];
};

const problems: Readonly<Record<ProblemStatus, Described>> = {
  400: { description: 'The request is not what the operation takes; `errors` says where.', by: ['us'] },
  401: {
    description: 'Nobody who may call: the admin key is missing or not valid, or the request is not signed.',
    headers: { 'WWW-Authenticate': refer('headers', 'WWWAuthenticate') },
    by: ['us'],
  },
  403: {
    description: 'A rule forbids it. API Gateway says so itself of signatures and principals that it does not accept.',
    by: ['us', 'gateway'],
  },
  404: { description: 'There is no such thing in the organization, or no such organization.', by: ['us'] },
  409: { description: 'It does not fit what there is: a name that is taken, or a state that forbids it.', by: ['us'] },
  413: {
    description: 'The request is larger than may be, or asks for more than one request can do.',
    by: ['us', 'gateway'],
  },
  415: { description: 'The body is no JSON.', by: ['us'] },
  429: { description: 'Too many requests at once. Please send it again in a moment.', by: ['gateway'] },
  500: { description: 'A fault of ours; please report the request id.', by: ['us', 'gateway'] },
  503: {
    description: 'Busy for now, or out of time.',
    headers: { 'Retry-After': refer('headers', 'RetryAfter') },
    by: ['us', 'gateway'],
  },
};

/** The problems as components, by their names. */
export function problemResponses(product: Product): Readonly<Record<string, ResponseObject>> {
  const { answers } = adminExamplesOf('problems', product);
  return Object.fromEntries(
    Object.entries(problems).map(([status, { by, ...response }]) => [
      `Problem${status}`,
      {
        ...response,
        content: Object.assign(
          {},
          ...by.map((who) =>
            who === 'gateway'
              ? contentOf('application/json', refer('schemas', 'GatewayMessage'), undefined)
              : contentOf(problemMediaType, refer('schemas', 'Problem'), answers[status]),
          ),
        ) as Content,
      },
    ]),
  );
}

/** The problems of those statuses, as an operation refers to them. */
export function problemsOf(statuses: readonly ProblemStatus[]): Readonly<Record<string, Reference>> {
  return Object.fromEntries(statuses.map((status) => [status, refer('responses', `Problem${status}`)]));
}

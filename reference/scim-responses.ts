import type { Product } from '#domain/product.ts';
import type { JsonObject } from '#scim/json.ts';
import {
  type Content,
  type OpenApiDocument,
  type Reference,
  type ResponseObject,
  contentOf,
  refer,
} from './openapi.ts';
import { scimExamplesOf } from './scim-examples.ts';

/** The media type of everything that SCIM answers (RFC 7644 §8.1). */
export const scimMediaType = 'application/scim+json';

/** The headers of answers. */
export const scimHeaders: OpenApiDocument['components']['headers'] = {
  ETag: {
    description: 'The version of the resource, for If-Match and If-None-Match.',
    schema: { type: 'string', examples: ['W/"1.1"'] },
  },
  Location: { description: 'The URL of the resource.', schema: { type: 'string', format: 'uri' } },
  RetryAfter: { description: 'After how many seconds to try again.', schema: { type: 'integer', minimum: 0 } },
  WWWAuthenticate: { description: 'How callers say who they are.', schema: { type: 'string' } },
};

/** The statuses of refusals. */
export type Refusal = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 429 | 500 | 503;

type Described = {
  readonly description: string;
  readonly headers?: NonNullable<ResponseObject['headers']>;
  /** Who may speak: our code in SCIM, API Gateway in its own way, or either. */
  readonly by: readonly ('scim' | 'gateway')[];
};

const refusals: Readonly<Record<Refusal, Described>> = {
  400: { description: 'What was sent cannot be understood, or is not possible; `scimType` says which.', by: ['scim'] },
  401: {
    description: 'The SCIM key is missing or not valid.',
    headers: { 'WWW-Authenticate': refer('headers', 'WWWAuthenticate') },
    by: ['scim'],
  },
  403: {
    description:
      'A rule forbids it: domains, the owner, projects and roles, a filter on discovery, a key that may only read.',
    by: ['scim'],
  },
  404: { description: 'There is no such resource in the organization.', by: ['scim'] },
  409: { description: 'A value that must be unique is taken.', by: ['scim'] },
  412: { description: 'The resource is at another version than If-Match or If-None-Match asks for.', by: ['scim'] },
  413: { description: 'The request, or the answer to it, is larger than may be.', by: ['scim', 'gateway'] },
  429: {
    description:
      'The organization sent more requests than its limit allows, or an address many without a valid key; without ' +
      'Retry-After, the whole deployment is sent more than it takes.',
    headers: { 'Retry-After': refer('headers', 'RetryAfter') },
    by: ['scim', 'gateway'],
  },
  500: { description: 'A fault of ours. The detail has the request id, to be reported.', by: ['scim', 'gateway'] },
  503: {
    description: 'Busy for now, or out of time.',
    headers: { 'Retry-After': refer('headers', 'RetryAfter') },
    by: ['scim', 'gateway'],
  },
};

/** The refusals as components, by their names, with the sentences of a product. */
export function refusalResponses(product: Product): Readonly<Record<string, ResponseObject>> {
  const { answers } = scimExamplesOf('refusals', product);
  return Object.fromEntries(
    Object.entries(refusals).map(([status, { by, ...response }]) => [
      `Refusal${status}`,
      { ...response, content: Object.assign({}, ...by.map((who) => contentBy(who, answers[status]))) as Content },
    ]),
  );
}

/** The refusals of those statuses, as an operation refers to them. */
export function refusalsOf(statuses: readonly Refusal[]): Readonly<Record<string, Reference>> {
  return Object.fromEntries(statuses.map((status) => [status, refer('responses', `Refusal${status}`)]));
}

function contentBy(who: 'scim' | 'gateway', example: JsonObject | undefined): Content {
  if (who === 'gateway') return contentOf('application/json', refer('schemas', 'GatewayMessage'), undefined);
  return contentOf(scimMediaType, refer('schemas', 'Error'), example);
}

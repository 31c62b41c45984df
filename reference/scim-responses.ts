import { type OpenApiDocument, type ResponseObject, type SchemaObject, refer } from './openapi.ts';

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

const refusals: Readonly<Record<Refusal, ResponseObject>> = {
  400: refusal('What was sent cannot be understood, or is not possible; `scimType` says which.'),
  401: refusal('The SCIM key is missing or not valid.', ['WWWAuthenticate']),
  403: refusal(
    'A rule forbids it: domains, the owner, projects and roles, filters on discovery, a key that may only read.',
  ),
  404: refusal('There is no such resource in the organization.'),
  409: refusal('A value that must be unique is taken.'),
  412: refusal('The resource is at another version than If-Match or If-None-Match asks for.'),
  413: {
    description: 'The request, or the answer to it, is larger than may be.',
    content: { ...errorContent(), ...gatewayContent() },
  },
  429: { description: 'Too many requests at once. Please send it again in a moment.', content: gatewayContent() },
  500: {
    description: 'A fault of ours. The detail has the request id, to be reported.',
    content: { ...errorContent(), ...gatewayContent() },
  },
  503: {
    description: 'Busy for now, or out of time.',
    headers: { 'Retry-After': refer('headers', 'RetryAfter') },
    content: { ...errorContent(), ...gatewayContent() },
  },
};

/** The refusals as components, by their names. */
export const refusalResponses: Readonly<Record<string, ResponseObject>> = Object.fromEntries(
  Object.entries(refusals).map(([status, response]) => [`Refusal${status}`, response]),
);

/** The refusals of those statuses, as an operation refers to them. */
export function refusalsOf(statuses: readonly Refusal[]): Readonly<Record<string, ReturnType<typeof refer>>> {
  return Object.fromEntries(statuses.map((status) => [status, refer('responses', `Refusal${status}`)]));
}

function refusal(description: string, headers: readonly 'WWWAuthenticate'[] = []): ResponseObject {
  return {
    description,
    ...(headers.length > 0 && { headers: { 'WWW-Authenticate': refer('headers', 'WWWAuthenticate') } }),
    content: errorContent(),
  };
}

function errorContent(): Readonly<Record<string, { schema: SchemaObject }>> {
  return { [scimMediaType]: { schema: refer('schemas', 'Error') } };
}

function gatewayContent(): Readonly<Record<string, { schema: SchemaObject }>> {
  return { 'application/json': { schema: refer('schemas', 'GatewayMessage') } };
}

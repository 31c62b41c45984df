import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Registry } from '../../lambdas/domain/directory.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import type { AccessLine } from '../../lambdas/http/access-log.ts';
import { adminEndpoint } from '../../lambdas/http/admin-endpoint.ts';
import { type AdminOperation, adminPrefix } from '../../lambdas/http/admin-operation.ts';
import { adminOperations } from '../../lambdas/http/admin-operations.ts';
import type { GatewayEvent } from '../../lambdas/http/operation.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { hashAdminKey } from '../../local/admin-key.ts';
import { toEvent } from '../../local/event.ts';
import { adminDocument } from '../../reference/admin-document.ts';
import { invocation } from './endpoint.ts';
import { type Conformity, conformityTo } from './openapi.ts';

/** The key of the admin API in tests. */
export const adminKey = `admin-${'k'.repeat(43)}`;

/** A request of the Console in short. */
export type AdminRequest = {
  readonly method?: string;
  /** Below `/admin/v1`, with the query. */
  readonly path: string;
  /** Sent as JSON unless it is a text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null for none. */
  readonly key?: string | null;
  /** Who signed the request, as API Gateway tells it. */
  readonly userArn?: string;
};

/** The answer, with its body read; an empty object where there is none. */
export type AdminResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
};

/** The event of a request as API Gateway makes it, by the routes that the operations need. */
export function adminEvent(
  request: AdminRequest,
  operations: readonly AdminOperation[] = adminOperations,
): GatewayEvent {
  const { method = 'GET', path, body, headers = {}, key = adminKey, userArn } = request;
  const entry = 'lambdas/handlers/admin.ts';
  const keys = operations.flatMap((operation) => {
    const methods = operation.method === 'GET' ? ['GET', 'HEAD'] : [operation.method];
    return methods.map((each) => `${each} ${adminPrefix}${operation.path}`);
  });
  const sent = {
    host: 'api.test',
    'x-forwarded-proto': 'https',
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
  const made = toEvent(
    {
      method,
      url: adminPrefix + path,
      httpVersion: '1.1',
      rawHeaders: Object.entries(sent).flat(),
      body: Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)),
      remoteAddress: '192.0.2.1',
    },
    [...keys, 'ANY /admin/{proxy+}'].map((routeKey) => ({ routeKey, entry })),
    { requestId: randomUUID(), at: new Date(), port: 443, domainName: 'api.test' },
  );
  if (made === undefined) throw new Error(`No route takes ${method} ${path}.`);
  if (userArn === undefined) return made.event;
  const authorizer = { iam: { userArn } };
  return { ...made.event, requestContext: { ...made.event.requestContext, authorizer } } as GatewayEvent;
}

/** The admin API on a registry, called by events as API Gateway makes them. */
export function adminClient(
  registry: Registry,
  options: {
    readonly operations?: readonly AdminOperation[];
    readonly now?: () => Date;
    readonly newId?: () => string;
    readonly helpUrl?: string;
    /** False: as in AWS, where no admin key is. */
    readonly takesKey?: boolean;
    /** What Lambda says is left of its time, in milliseconds. */
    readonly remaining?: number;
  } = {},
) {
  const { operations = adminOperations, now, newId, helpUrl, takesKey = true, remaining = 29_000 } = options;
  const lines: AccessLine[] = [];
  const handler = adminEndpoint({
    operations,
    registry,
    product: productNamed('Statsig'),
    publicHosts: [],
    adminKeyHash: takesKey ? hashAdminKey(adminKey) : undefined,
    helpUrl,
    writeLine: (line) => void lines.push(line),
    ...(now !== undefined && { now }),
    ...(newId !== undefined && { newId }),
  });
  const call = async (request: AdminRequest): Promise<AdminResponse> => {
    const event = adminEvent(request, operations);
    const { statusCode, headers = {}, body } = await handler(event, invocation(remaining));
    const response = { status: statusCode, headers, body: JSON.parse(body ?? '{}') as AdminResponse['body'] };
    if (operations === adminOperations) requireDescribed(event, response, body !== undefined);
    return response;
  };
  const send =
    (method: string) =>
    (path: string, body?: unknown, more: Omit<AdminRequest, 'path' | 'body'> = {}): Promise<AdminResponse> =>
      call({ method, path, ...(body !== undefined && { body }), ...more });
  const get = (path: string, more: Omit<AdminRequest, 'path'> = {}) => call({ path, ...more });
  return { call, lines, get, post: send('POST'), put: send('PUT'), patch: send('PATCH'), remove: send('DELETE') };
}

let description: Conformity | undefined;

/** Throws where an answer is not as the description of the admin API says; of what it does not describe it knows nothing. */
function requireDescribed({ rawPath: path, requestContext }: GatewayEvent, response: AdminResponse, hasBody: boolean) {
  const { method } = requestContext.http;
  description ??= conformityTo(adminDocument(adminOperations, productNamed('Statsig'), '1.0.0'));
  if (!description.describes(method, path)) return;
  const { status, headers } = response;
  const mediaType = String(headers['content-type'] ?? '');
  const body = hasBody ? (response.body as JsonObject) : undefined;
  const problems = description.answer({ method, path, status, mediaType, body });
  if (problems.length > 0) throw new Error(`The answer is not as it is described. ${problems.join('; ')}`);
}

/** The admin API as a test calls it. */
export type AdminClient = ReturnType<typeof adminClient>;

/** The whole answer of a refusal. */
export function problem(status: number, code: string, detail: unknown, more: Record<string, unknown> = {}) {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: {
      type: 'about:blank',
      title: expect.stringMatching(/./u) as unknown,
      status,
      detail,
      code,
      requestId: expect.stringMatching(/./u) as unknown,
      ...more,
    },
  };
}

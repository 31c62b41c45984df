import type { Json, JsonObject } from '#scim/json.ts';

/** One request of an identity provider; `path` begins after the base URL, query included. */
export type ScimRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject;
  /** Headers that differ from those of Okta's provisioning client. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request with its answer; `body` is undefined where the answer is no JSON. */
export type Exchange = {
  readonly request: ScimRequest;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly body: Json | undefined;
  readonly milliseconds: number;
};

/** Sends one request and gives the exchange, whatever the answer; rejects only where no answer came. */
export type Send = (request: ScimRequest) => Promise<Exchange>;

/** Okta gives up on a request after a minute. */
const timeoutMilliseconds = 60_000;

/** Sends as Okta's provisioning client does, with the Authorization header as given. */
export function connect(baseUrl: string, authorization: string): Send {
  const root = baseUrl.replace(/\/+$/u, '');
  return async (request) => {
    const startedAt = performance.now();
    try {
      const response = await fetch(root + request.path, {
        method: request.method,
        headers: { ...oktaHeaders(authorization, request.body !== undefined), ...request.headers },
        body: request.body === undefined ? null : JSON.stringify(request.body),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const text = await response.text();
      return {
        request,
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        text,
        body: parseJson(text),
        milliseconds: performance.now() - startedAt,
      };
    } catch (cause) {
      throw new Error(`${request.method} ${request.path} got no answer: ${reasonOf(cause)}`, { cause });
    }
  };
}

/** Why fetch failed; the reason that helps is the innermost. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}

function oktaHeaders(authorization: string, hasBody: boolean): Record<string, string> {
  return {
    accept: 'application/scim+json',
    'accept-charset': 'utf-8',
    'accept-encoding': 'gzip,deflate',
    'user-agent': 'Okta SCIM Client 1.0.0',
    authorization,
    ...(hasBody ? { 'content-type': 'application/scim+json; charset=utf-8' } : {}),
  };
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

import type { Json, JsonObject } from '#scim/json.ts';

/** One request of an identity provider; `path` begins after the base URL, query included. */
export type ScimRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Sent as JSON; a text goes as it is. */
  readonly body?: JsonObject | string;
  /** Headers that differ from those that the client sends otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request with its answer; `body` is undefined where the answer is no JSON. */
export type Exchange = {
  readonly request: ScimRequest;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json | undefined;
  readonly milliseconds: number;
};

/** Sends one request and gives the exchange, whatever the answer; rejects only where no answer came. */
export type Send = (request: ScimRequest) => Promise<Exchange>;

/** Okta gives up on a request after a minute. */
const timeoutMilliseconds = 60_000;

/**
 * Sends with the Authorization header as given, undefined for none; otherwise as Okta's provisioning client does unless
 * other headers are given.
 */
export function connect(baseUrl: string, authorization: string | undefined, headersOf = oktaHeaders): Send {
  const root = baseUrl.replace(/\/+$/u, '');
  return async (request) => {
    const startedAt = performance.now();
    try {
      const response = await fetch(root + request.path, {
        method: request.method,
        headers: {
          ...(authorization !== undefined && { authorization }),
          ...headersOf(request.body !== undefined),
          ...request.headers,
        },
        body: textOf(request.body),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const text = await response.text();
      return {
        request,
        status: response.status,
        headers: response.headers,
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

/** The headers of Okta's provisioning client. */
export function oktaHeaders(hasBody: boolean): Record<string, string> {
  return {
    accept: 'application/scim+json',
    'accept-charset': 'utf-8',
    'accept-encoding': 'gzip,deflate',
    'user-agent': 'Okta SCIM Client 1.0.0',
    ...(hasBody ? { 'content-type': 'application/scim+json; charset=utf-8' } : {}),
  };
}

function textOf(body: ScimRequest['body']): string | null {
  return typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

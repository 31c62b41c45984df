import type { Connection } from './connection.ts';
import { unreachable } from './failure.ts';
import { encode } from './path.ts';
import { failureOf } from './problem.ts';
import type { Surroundings } from './surroundings.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;
type Request = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
};
/** An answer that is no refusal; `body` is undefined where it has none. */
type Answer = { readonly status: number; readonly body: unknown };

/** The items of a list as far as they were wanted; `more`: there are others. */
export type Items<Item> = { readonly items: readonly Item[]; readonly more: boolean };

/** The admin API. A refusal is thrown as the failure that it stands for. */
export type Client = {
  get<Value>(path: string, query?: Query): Promise<Value>;
  send(method: Exclude<Request['method'], 'GET'>, path: string, body?: object, query?: Query): Promise<Answer>;
  /** The items of a list, its pages followed to the end or to `limit`. */
  list<Item>(path: string, query?: Query, limit?: number): Promise<Items<Item>>;
};

const timeoutMilliseconds = 60_000;
/** The most items that the API gives in one page. */
const largestPage = 200;
/** How often a request that was put off is sent again, and how long it is waited for, in seconds. */
const tries = 4;
const longestWait = 30;

/** Opens the admin API at a connection, on behalf of a user where one is named. */
export function openClient(connection: Connection, onBehalfOf: string | undefined, surroundings: Surroundings): Client {
  const send = async (request: Request): Promise<Answer> => {
    for (let left = tries - 1; ; left -= 1) {
      const response = await exchange(request, connection, onBehalfOf, surroundings);
      const text = await response.text();
      const body = parseJson(text);
      if (response.ok && (body !== undefined || text === '')) return { status: response.status, body };
      const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
      if (left === 0 || !mayBeSentAgain(request, response.status) || !(wait >= 0 && wait <= longestWait)) {
        throw failureOf(response.status, body, connection.baseUrl);
      }
      await surroundings.sleep(wait * 1000);
    }
  };
  const get = async <Value>(path: string, query: Query = {}): Promise<Value> =>
    (await send({ method: 'GET', path, query })).body as Value;
  return {
    get,
    send: (method, path, body, query = {}) => send({ method, path, query, ...(body !== undefined && { body }) }),
    list: async <Item>(path: string, query: Query = {}, limit = Infinity): Promise<Items<Item>> => {
      const items: Item[] = [];
      let cursor: string | undefined;
      do {
        const wanted = Math.min(largestPage, limit - items.length);
        const page = await get<{ items: readonly Item[]; nextCursor?: string }>(path, {
          ...query,
          limit: wanted,
          cursor,
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined && items.length < limit);
      return { items, more: cursor !== undefined };
    },
  };
}

/** A request that came too early was not carried out; one that only reads may be sent again after any answer. */
function mayBeSentAgain({ method }: Request, status: number): boolean {
  return status === 429 || (status === 503 && method === 'GET');
}

async function exchange(
  { method, path: place, query = {}, body }: Request,
  { baseUrl, authorize }: Connection,
  onBehalfOf: string | undefined,
  surroundings: Surroundings,
): Promise<Response> {
  const url = new URL(baseUrl + place + writeQuery(query));
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = await authorize({
    method,
    url,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(onBehalfOf !== undefined && { 'on-behalf-of': onBehalfOf }),
    },
    body: text,
  });
  try {
    return await surroundings.fetch(url.href, {
      method,
      headers: { ...headers, 'user-agent': 'rollcall' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
      ...(text !== undefined && { body: text }),
    });
  } catch (cause) {
    throw unreachable(
      `${baseUrl} gives no answer: ${reasonOf(cause)}. Please check that the endpoint is right and runs, then try again.`,
      cause,
    );
  }
}

/** Why fetch failed; the reason that helps is the innermost. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error.cause !== undefined) return reasonOf(error.cause);
  // What OpenSSL says of itself is a line of its source; its reason is in words.
  return 'reason' in error && 'library' in error ? `TLS: ${String(error.reason)}` : error.message;
}

function writeQuery(query: Query): string {
  const parameters = Object.entries(query).filter((parameter) => parameter[1] !== undefined);
  return parameters.length === 0
    ? ''
    : `?${parameters.map(([name, value]) => `${name}=${encode(String(value))}`).join('&')}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

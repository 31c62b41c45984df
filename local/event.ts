import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { matchRoute, type Route } from './routes.ts';

/** A request as it came over the wire. */
export type WireRequest = {
  readonly method: string;
  /** The request's target as sent: path and query, or a whole URL. */
  readonly url: string;
  readonly httpVersion: string;
  /** Names and values in turn, as node:http gives them: the only form in which duplicates survive. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly remoteAddress: string;
};

/** What the gateway adds of its own. */
export type Stamp = {
  readonly requestId: string;
  readonly at: Date;
  readonly port: number;
  /** The gateway's own name, for one that is not on this machine. */
  readonly domainName?: string;
};

/** Media types whose bodies API Gateway passes as text; every other body, `application/scim+json` too, comes as base64. */
const textTypes = /^(?:text\/.*|application\/(?:json|xml|javascript))$/u;

/** Makes the payload-2.0 event exactly as API Gateway would, with the route that takes the request. */
export function toEvent(
  request: WireRequest,
  routes: readonly Route[],
  stamp: Stamp,
): { readonly event: APIGatewayProxyEventV2; readonly route: Route } | undefined {
  const { authority, pathAndQuery } = splitTarget(request.url);
  const [encodedPath = '', ...query] = pathAndQuery.split('?');
  const rawQueryString = query.join('?');
  const rawPath = decodePath(encodedPath);
  const match = matchRoute(routes, request.method, rawPath);
  if (match === undefined) return undefined;

  const { headers: sent, cookies } = readHeaders(request.rawHeaders);
  const headers = authority === undefined ? sent : { ...sent, host: authority };
  const domainName = stamp.domainName ?? knownHost(headers['host'], stamp.port);
  const text = textTypes.test(headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '');
  const queryStringParameters = readQuery(rawQueryString);
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      'x-forwarded-for': join(headers['x-forwarded-for'], request.remoteAddress),
      'x-forwarded-port': headers['x-forwarded-port'] ?? String(stamp.port),
      // A tunnel in front of this server speaks https, and says so.
      'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
    },
    ...(queryStringParameters !== undefined && { queryStringParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.', 1)[0] ?? domainName,
      http: {
        method: request.method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.remoteAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: stamp.requestId,
      routeKey: match.route.routeKey,
      stage: '$default',
      time: commonLogTime(stamp.at),
      timeEpoch: stamp.at.getTime(),
    },
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...(request.body.length > 0 && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
  return { event, route: match.route };
}

/** A target may be a whole URL, whose host then counts instead of the Host header's (RFC 9112 §3.2.2). */
function splitTarget(target: string): { readonly authority?: string; readonly pathAndQuery: string } {
  const [, authority, rest = ''] = /^https?:\/\/([^/?]*)(.*)$/iu.exec(target) ?? [];
  if (authority === undefined) return { pathAndQuery: target };
  return { authority, pathAndQuery: rest.startsWith('/') ? rest : `/${rest}` };
}

/** A gateway is only called by names that are its own; whatever else the Host header says is not believed. */
function knownHost(host: string | undefined, port: number): string {
  const name = host?.replace(/:\d+$/u, '');
  return name === 'localhost' || name === '127.0.0.1' ? name : `127.0.0.1:${port}`;
}

/** Decoded, and cut at a decoded `?`. A path that cannot be decoded stays as it is. */
function decodePath(encoded: string): string {
  return decodeOr(encoded).split('?', 1)[0] ?? '';
}

function decodeOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Names in lower case, duplicates joined by commas, cookies apart. */
function readHeaders(rawHeaders: readonly string[]): {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: string[];
} {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let place = 0; place + 1 < rawHeaders.length; place += 2) {
    const name = (rawHeaders[place] ?? '').toLowerCase();
    const value = rawHeaders[place + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/;\s*/u).filter(Boolean));
    else headers[name] = join(headers[name], value);
  }
  return { headers, cookies };
}

function join(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before},${value}`;
}

/** Decoded, duplicates joined by commas: what handlers must not rely on. */
function readQuery(rawQueryString: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const pair of rawQueryString.split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.replaceAll('+', ' ').split('=').map(decodeOr);
    parameters[name] = join(parameters[name], value.join('='));
  }
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `23/Nov/2026:13:05:16 +0000`. */
function commonLogTime(at: Date): string {
  const [year = '', month = '', day = ''] = at.toISOString().slice(0, 10).split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${at.toISOString().slice(11, 19)} +0000`;
}

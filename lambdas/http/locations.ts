import type { GatewayEvent } from './operation.ts';

/** Both prefixes serve the same; the longer one is looked for first. */
const prefixes = ['/scim/v2', '/scim'] as const;

/** The prefix that a path begins with; the documented one where it begins with neither. */
function prefixOf(path: string): string {
  return prefixes.find((prefix) => path === prefix || path.startsWith(`${prefix}/`)) ?? prefixes[0];
}

/** What locations begin with: the URL that the caller used, where its host is one of the deployment's (P7). */
export function baseUrlOf(event: GatewayEvent, publicHosts: readonly string[]): string {
  return originOf(event, publicHosts) + prefixOf(event.rawPath);
}

/** Scheme and host of the caller's URL: the host that API Gateway was called by, or one of `publicHosts` before it. */
export function originOf(event: GatewayEvent, publicHosts: readonly string[]): string {
  const asked = [event.headers['x-forwarded-host'], event.headers['host']].map((host) => host?.trim().toLowerCase());
  const host = asked.find((name) => name !== undefined && publicHosts.includes(name));
  const scheme = event.headers['x-forwarded-proto'] === 'http' ? 'http' : 'https';
  return `${scheme}://${host ?? event.requestContext.domainName}`;
}

/** Every base URL of the endpoint, as far as the one that the caller used tells, and the paths alone; longer ones first. */
export function alternativeBaseUrls(baseUrl: string): readonly string[] {
  const { origin } = new URL(baseUrl);
  return [...prefixes.map((prefix) => origin + prefix), ...prefixes];
}

/**
 * The operation that a route key names, without the prefix: `GET /scim/v2/Users/{id}` gives `GET /Users/{id}`, and
 * `GET /scim/v2` gives `GET /`.
 */
export function operationName(routeKey: string): string {
  const [method = '', path = ''] = routeKey.split(' ');
  if (path === '') return routeKey;
  const prefix = prefixOf(path);
  return `${method} ${(path.startsWith(prefix) ? path.slice(prefix.length) : path) || '/'}`;
}

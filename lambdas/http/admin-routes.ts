import type { ScimError } from '#scim/errors.ts';
import { type AdminOperation, type AdminPlace, adminPrefix } from './admin-operation.ts';
import { adminRefusals } from './admin-refusals.ts';
import type { GatewayEvent } from './operation.ts';

/** The operation that a route key names; HEAD is answered as GET, and its body left out at the very end. */
export function findOperation(operations: readonly AdminOperation[], routeKey: string): AdminOperation | undefined {
  const wanted = routeKey.replace(/^HEAD /u, 'GET ');
  return operations.find(({ method, path }) => `${method} ${adminPrefix}${path}` === wanted);
}

/** What a request gets that no operation takes: 405 with the methods that its path has, or 404 where it has none. */
export function refuseUnknown(places: readonly AdminPlace[], { rawPath, requestContext }: GatewayEvent): ScimError {
  const { method } = requestContext.http;
  const methods = places.filter((place) => isPathOf(place, rawPath)).map((place) => place.method);
  if (methods.length === 0) return adminRefusals.pathUnknown(method, rawPath);
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])];
  return adminRefusals.methodNotOffered(method, rawPath, allowed.join(', '));
}

function isPathOf({ path }: AdminPlace, rawPath: string): boolean {
  const wanted = `${adminPrefix}${path}`.split('/');
  const given = rawPath.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((segment, place) => segment === given[place] || (segment.startsWith('{') && given[place] !== ''))
  );
}

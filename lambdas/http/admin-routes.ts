import { ScimError, notFound } from '#scim/errors.ts';
import { shortened } from '#scim/shortened.ts';
import { type AdminOperation, adminPrefix } from './admin-operation.ts';
import type { GatewayEvent } from './operation.ts';

/** How much of an unknown path an answer repeats. */
const shownPath = 200;

/** The operation that a route key names; HEAD is answered as GET, and its body left out at the very end. */
export function findOperation(operations: readonly AdminOperation[], routeKey: string): AdminOperation | undefined {
  const wanted = routeKey.replace(/^HEAD /u, 'GET ');
  return operations.find(({ method, path }) => `${method} ${adminPrefix}${path}` === wanted);
}

/** What a request gets that no operation takes: 405 with the methods that its path has, or 404 where it has none. */
export function refuseUnknown(
  operations: readonly AdminOperation[],
  { rawPath, requestContext }: GatewayEvent,
): ScimError {
  const { method } = requestContext.http;
  const path = shortened(rawPath, shownPath);
  const methods = operations.filter((operation) => isPathOf(operation, rawPath)).map((operation) => operation.method);
  if (methods.length === 0) {
    return notFound(
      `There is no ${method} ${path} here. The admin API begins with ${adminPrefix}/organizations. Please correct the ` +
        'path; a slash at its end makes it another one.',
    );
  }
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
  return new ScimError(405, `${method} ${path} is not offered. Please use one of ${allowed}.`, {
    headers: { allow: allowed },
    code: 'notOffered',
  });
}

function isPathOf({ path }: AdminOperation, rawPath: string): boolean {
  const wanted = `${adminPrefix}${path}`.split('/');
  const given = rawPath.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((segment, place) => segment === given[place] || (segment.startsWith('{') && given[place] !== ''))
  );
}

import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../local/routes.ts';

const routes = [
  '$default',
  'GET /scim/v2/Users',
  'GET /scim/v2/Users/{id}',
  'GET /scim/v2/Users/me',
  'ANY /scim/v2/Users/{id}',
  'GET /scim/{kind}/{id}',
  'DELETE /scim/v2/Users/{id}',
].map((routeKey) => ({ routeKey, entry: routeKey }));

describe('matchRoute', () => {
  it.each([
    ['GET', '/scim/v2/Users', 'GET /scim/v2/Users', {}],
    ['GET', '/scim/v2/Users/1', 'GET /scim/v2/Users/{id}', { id: '1' }],
    ['GET', '/scim/v2/Users/me', 'GET /scim/v2/Users/me', {}],
    ['PUT', '/scim/v2/Users/1', 'ANY /scim/v2/Users/{id}', { id: '1' }],
    ['DELETE', '/scim/v2/Users/1', 'DELETE /scim/v2/Users/{id}', { id: '1' }],
    ['GET', '/scim/v1/1', 'GET /scim/{kind}/{id}', { kind: 'v1', id: '1' }],
    ['POST', '/scim/v2/Users', '$default', {}],
    ['GET', '/scim/v2/Users/', '$default', {}],
    ['GET', '/scim/v2/Users/1/2', '$default', {}],
    ['GET', '/SCIM/v2/Users', '$default', {}],
    ['GET', '/', '$default', {}],
    ['GET', '', '$default', {}],
  ])('leads %s %s to %s', (method, path, routeKey, pathParameters) => {
    expect(matchRoute(routes, method, path)).toEqual({ route: { routeKey, entry: routeKey }, pathParameters });
  });

  it('finds nothing where there is no $default', () => {
    expect(matchRoute(routes.slice(1), 'POST', '/scim/v2/Users')).toBeUndefined();
  });
});

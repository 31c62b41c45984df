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
  'ANY /admin/{proxy+}',
  'GET /admin/v1/organizations/{org}/roles/{id}',
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
    ['GET', '/admin/v1/organizations/1/roles/2', 'GET /admin/v1/organizations/{org}/roles/{id}', { org: '1', id: '2' }],
    ['PUT', '/admin/v1/organizations/1/roles/2', 'ANY /admin/{proxy+}', { proxy: 'v1/organizations/1/roles/2' }],
    ['GET', '/admin/v1', 'ANY /admin/{proxy+}', { proxy: 'v1' }],
    ['GET', '/admin/', '$default', {}],
    ['GET', '/admin', '$default', {}],
    ['GET', '', '$default', {}],
  ])('leads %s %s to %s', (method, path, routeKey, pathParameters) => {
    expect(matchRoute(routes, method, path)).toEqual({ route: { routeKey, entry: routeKey }, pathParameters });
  });

  it('finds nothing where there is no $default', () => {
    expect(matchRoute(routes.slice(1), 'POST', '/scim/v2/Users')).toBeUndefined();
  });
});

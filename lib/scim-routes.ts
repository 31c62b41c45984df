import { type HttpApi, HttpMethod, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';

/** The base paths, all the same (docs/rules.md, Protocol); the first is the one that is advertised. */
export const basePaths = ['/scim/v2', '/scim'] as const;

const { GET, HEAD, POST, PUT, PATCH, DELETE } = HttpMethod;

/** Whatever can be read can be asked for without its content too (RFC 9110 §9.1). */
const reading = [GET, HEAD];
const collection = [...reading, POST];
const resource = [...reading, PUT, PATCH, DELETE];
const discovered = ['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/{id}', 'Schemas', 'Schemas/{id}'];

/** What answers each kind of resource. */
export type ScimIntegrations = Readonly<
  Record<'users' | 'groups' | 'search' | 'bulk' | 'discovery', HttpRouteIntegration>
>;

/** Adds the routes of SCIM (RFC 7644 §3.2), below each base path: keys are checked by the handlers. */
export function addScimRoutes(api: HttpApi, { users, groups, search, bulk, discovery }: ScimIntegrations): void {
  for (const basePath of basePaths) {
    api.addRoutes({ path: `${basePath}/Users`, methods: collection, integration: users });
    api.addRoutes({ path: `${basePath}/Users/.search`, methods: [POST], integration: users });
    api.addRoutes({ path: `${basePath}/Users/{id}`, methods: resource, integration: users });
    api.addRoutes({ path: `${basePath}/Groups`, methods: collection, integration: groups });
    api.addRoutes({ path: `${basePath}/Groups/.search`, methods: [POST], integration: groups });
    api.addRoutes({ path: `${basePath}/Groups/{id}`, methods: resource, integration: groups });
    api.addRoutes({ path: basePath, methods: reading, integration: search });
    api.addRoutes({ path: `${basePath}/.search`, methods: [POST], integration: search });
    api.addRoutes({ path: `${basePath}/Bulk`, methods: [POST], integration: bulk });
    for (const path of discovered)
      api.addRoutes({ path: `${basePath}/${path}`, methods: reading, integration: discovery });
  }
}

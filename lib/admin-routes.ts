import { type HttpApi, HttpMethod, HttpNoneAuthorizer, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';

/** What the paths of the admin API begin with. */
export const adminBasePath = '/admin/v1';

const { ANY, DELETE, GET, HEAD, PATCH, POST, PUT } = HttpMethod;

/** Whatever can be read can be asked for without its content too (RFC 9110 §9.1). */
const reading = [GET, HEAD];

const organization = '/organizations/{org}';
const routes: Readonly<Record<string, readonly HttpMethod[]>> = {
  '/organizations': [...reading, POST],
  [organization]: [...reading, PATCH, DELETE],
  [`${organization}/projects`]: [...reading, POST],
  [`${organization}/projects/{id}`]: [...reading, PATCH, DELETE],
  [`${organization}/projects/{id}/teams`]: [...reading, POST],
  [`${organization}/roles`]: [...reading, POST],
  [`${organization}/roles/{id}`]: [...reading, PATCH, DELETE],
  [`${organization}/teams/{id}`]: [...reading, PATCH, DELETE],
  [`${organization}/members`]: [...reading, POST],
  [`${organization}/members/{id}`]: [...reading, PATCH, DELETE],
  [`${organization}/members/{id}/restore`]: [POST],
  [`${organization}/owner`]: [...reading, PUT],
  [`${organization}/groups`]: reading,
  [`${organization}/groups/{id}`]: reading,
  [`${organization}/groups/{id}/members`]: [...reading, PATCH],
  [`${organization}/groups/{id}/roles`]: [...reading, PUT],
  [`${organization}/keys`]: [...reading, POST],
  [`${organization}/keys/{id}`]: [...reading, DELETE],
  [`${organization}/keys/{id}/regenerate`]: [POST],
  [`${organization}/changes/{id}`]: reading,
};

/**
 * Adds the routes of the admin API: each for signed requests of IAM principals alone. What is no route of it is
 * answered by the Lambda of the Console, as it answers, without a look at who asks: it tells which paths there are.
 */
export function addAdminRoutes(
  api: HttpApi,
  { admin, activity }: { readonly admin: HttpRouteIntegration; readonly activity: HttpRouteIntegration },
): void {
  const authorizer = new HttpIamAuthorizer();
  for (const [path, methods] of Object.entries(routes)) {
    api.addRoutes({ path: adminBasePath + path, methods: [...methods], integration: admin, authorizer });
  }
  const log = `${adminBasePath}${organization}/activity`;
  api.addRoutes({ path: log, methods: reading, integration: activity, authorizer });
  for (const path of ['/admin', '/admin/{proxy+}']) {
    api.addRoutes({ path, methods: [ANY], integration: admin, authorizer: new HttpNoneAuthorizer() });
  }
}

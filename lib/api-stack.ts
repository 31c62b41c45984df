import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { addAdminRoutes, adminBasePath } from './admin-routes.ts';
import { changedIndex } from './data-stack.ts';
import type { Environment } from './environments.ts';
import { ScimFunction, type ScimFunctionProps } from './scim-function.ts';

/** What the API's stack depends on. */
export type ApiStackProps = StackProps & { readonly environment: Environment; readonly table: TableV2 };

/** The base paths, all the same (docs/rules.md, Protocol); the first is the one that is advertised. */
const basePaths = ['/scim/v2', '/scim'] as const;

const { GET, HEAD, POST, PUT, PATCH, DELETE } = HttpMethod;

/** Whatever can be read can be asked for without its content too (RFC 9110 §9.1). */
const reading = [GET, HEAD];
const collection = [...reading, POST];
const resource = [...reading, PUT, PATCH, DELETE];

/** The key with its last use, the organization and its terms; what was refused is put into the activity log. */
const discoveryActions = ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'];
/** Everything that is read. */
const searchActions = [...discoveryActions, 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const changeActions = [...searchActions, 'dynamodb:DeleteItem'];
/** Of many members that change at once slices are written beforehand. */
const groupActions = [...changeActions, 'dynamodb:BatchWriteItem'];
/** A user's change may rest on a half that it does not write: that half is checked in the transaction. */
const userActions = [...changeActions, 'dynamodb:ConditionCheckItem'];
/** Many operations may be refused at once. */
const bulkActions = [...userActions, 'dynamodb:BatchWriteItem'];
/** The log is read; what was refused is put into it. */
const activityActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem'];
/** The Console does whatever the store can do. */
const adminActions = bulkActions;

/** API Gateway gives up after 30 seconds. */
const longTimeout = Duration.seconds(29);

/** The HTTP API with one Lambda per resource, and a last one that answers in SCIM whatever no route takes. */
export class ApiStack extends Stack {
  private readonly settings: ApiStackProps;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    this.settings = props;

    const fallback = this.integrate('Fallback', 'lambdas/handlers/fallback.ts', 'Answers what no route takes', []);
    const api = new HttpApi(this, 'Api', {
      apiName: `rollcall-${props.environment.name}`,
      createDefaultStage: false,
      defaultIntegration: fallback,
    });
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Keys of SCIM are checked first thing in each handler, because the refusals of an authorizer cannot carry a SCIM ' +
        'body; the admin API has IAM authorization, except for paths that it does not have.',
    });

    const users = this.integrate('Users', 'lambdas/handlers/users.ts', 'SCIM Users', userActions, {
      indexes: [changedIndex],
    });
    const groups = this.integrate('Groups', 'lambdas/handlers/groups.ts', 'SCIM Groups', groupActions);
    const search = this.integrate('Search', 'lambdas/handlers/search.ts', 'SCIM search over all', searchActions, {
      indexes: [changedIndex],
    });
    const bulk = this.integrate('Bulk', 'lambdas/handlers/bulk.ts', 'SCIM Bulk', bulkActions, { timeout: longTimeout });
    const discovery = this.integrate('Discovery', 'lambdas/handlers/discovery.ts', 'SCIM discovery', discoveryActions);
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
      for (const path of ['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/{id}', 'Schemas', 'Schemas/{id}'])
        api.addRoutes({ path: `${basePath}/${path}`, methods: reading, integration: discovery });
    }
    const admin = this.integrate('Admin', 'lambdas/handlers/admin.ts', 'The Console', adminActions, {
      timeout: longTimeout,
    });
    const activity = this.integrate('Activity', 'lambdas/handlers/activity.ts', 'The activity log', activityActions);
    addAdminRoutes(api, { admin, activity });
    this.addStage(api);
    new CfnOutput(this, 'AdminBaseUrl', { value: `${api.apiEndpoint}${adminBasePath}` });
    new CfnOutput(this, 'ScimBaseUrl', { value: `${api.apiEndpoint}${basePaths[0]}` });
  }

  private integrate(
    id: string,
    entry: string,
    description: string,
    tableActions: readonly string[],
    more: Pick<ScimFunctionProps, 'indexes' | 'timeout'> = {},
  ) {
    const { environment, table } = this.settings;
    const { lambda } = new ScimFunction(this, id, { environment, table, entry, description, tableActions, ...more });
    return new HttpLambdaIntegration(id, lambda, { scopePermissionToRoute: false });
  }

  private addStage(api: HttpApi): void {
    const { environment } = this.settings;
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: environment.logRetention,
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: environment.throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: accessLogFormat },
    });
  }
}

// The route instead of the path, and no query string: paths and filters are where people's names would show.
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    sourceIp: '$context.identity.sourceIp',
    routeKey: '$context.routeKey',
    status: '$context.status',
    responseLength: '$context.responseLength',
    responseLatency: '$context.responseLatency',
    integrationLatency: '$context.integrationLatency',
    integrationStatus: '$context.integrationStatus',
    integrationRequestId: '$context.integration.requestId',
    errorMessage: '$context.error.message',
    integrationError: '$context.integrationErrorMessage',
  }),
);

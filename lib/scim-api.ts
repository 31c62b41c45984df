import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { addAdminRoutes, adminBasePath } from './admin-routes.ts';
import { type ApiFunctionName, apiFunctions } from './api-functions.ts';
import { ScimFunction } from './scim-function.ts';
import type { PepperSecret } from './scim-pepper.ts';
import { addScimRoutes, basePaths } from './scim-routes.ts';
import type { Settings } from './settings.ts';
import type { StreamedTable } from './scim-table.ts';

/** What the API depends on. */
export type ScimApiProps = {
  readonly settings: Settings;
  readonly table: StreamedTable;
  /** The secret that proves SCIM keys. */
  readonly pepper: PepperSecret;
};

/** The Lambdas behind the API by name. */
export type ApiFunctions = Readonly<Record<ApiFunctionName, ScimFunction>>;

/** The HTTP API with one Lambda per resource, and a last one that answers in SCIM whatever no route takes. */
export class ScimApi extends Construct {
  readonly api: HttpApi;
  readonly functions: ApiFunctions;
  readonly stage: HttpStage;
  /** One line for each request, those that no Lambda saw among them. */
  readonly accessLog: LogGroup;
  /** Where signed requests go: at the API's own host name, because CloudFront would change what was signed. */
  readonly adminBaseUrl: string;
  /** Where SCIM is served, at the API's own host name. */
  readonly scimBaseUrl: string;

  constructor(scope: Construct, id: string, props: ScimApiProps) {
    super(scope, id);
    const { settings } = props;
    const make = (name: ApiFunctionName) => this.addFunction(name, props);
    this.functions = {
      fallback: make('fallback'),
      users: make('users'),
      groups: make('groups'),
      search: make('search'),
      bulk: make('bulk'),
      discovery: make('discovery'),
      admin: make('admin'),
      activity: make('activity'),
    };
    const lead = (name: ApiFunctionName) =>
      new HttpLambdaIntegration(titled(name), this.functions[name].lambda, { scopePermissionToRoute: false });
    this.api = new HttpApi(this, 'Http', {
      apiName: `rollcall-${settings.name}`,
      description: 'SCIM and the Console',
      createDefaultStage: false,
      defaultIntegration: lead('fallback'),
    });
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Keys of SCIM are checked first thing in each handler, because the refusals of an authorizer cannot carry a SCIM ' +
        'body; the admin API has IAM authorization, except for paths that it does not have.',
    });
    addScimRoutes(this.api, {
      users: lead('users'),
      groups: lead('groups'),
      search: lead('search'),
      bulk: lead('bulk'),
      discovery: lead('discovery'),
    });
    addAdminRoutes(this.api, { admin: lead('admin'), activity: lead('activity') });
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetention,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.stage = this.addStage(settings);
    this.adminBaseUrl = `${this.api.apiEndpoint}${adminBasePath}`;
    this.scimBaseUrl = `${this.api.apiEndpoint}${basePaths[0]}`;
  }

  private addFunction(name: ApiFunctionName, { settings, table, pepper }: ScimApiProps): ScimFunction {
    const { knowsKeys, ...props } = apiFunctions[name];
    return new ScimFunction(this, titled(name), { settings, table, ...props, ...(knowsKeys && { pepper }) });
  }

  private addStage(settings: Settings): HttpStage {
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: settings.throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog), format: accessLogFormat },
    });
  }
}

function titled(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
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

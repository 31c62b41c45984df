import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { adminOperations } from '#http/admin-operations.ts';
import { environmentNamed, synthesize } from './synthesis.ts';

const { endpointTemplate } = synthesize(environmentNamed('production'));

type Resource = { readonly Properties: Readonly<Record<string, unknown>>; readonly Metadata?: Record<string, unknown> };
const resources: Readonly<Record<string, Resource>> = endpointTemplate.toJSON()['Resources'];

/** The handler file that each route leads to, followed through its integration and its function. */
function routesToEntries(): Readonly<Record<string, unknown>> {
  const routes = Object.values(endpointTemplate.findResources('AWS::ApiGatewayV2::Route')) as Resource[];
  return Object.fromEntries(
    routes.map(({ Properties: { RouteKey, Target } }) => {
      const integrationId = (Target as { 'Fn::Join': [string, [string, { Ref: string }]] })['Fn::Join'][1][1].Ref;
      const uri = resources[integrationId]?.Properties['IntegrationUri'] as { 'Fn::GetAtt': [string, string] };
      return [String(RouteKey), resources[uri['Fn::GetAtt'][0]]?.Metadata?.['rollcall:entry']];
    }),
  );
}

function expectedRoutes(): Readonly<Record<string, string>> {
  const expected: Record<string, string> = { $default: 'lambdas/handlers/fallback.ts' };
  for (const base of ['/scim/v2', '/scim']) {
    for (const [path, entry] of [
      ['Users', 'lambdas/handlers/users.ts'],
      ['Groups', 'lambdas/handlers/groups.ts'],
    ] as const) {
      for (const method of ['GET', 'HEAD', 'POST']) expected[`${method} ${base}/${path}`] = entry;
      expected[`POST ${base}/${path}/.search`] = entry;
      for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])
        expected[`${method} ${base}/${path}/{id}`] = entry;
    }
    for (const method of ['GET', 'HEAD']) expected[`${method} ${base}`] = 'lambdas/handlers/search.ts';
    expected[`POST ${base}/.search`] = 'lambdas/handlers/search.ts';
    expected[`POST ${base}/Bulk`] = 'lambdas/handlers/bulk.ts';
    for (const path of ['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/{id}', 'Schemas', 'Schemas/{id}'])
      for (const method of ['GET', 'HEAD']) expected[`${method} ${base}/${path}`] = 'lambdas/handlers/discovery.ts';
  }
  for (const { method, path } of adminOperations) {
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
    const entry = path.endsWith('/activity') ? 'lambdas/handlers/activity.ts' : 'lambdas/handlers/admin.ts';
    for (const each of methods) expected[`${each} /admin/v1${path}`] = entry;
  }
  for (const path of ['/admin', '/admin/{proxy+}']) expected[`ANY ${path}`] = 'lambdas/handlers/admin.ts';
  return expected;
}

describe('the routes', () => {
  it('lead each method of each resource, under both base paths, to its handler, and the rest to the last one', () => {
    expect(routesToEntries()).toEqual(expectedRoutes());
  });

  it('take none but signed requests for an operation of the Console, and leave SCIM to its keys', () => {
    const routes = Object.values(endpointTemplate.findResources('AWS::ApiGatewayV2::Route')) as Resource[];
    for (const { Properties } of routes) {
      const isSigned = / \/admin\/v1\//u.test(String(Properties['RouteKey']));
      expect(Properties).toMatchObject({ AuthorizationType: isSigned ? 'AWS_IAM' : 'NONE' });
    }
  });

  it('hand requests on as payload 2.0 to the Lambda alone', () => {
    endpointTemplate.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });

  it('let this API call each Lambda, and nobody else', () => {
    endpointTemplate.resourceCountIs('AWS::Lambda::Permission', 8);
    endpointTemplate.allResourcesProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
    });
  });
});

describe('the stage', () => {
  it('is the default one, throttled as the environment says', () => {
    endpointTemplate.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
    });
  });

  it('logs each request as JSON with its route, without path, query string or caller', () => {
    const [stage] = Object.values(endpointTemplate.findResources('AWS::ApiGatewayV2::Stage')) as [Resource];
    const { Format: format } = stage.Properties['AccessLogSettings'] as { Format: string };
    const line = JSON.parse(format) as Record<string, string>;
    expect(line).toMatchObject({ requestId: '$context.requestId', routeKey: '$context.routeKey' });
    expect(Object.values(line).filter((value) => /path|query|user|header|authorizer/iu.test(value))).toEqual([]);
  });

  it('logs into a group of this stack that forgets', () => {
    const [stage] = Object.values(endpointTemplate.findResources('AWS::ApiGatewayV2::Stage')) as [Resource];
    const { DestinationArn: arn } = stage.Properties['AccessLogSettings'] as {
      DestinationArn: { 'Fn::GetAtt': [string, string] };
    };
    expect(resources[arn['Fn::GetAtt'][0]]).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      Properties: { RetentionInDays: 90 },
    });
  });
});

describe('the stack', () => {
  it('tells the base URL of the admin API', () => {
    endpointTemplate.hasOutput('AdminBaseUrl', {
      Value: {
        'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^ScimApiHttp'), 'ApiEndpoint'] }, '/admin/v1']],
      },
    });
  });

  it('tells the SCIM base URL', () => {
    endpointTemplate.hasOutput('ScimBaseUrl', {
      Value: {
        'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^ScimApiHttp'), 'ApiEndpoint'] }, '/scim/v2']],
      },
    });
  });
});

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTemplate } from '../../local/deployment.ts';
import { loadDeployment } from '../../local/template.ts';
import { dropFolder, makeFolder } from '../support/local-process.ts';

const lambda = (entry: string) => ({
  Type: 'AWS::Lambda::Function',
  Metadata: { 'rollcall:entry': entry },
  Properties: {
    Environment: { Variables: { PRODUCT_NAME: 'Statsig', TABLE_NAME: { 'Fn::ImportValue': 'table' } } },
    Timeout: 10,
  },
});
const route = (routeKey: string, integration: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { RouteKey: routeKey, Target: { 'Fn::Join': ['', ['integrations/', { Ref: integration }]] } },
});
const integration = (functionId: string) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: { IntegrationUri: { 'Fn::GetAtt': [functionId, 'Arn'] } },
});

describe('readTemplate', () => {
  it('takes routes for signed requests, and none whose authorization nobody would check here', () => {
    const withAuthorization = (AuthorizationType: string) => {
      const { Type, Properties } = route('GET /admin/v1/organizations', 'Integration');
      return {
        Resources: {
          One: lambda('lambdas/handlers/admin.ts'),
          Integration: integration('One'),
          Route: { Type, Properties: { ...Properties, AuthorizationType } },
        },
      };
    };
    const signed = { routeKey: 'GET /admin/v1/organizations', entry: 'lambdas/handlers/admin.ts' };
    expect(readTemplate(withAuthorization('AWS_IAM')).routes).toEqual([signed]);
    expect(() => readTemplate(withAuthorization('JWT'))).toThrow('AuthorizationType');
  });

  it('follows a route to its handler file, and leaves out variables that only AWS knows', () => {
    const template = {
      Resources: {
        Log: { Type: 'AWS::Logs::LogGroup', Properties: {} },
        One: lambda('lambdas/handlers/users.ts'),
        OneIntegration: integration('One'),
        OneRoute: route('GET /scim/v2/Users', 'OneIntegration'),
      },
    };
    expect(readTemplate(template)).toEqual({
      routes: [{ routeKey: 'GET /scim/v2/Users', entry: 'lambdas/handlers/users.ts' }],
      functions: [{ entry: 'lambdas/handlers/users.ts', environment: { PRODUCT_NAME: 'Statsig' }, timeoutSeconds: 10 }],
      eventSources: [],
    });
  });

  it('follows an event source to its handler file, with its filter', () => {
    const source = (functionId: string) => ({
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: functionId },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] },
        BatchSize: 100,
        MaximumRetryAttempts: 10,
      },
    });
    const template = { Resources: { One: lambda('lambdas/handlers/stream.ts'), Records: source('One') } };
    expect(readTemplate(template).eventSources).toEqual([
      { entry: 'lambdas/handlers/stream.ts', patterns: [{ eventName: ['REMOVE'] }], batchSize: 100, retries: 10 },
    ]);
    expect(() => readTemplate({ Resources: { Records: source('Gone') } })).toThrow(
      'The event source Records of the template leads to no function.',
    );
  });

  it('refuses a route that leads nowhere', () => {
    const template = { Resources: { OneIntegration: integration('Gone'), R: route('GET /x', 'OneIntegration') } };
    expect(() => readTemplate(template)).toThrow('The route GET /x of the template leads to no function.');
  });
});

describe('loadDeployment', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeFolder();
  });
  afterAll(async () => dropFolder(folder));

  it('reads the routes and the event source that CDK deploys', async () => {
    const { routes, eventSources } = await loadDeployment(folder);
    expect(eventSources).toMatchObject([{ entry: 'lambdas/handlers/stream.ts', batchSize: 100 }]);
    expect(routes).toContainEqual({ routeKey: 'PATCH /scim/v2/Users/{id}', entry: 'lambdas/handlers/users.ts' });
    expect(routes).toContainEqual({ routeKey: 'GET /scim/Schemas', entry: 'lambdas/handlers/discovery.ts' });
    expect(routes).toContainEqual({ routeKey: '$default', entry: 'lambdas/handlers/fallback.ts' });
  });

  it('keeps them until their sources change, and makes them anew where what is kept is damaged', async () => {
    const synthesized = await loadDeployment(folder);
    const [name = ''] = await readdir(folder);
    const file = join(folder, name);
    const kept = { routes: [{ routeKey: '$default', entry: 'kept.ts' }], functions: [], eventSources: [] };
    await writeFile(file, JSON.stringify(kept));
    expect(await loadDeployment(folder)).toEqual(kept);
    for (const damaged of ['{"routes":', '{"routes":1}']) {
      await writeFile(file, damaged);
      expect(await loadDeployment(folder)).toEqual(synthesized);
    }
    expect(await readdir(folder)).toEqual([name]);
  });

  it('goes without a cache where it can be neither read nor written', async () => {
    const synthesized = await loadDeployment(folder);
    const [name = ''] = await readdir(folder);
    // Folders and files in each other's place stop any user, the superuser too, whom permissions do not stop.
    await rm(join(folder, name));
    await mkdir(join(folder, name, 'inside'), { recursive: true });
    expect(await loadDeployment(folder)).toEqual(synthesized);
    expect(await readdir(folder)).toEqual([name]);
    const file = join(folder, name, 'file');
    await writeFile(file, '');
    expect(await loadDeployment(join(file, 'below'))).toEqual(synthesized);
  });
});

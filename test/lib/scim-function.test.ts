import { Match } from 'aws-cdk-lib/assertions';
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../lambdas/settings.ts';
import { environmentNamed, synthesize } from './synthesis.ts';

const root = join(import.meta.dirname, '../..');
const { endpointTemplate } = synthesize({
  ...environmentNamed('production'),
  publicHosts: ['scim.example.com', 'example.net'],
  documentationUrl: 'https://help.example.com/scim',
  helpUrl: 'https://help.example.com/troubleshooting',
});

type Statement = { Action: string | string[]; Effect: string; Resource: unknown };
type Resource = { Properties: Record<string, unknown>; Metadata: Record<string, string> };

const functions = Object.values(endpointTemplate.findResources('AWS::Lambda::Function')) as unknown as Resource[];
const entryOf = (lambda: Resource): string => lambda.Metadata['rollcall:entry'] ?? '';

function lambdaOf(name: string): Resource {
  const found = functions.find((lambda) => entryOf(lambda) === `lambdas/handlers/${name}.ts`);
  if (found === undefined) throw new Error(`No Lambda runs the handler "${name}".`);
  return found;
}

/** All statements of the one policy that the role of a Lambda has. */
function statementsOf(lambda: Resource): readonly Statement[] {
  const role = (lambda.Properties['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
  const found = endpointTemplate.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: role }] } });
  const policies = Object.values(found) as { Properties: { PolicyDocument: { Statement: Statement[] } } }[];
  expect(policies).toHaveLength(1);
  return policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement);
}

describe.each([
  ['users', 10],
  ['groups', 10],
  ['search', 10],
  // Many operations in one request; API Gateway gives up after 30 seconds.
  ['bulk', 29],
  ['discovery', 10],
  // Large changes are worked on until an answer is due.
  ['admin', 29],
  ['activity', 10],
  ['fallback', 10],
])('the Lambda of %s', (name, seconds) => {
  const lambda = lambdaOf(name);

  it(`runs on Node 24 and ARM, for ${seconds} seconds at most`, () => {
    expect(lambda.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1024,
      Timeout: seconds,
      Handler: 'index.handler',
    });
  });

  it('names a handler file that exists', () => {
    expect(existsSync(join(root, entryOf(lambda)))).toBe(true);
  });

  it('is not traced', () => {
    expect(lambda.Properties).not.toHaveProperty('TracingConfig');
  });

  it('logs JSON into a group of its own that forgets after 90 days', () => {
    const { LogFormat, LogGroup } = lambda.Properties['LoggingConfig'] as {
      LogFormat: string;
      LogGroup: { Ref: string };
    };
    expect(LogFormat).toBe('JSON');
    expect(endpointTemplate.findResources('AWS::Logs::LogGroup')[LogGroup.Ref]).toMatchObject({
      Properties: { RetentionInDays: 90 },
      DeletionPolicy: 'Retain',
    });
    expect(statementsOf(lambda)[0]).toEqual({
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [LogGroup.Ref, 'Arn'] },
    });
  });

  it('gets an environment that its settings accept', () => {
    const { Variables: variables } = lambda.Properties['Environment'] as { Variables: Record<string, string | object> };
    const { PEPPER_SECRET_ARN: pepper, TABLE_NAME: _, ...others } = variables;
    const deployed = Object.entries({ ...others, TABLE_NAME: 'a-table' });
    expect(readSettings(Object.fromEntries(deployed) as Record<string, string>)).toEqual({
      TABLE_NAME: 'a-table',
      PRODUCT_NAME: 'Statsig',
      PUBLIC_HOSTS: ['scim.example.com', 'example.net'],
      ACTIVITY_DAYS: 90,
      RATE_LIMIT: 100,
      TRUSTED_PROXIES: 0,
      DOCUMENTATION_URL: 'https://help.example.com/scim',
      HELP_URL: 'https://help.example.com/troubleshooting',
    });
    expect(variables['TABLE_NAME']).toEqual({ 'Fn::ImportValue': expect.stringContaining('production-data') });
    const knowsKeys = !['activity', 'fallback'].includes(name);
    expect(JSON.stringify(pepper) ?? 'none').toMatch(
      knowsKeys ? /"rollcall-production-data:\w*PepperSecret/u : /^none$/u,
    );
  });
});

/** The files of rules and HTTP in a handler's bundle that call a method of the store. */
async function callers(handler: string, method: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`lambdas/handlers/${handler}.ts`],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
  });
  const call = new RegExp(`\\bdirectory\\.${method}\\(`, 'u');
  return Object.keys(metafile.inputs)
    .filter((file) => /^lambdas\/(?:domain|http)\//u.test(file) && call.test(readFileSync(join(root, file), 'utf8')))
    .toSorted();
}

describe('least privilege', () => {
  it('leaves condition checks to users: groups change no user through what builds them', async () => {
    expect(await callers('users', 'changeUser')).toContain('lambdas/domain/users.ts');
    expect(await callers('groups', 'changeUser')).toEqual([]);
  });

  it('gives the search a Lambda that changes nothing, and writes where walks go on (P4)', async () => {
    expect(await callers('search', '(?:create|change|remove)\\w*')).toEqual([]);
    expect(await callers('search', 'put\\w*')).toEqual(['lambdas/domain/bookmarks.ts']);
    expect(await callers('search', 'putBookmark')).toEqual(['lambdas/domain/bookmarks.ts']);
    expect(await callers('search', 'usersBeside')).toEqual(['lambdas/domain/user-list.ts']);
  });

  it('asks the index of changes where users are listed, and there alone', async () => {
    const asks = 'userIdsByModification';
    expect(await callers('users', asks)).toEqual(['lambdas/domain/user-index.ts']);
    expect(await callers('search', asks)).toEqual(['lambdas/domain/user-index.ts']);
    expect(await callers('groups', asks)).toEqual([]);
  });

  it("gives discovery a Lambda that asks nothing of an organization's store", async () => {
    expect(await callers('discovery', '\\w+')).toEqual([]);
    expect(await callers('groups', '\\w+')).not.toEqual([]);
  });

  it('gives no Lambda an admin key: in AWS the requests of the Console are signed', () => {
    for (const { Properties } of functions) {
      expect(Properties['Environment']).not.toHaveProperty('Variables.ADMIN_KEY_HASH');
    }
  });

  it('gives the fallback no right to the table', () => {
    expect(statementsOf(lambdaOf('fallback'))).toHaveLength(1);
  });

  it('gives no role a managed policy, and nobody but Lambda a role', () => {
    endpointTemplate.resourceCountIs('AWS::IAM::Role', 9);
    endpointTemplate.allResourcesProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
      }),
    });
  });
});

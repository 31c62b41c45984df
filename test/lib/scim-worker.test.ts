import { Match } from 'aws-cdk-lib/assertions';
import { build } from 'esbuild';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../lambdas/settings.ts';
import { streamPatterns } from '../../lib/stream-patterns.ts';
import { environmentNamed, synthesize } from './synthesis.ts';

const { endpointTemplate, dataTemplate } = synthesize({ ...environmentNamed('production'), activityDays: 30 });
const mapping = 'AWS::Lambda::EventSourceMapping';

describe('the worker', () => {
  it('is given what is written from the first record on, in batches, and only what it works on', () => {
    endpointTemplate.resourceCountIs(mapping, 1);
    endpointTemplate.hasResourceProperties(mapping, {
      EventSourceArn: { 'Fn::ImportValue': Match.stringLikeRegexp('production-data:.*Table.*StreamArn') },
      FunctionName: { Ref: Match.stringLikeRegexp('Stream') },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      FilterCriteria: { Filters: streamPatterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
    });
    // As many as a mapping may have.
    expect(streamPatterns.length).toBeLessThanOrEqual(5);
  });

  it('is given again what it has not done, ten times, in several lanes, and then it is left whole in a bucket', () => {
    const [bucket, ...others] = Object.keys(endpointTemplate.findResources('AWS::S3::Bucket'));
    expect(others).toEqual([]);
    endpointTemplate.hasResourceProperties(mapping, {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      // Where Lambda itself is throttled, a record waits for as long as the stream has it.
      MaximumRecordAgeInSeconds: Match.absent(),
      ParallelizationFactor: 5,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [bucket, 'Arn'] } } },
    });
  });

  it('leaves what is given up to nobody but the account, for 14 days', () => {
    endpointTemplate.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 14, Status: 'Enabled' })] },
      },
    });
    endpointTemplate.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('gets an environment that its settings accept', () => {
    const { Timeout, Environment } = propertiesOf('AWS::Lambda::Function') as {
      Timeout: number;
      Environment: { Variables: Record<string, unknown> };
    };
    expect(Timeout).toBe(60);
    const table = { TABLE_NAME: 'a-table' };
    expect(readSettings({ ...(Environment.Variables as Record<string, string>), ...table })).toMatchObject({
      ...table,
      PRODUCT_NAME: 'Statsig',
      ACTIVITY_DAYS: 30,
    });
  });

  it('reads the stream, leaves what is given up in the bucket, and does on the table what its code sends, and nothing else', async () => {
    const { PolicyDocument } = propertiesOf('AWS::IAM::Policy') as { PolicyDocument: { Statement: Statement[] } };
    const allowed = PolicyDocument.Statement.map(({ Action, Resource }) => [[Action].flat().toSorted(), Resource]);
    const tableArn = { 'Fn::ImportValue': expect.stringMatching(/production-data:.*Table[0-9A-F]{8}Arn/u) as string };
    const ownArn = { 'Fn::GetAtt': [expect.any(String), 'Arn'] };
    const onTable = await actionsSent();
    expect(allowed).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], ownArn],
      ...(onTable.length > 0 ? [[onTable, tableArn]] : []),
      [['s3:PutObject'], { 'Fn::Join': ['', [ownArn, '/aws/lambda/*']] }],
      [['s3:ListBucket'], ownArn],
      [
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        { 'Fn::ImportValue': expect.stringMatching(/StreamArn/u) as string },
      ],
      [['dynamodb:ListStreams'], { 'Fn::Join': ['', [tableArn, '/stream/*']] }],
    ]);
  });
});

it('is told of every change with both images', () => {
  dataTemplate.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
});

/** What the worker's only resource of a type is. */
function propertiesOf(type: string): unknown {
  const resources = Object.entries(endpointTemplate.findResources(type) as Record<string, { Properties: unknown }>)
    .filter(([id]) => id.startsWith('ScimWorkerStream'))
    .map(([, resource]) => resource);
  const [only, ...others] = resources;
  if (only === undefined || others.length > 0) throw new Error(`There are ${resources.length} of ${type}.`);
  return only.Properties;
}

type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown };

/** What the bundle of the worker sends to the table, command by command. */
async function actionsSent(): Promise<readonly string[]> {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, '../..'),
    entryPoints: ['lambdas/handlers/stream.ts'],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const text = outputFiles.map((file) => file.text).join('\n');
  const actions = {
    'new GetCommand(': 'dynamodb:GetItem',
    'new TransactGetCommand(': 'dynamodb:GetItem',
    'new BatchGetCommand(': 'dynamodb:BatchGetItem',
    'new QueryCommand(': 'dynamodb:Query',
    'new ScanCommand(': 'dynamodb:Scan',
    'new PutCommand(': 'dynamodb:PutItem',
    'new UpdateCommand(': 'dynamodb:UpdateItem',
    'new DeleteCommand(': 'dynamodb:DeleteItem',
    'new BatchWriteCommand(': 'dynamodb:BatchWriteItem',
    'ConditionCheck: {': 'dynamodb:ConditionCheckItem',
  };
  const sent = Object.entries(actions).flatMap(([command, action]) => (text.includes(command) ? action : []));
  return [...new Set(sent)].toSorted();
}

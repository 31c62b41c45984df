import { Grant } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { tableInFindings } from './finding.ts';
import { ScimFunction } from './scim-function.ts';
import type { Settings } from './settings.ts';
import { streamPatterns } from './stream-patterns.ts';
import type { StreamedTable } from './scim-table.ts';

/** What the worker depends on. */
export type ScimWorkerProps = { readonly settings: Settings; readonly table: StreamedTable };

/** What those who work on the records read and write. */
const workerActions = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
];

/** The Lambda that works on the table's stream: whatever follows from a write without its request waiting for it. */
export class ScimWorker extends Construct {
  readonly function: ScimFunction;
  /** Where Lambda leaves what it gave up, whole. */
  readonly givenUp: Bucket;
  /** What hands the records of the stream to the Lambda. */
  readonly records: EventSourceMapping;

  constructor(scope: Construct, id: string, props: ScimWorkerProps) {
    super(scope, id);
    const { settings, table } = props;
    const worker = new ScimFunction(this, 'Stream', {
      settings,
      table,
      entry: 'lambdas/handlers/stream.ts',
      description: "Works on the table's stream",
      tableActions: workerActions,
      timeout: Duration.minutes(1),
    });
    const givenUp = this.addBucket(worker);
    this.grantStream(worker, table);
    const records = new EventSourceMapping(this, 'Records', {
      target: worker.lambda,
      eventSourceArn: streamArnOf(table),
      // From the first record that there still is: whatever was written while nobody listened.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: streamPatterns.map((pattern) => FilterCriteria.filter(pattern)),
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      // So many batches of a shard at a time, each item's records in their order: what one batch waits for, the others do not.
      parallelizationFactor: 5,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 10,
      onFailure: { bind: () => ({ destination: givenUp.bucketArn }) },
      supportS3OnFailureDestination: true,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    this.function = worker;
    this.givenUp = givenUp;
    this.records = records;
  }

  /**
   * Where Lambda itself leaves what it gives up after the last try, because the function dies or the time is over: whole,
   * unlike in a queue, which would be told the places of the records alone.
   */
  private addBucket(worker: ScimFunction): Bucket {
    const bucket = new Bucket(this, 'GivenUp', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(14), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Nothing reads this bucket but an operator who looks for what was given up; CloudTrail can tell of it.',
    });
    const grantee = worker.lambda;
    // Not `bucket.grantPut`, nor the destination of aws-lambda-event-sources, which lets everything in it be read and erased.
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject'],
      resourceArns: [bucket.arnForObjects('aws/lambda/*')],
    });
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] });
    const logicalId = Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnBucket);
    Validations.of(worker).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/aws/lambda/*]`,
      reason: 'Lambda names each object after the mapping, the shard and the moment.',
    });
    return bucket;
  }

  /** Not `table.grantStreamRead`, which lets the streams of all tables be listed. */
  private grantStream(worker: ScimFunction, table: StreamedTable): void {
    const grantee = worker.lambda;
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resourceArns: [streamArnOf(table)],
    });
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:ListStreams'],
      resourceArns: [`${table.tableArn}/stream/*`],
    });
    Validations.of(worker).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${tableInFindings(this, table)}/stream/*]`,
      reason: 'Streams are listed for a table, not one by one; only what this table is called is told.',
    });
  }
}

function streamArnOf(table: StreamedTable): string {
  if (table.tableStreamArn === undefined)
    throw new Error('The table has no stream. Please give it one with both images, as ScimTable does.');
  return table.tableStreamArn;
}

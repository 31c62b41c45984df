import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Environment } from './environments.ts';
import { ScimFunction } from './scim-function.ts';
import { streamPatterns } from './stream-patterns.ts';

/** What the worker's stack depends on. */
export type WorkerStackProps = StackProps & { readonly environment: Environment; readonly table: TableV2 };

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
export class WorkerStack extends Stack {
  constructor(scope: Construct, id: string, props: WorkerStackProps) {
    super(scope, id, props);
    const { environment, table } = props;
    const worker = new ScimFunction(this, 'Stream', {
      environment,
      table,
      entry: 'lambdas/handlers/stream.ts',
      description: "Works on the table's stream",
      tableActions: workerActions,
      timeout: Duration.minutes(1),
    });
    const undone = this.addQueue();
    this.grantStream(worker, table);
    new EventSourceMapping(this, 'Records', {
      target: worker.lambda,
      eventSourceArn: streamArnOf(table),
      // From the first record that there still is: whatever was written while nobody listened.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: streamPatterns.map((pattern) => FilterCriteria.filter(pattern)),
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      parallelizationFactor: 2,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 10,
      onFailure: new SqsDlq(undone),
    });
    new CfnOutput(this, 'UndoneQueueUrl', { value: undone.queueUrl });
  }

  /** Where it is told which records were given up after the last try; the records themselves are not in it. */
  private addQueue(): Queue {
    const queue = new Queue(this, 'Undone', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This queue is itself where failures go; nobody but an operator receives from it.',
    });
    return queue;
  }

  /** Not `table.grantStreamRead`, which lets the streams of all tables be listed. */
  private grantStream(worker: ScimFunction, table: TableV2): void {
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
      id: `AwsSolutions-IAM5[Resource::${exportNameOf(table)}/stream/*]`,
      reason: 'Streams are listed for a table, not one by one; only what this table is called is told.',
    });
  }
}

function streamArnOf(table: TableV2): string {
  if (table.tableStreamArn === undefined) throw new Error('The table has no stream.');
  return table.tableStreamArn;
}

/** The name by which this stack imports the table's ARN: a finding is known by it. */
function exportNameOf(table: TableV2): string {
  const stack = Stack.of(table);
  const { 'Fn::ImportValue': name } = stack.resolve(stack.exportValue(table.tableArn)) as { 'Fn::ImportValue': string };
  return name;
}

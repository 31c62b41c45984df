import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { addAlarm, type AlarmSurroundings, type WantedAlarm } from './alarm.ts';
import type { LogMetrics } from './log-metrics.ts';
import type { StreamedTable } from './scim-table.ts';

/** What is watched of the requests. */
export type EndpointAlarmsProps = AlarmSurroundings & {
  readonly api: HttpApi;
  readonly table: StreamedTable;
  readonly metrics: LogMetrics;
  /** Users that one organization may lose in ten minutes. */
  readonly manyUsersLost: number;
};

const period = Duration.minutes(5);

/** Milliseconds that the slowest answer of a hundred may take: identity providers wait for 30 to 60 s, people do not. */
const slow = 5_000;

/** What an operator is told of the requests and of what they do; docs/runbook.md has the reason for each number. */
export class EndpointAlarms extends Construct {
  constructor(scope: Construct, id: string, props: EndpointAlarmsProps) {
    super(scope, id);
    const { api, metrics } = props;
    for (const [name, wanted] of Object.entries<WantedAlarm>({
      ServerErrors: {
        metric: metrics.requestsFailed,
        sentence: 'Requests fail for a fault of ours, or cannot be carried out in time.',
        threshold: 5,
        periods: 2,
        outOf: 3,
      },
      SlowAnswers: {
        metric: api.metricLatency({ period, statistic: 'p99' }),
        sentence: 'One answer of a hundred takes longer than five seconds.',
        threshold: slow,
        periods: 3,
      },
      LambdasThrottled: {
        metric: metrics.lambdasThrottled,
        sentence: 'Lambda has no room for requests, which fail.',
        threshold: 5,
        periods: 2,
        outOf: 3,
      },
      GatewayThrottled: {
        metric: metrics.gatewayThrottled,
        sentence: 'API Gateway refuses requests, because more come at once than the deployment admits.',
        threshold: 50,
        periods: 2,
        outOf: 3,
      },
      ReadsThrottled: {
        metric: tableMetric(props.table.tableName, 'ReadThrottleEvents'),
        sentence: 'The table refuses reads, which are tried again.',
        threshold: 100,
        periods: 2,
        outOf: 3,
      },
      WritesThrottled: {
        metric: tableMetric(props.table.tableName, 'WriteThrottleEvents'),
        sentence: 'The table refuses writes, which are tried again.',
        threshold: 100,
        periods: 2,
        outOf: 3,
      },
      KeysRefused: {
        metric: metrics.keysRefused,
        sentence: 'Many requests come with a SCIM key that is not valid.',
        threshold: 100,
        periods: 2,
        outOf: 3,
      },
      UsersLost: {
        metric: metrics.usersLost,
        sentence: 'An organization has lost many users within ten minutes.',
        threshold: props.manyUsersLost,
      },
    })) {
      addAlarm(this, name, wanted, props);
    }
  }
}

/** One of the numbers that DynamoDB gives of a table. */
export function tableMetric(tableName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    statistic: 'Sum',
    period,
  });
}

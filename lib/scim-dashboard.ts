import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { tableMetric } from './endpoint-alarms.ts';
import type { LogMetrics } from './log-metrics.ts';
import { requestQueries } from './log-queries.ts';
import type { ScimApi } from './scim-api.ts';
import type { ScimFunction } from './scim-function.ts';
import type { StreamedTable } from './scim-table.ts';

/** What is shown. */
export type ScimDashboardProps = {
  readonly name: string;
  readonly table: StreamedTable;
  readonly api: ScimApi;
  readonly metrics: LogMetrics;
  readonly worker: ScimFunction;
  readonly canary: ScimFunction | undefined;
};

const period = Duration.minutes(5);

/** One page on how the endpoint is: what is asked and refused, how long it takes, what it does, and what stands behind it. */
export class ScimDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ScimDashboardProps) {
    super(scope, id);
    const { name } = props;
    new Dashboard(this, 'Page', {
      dashboardName: `rollcall-${name}`,
      widgets: [
        [
          new TextWidget({
            markdown: `# Rollcall ${name}\nWhat each alarm means: docs/runbook.md`,
            width: 24,
            height: 2,
          }),
        ],
        requestWidgets(props),
        functionWidgets(props),
        directoryWidgets(props),
        tableWidgets(props),
        workerWidgets(props),
        ...logWidgets(props),
      ],
    });
  }
}

function graph(title: string, left: readonly IMetric[], width = 8): IWidget {
  return new GraphWidget({ title, left: [...left], width, height: 6 });
}

function requestWidgets({ api: { api }, metrics }: ScimDashboardProps): IWidget[] {
  const sum = { statistic: 'Sum', period };
  return [
    graph('Requests, and those that failed', [
      api.metricCount({ ...sum, label: 'requests' }),
      api.metricClientError({ ...sum, label: 'refused (4xx)' }),
      api.metricServerError({ ...sum, label: 'failed (5xx)' }),
    ]),
    graph(
      'Milliseconds of an answer',
      ['p50', 'p90', 'p99'].map((statistic) => api.metricLatency({ statistic, period, label: statistic })),
    ),
    graph('Refused for the key, or for too many requests', [
      metrics.keysRefused.with({ label: 'key not valid' }),
      metrics.organizationsLimited.with({ label: 'limit of an organization, or of wrong keys' }),
      metrics.gatewayThrottled.with({ label: 'limit of the deployment' }),
      metrics.lambdasThrottled.with({ label: 'no room in Lambda' }),
    ]),
  ];
}

/** Each kind of operation has a Lambda of its own: these are the figures by operation. */
function functionWidgets({ api: { functions } }: ScimDashboardProps): IWidget[] {
  const each = (of: (one: ScimFunction, label: string) => IMetric): IMetric[] =>
    Object.entries(functions).map(([label, one]) => of(one, label));
  return [
    graph(
      'Requests by kind',
      each(({ lambda }, label) => lambda.metricInvocations({ statistic: 'Sum', period, label })),
    ),
    graph(
      'Milliseconds of the slowest of a hundred, by kind',
      each(({ lambda }, label) => lambda.metricDuration({ statistic: 'p99', period, label })),
    ),
    graph('Lambdas that died, or had no room', [
      ...each(({ lambda }, label) => lambda.metricErrors({ statistic: 'Sum', period, label: `${label} died` })),
      ...each(({ lambda }, label) => lambda.metricThrottles({ statistic: 'Sum', period, label: `${label} throttled` })),
    ]),
  ];
}

function directoryWidgets({ metrics }: ScimDashboardProps): IWidget[] {
  return [
    graph('Users', [
      metrics.usersCreated.with({ label: 'created' }),
      metrics.usersDeactivated.with({ label: 'deactivated' }),
      metrics.usersDeleted.with({ label: 'deleted' }),
    ]),
    graph('Memberships', [
      metrics.membersAdded.with({ label: 'added' }),
      metrics.membersRemoved.with({ label: 'removed' }),
    ]),
    graph('Users that one organization lost in ten minutes, at most', [metrics.usersLost.with({ label: 'users' })]),
  ];
}

function tableWidgets({ table: { tableName } }: ScimDashboardProps): IWidget[] {
  return [
    graph('Units of the table', [
      tableMetric(tableName, 'ConsumedReadCapacityUnits'),
      tableMetric(tableName, 'ConsumedWriteCapacityUnits'),
    ]),
    graph('Throttled by the table', [
      tableMetric(tableName, 'ReadThrottleEvents'),
      tableMetric(tableName, 'WriteThrottleEvents'),
    ]),
    graph('Transactions that met each other', [tableMetric(tableName, 'TransactionConflict')]),
  ];
}

function workerWidgets({ worker: { lambda }, metrics, canary }: ScimDashboardProps): IWidget[] {
  return [
    graph('Milliseconds that the worker is behind', [lambda.metric('IteratorAge', { statistic: 'Maximum', period })]),
    graph('The worker', [
      lambda.metricInvocations({ statistic: 'Sum', period, label: 'batches' }),
      lambda.metricErrors({ statistic: 'Sum', period, label: 'died' }),
      metrics.recordsSetAside.with({ label: 'records set aside' }),
    ]),
    ...(canary === undefined
      ? []
      : [
          graph('The canary', [
            canary.lambda.metricDuration({ statistic: 'Maximum', period, label: 'milliseconds of a round' }),
            canary.lambda.metricErrors({ statistic: 'Sum', period, label: 'failed' }),
          ]),
        ]),
  ];
}

/** What has too many values to be a metric is read out of the lines: it costs when somebody looks. */
function logWidgets({ api: { functions } }: ScimDashboardProps): IWidget[][] {
  const logGroups = Object.values(functions).map(({ logGroup }) => logGroup);
  const widgets = requestQueries.map(({ title, lines }) => table(title, logGroups, lines));
  return [widgets.slice(0, 2), widgets.slice(2)];
}

function table(title: string, logGroups: readonly ILogGroup[], lines: readonly string[]): IWidget {
  return new LogQueryWidget({
    title,
    logGroupNames: logGroups.map(({ logGroupName }) => logGroupName),
    queryLines: [...lines],
    view: LogQueryVisualizationType.TABLE,
    width: 12,
    height: 6,
  });
}

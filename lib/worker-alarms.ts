import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Settings } from './settings.ts';

/** What is watched. */
export type WorkerAlarmsProps = {
  readonly settings: Settings;
  readonly lambda: IFunction;
  readonly logGroup: LogGroup;
  readonly records: EventSourceMapping;
  /** Where the alarms are sent; undefined: nowhere. */
  readonly topic: ITopic | undefined;
};

const minute = Duration.minutes(1);

/** Milliseconds after which what follows from a write is late: it is promised within 60 seconds. */
const latest = 60_000;

/** What an operator is told of the worker; each alarm's description says where docs/operation.md goes on. */
export class WorkerAlarms extends Construct {
  private readonly topic: ITopic | undefined;

  constructor(scope: Construct, id: string, props: WorkerAlarmsProps) {
    super(scope, id);
    const { settings, lambda, logGroup, records } = props;
    this.topic = props.topic;

    const setAside = logGroup.addMetricFilter('SetAside', {
      filterPattern: FilterPattern.stringValue('$.event', '=', 'recordSetAside'),
      metricNamespace: 'Rollcall',
      metricName: `${settings.name}-RecordsSetAside`,
      metricValue: '1',
    });
    this.addAlarm('RecordSetAside', {
      metric: setAside.metric({ statistic: 'Sum', period: minute }),
      description: 'A record of the stream was set aside. See docs/operation.md, "Set aside".',
    });
    this.addAlarm('RecordsGivenUp', {
      metric: new MathExpression({
        expression: 'FILL(delivered, 0) + FILL(dropped, 0)',
        usingMetrics: {
          delivered: mappingMetric(records, 'OnFailureDestinationDeliveredEventCount'),
          dropped: mappingMetric(records, 'DroppedEventCount'),
        },
        label: 'Records given up',
        period: minute,
      }),
      description: 'Lambda gave up records of the stream. See docs/operation.md, "Given up".',
    });
    this.addAlarm('RecordsNotKept', {
      metric: lambda.metric('DestinationDeliveryFailures', { statistic: 'Sum', period: minute }),
      description: 'Lambda could not keep records that it gave up. See docs/operation.md, "Given up".',
    });
    this.addAlarm('WorkerBehind', {
      metric: lambda.metric('IteratorAge', { statistic: 'Maximum', period: minute }),
      threshold: latest,
      minutes: 5,
      description: 'What follows from writes is late. See docs/operation.md, "Behind".',
    });
  }

  private addAlarm(
    id: string,
    wanted: {
      readonly metric: IMetric;
      readonly description: string;
      readonly threshold?: number;
      readonly minutes?: number;
    },
  ): void {
    const { metric, description, threshold = 1, minutes = 1 } = wanted;
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: description,
      threshold,
      evaluationPeriods: minutes,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.topic !== undefined) alarm.addAlarmAction(new SnsAction(this.topic));
  }
}

function mappingMetric({ eventSourceMappingId }: EventSourceMapping, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID: eventSourceMappingId },
    statistic: 'Sum',
    period: minute,
  });
}

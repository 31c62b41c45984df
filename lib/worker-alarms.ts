import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { addAlarm, type AlarmSurroundings, type WantedAlarm } from './alarm.ts';
import type { LogMetrics } from './log-metrics.ts';

/** What is watched of the worker. */
export type WorkerAlarmsProps = AlarmSurroundings & {
  readonly lambda: IFunction;
  readonly records: EventSourceMapping;
  readonly metrics: LogMetrics;
};

const period = Duration.minutes(1);

/** Milliseconds after which what follows from a write is late: it is promised within 60 seconds. */
const latest = 60_000;

/** What an operator is told of the worker. */
export class WorkerAlarms extends Construct {
  constructor(scope: Construct, id: string, props: WorkerAlarmsProps) {
    super(scope, id);
    const { lambda, records, metrics } = props;
    for (const [name, wanted] of Object.entries<WantedAlarm>({
      RecordSetAside: {
        metric: metrics.recordsSetAside,
        sentence: 'A record of the stream was set aside.',
        threshold: 1,
      },
      RecordsGivenUp: {
        metric: mappingMetric(records, 'OnFailureDestinationDeliveredEventCount'),
        sentence: 'Lambda gave up records of the stream, and kept them.',
        threshold: 1,
      },
      RecordsNotKept: {
        metric: lambda.metric('DestinationDeliveryFailures', { statistic: 'Sum', period }),
        sentence: 'Lambda gave up records of the stream, and could not keep them.',
        threshold: 1,
      },
      RecordsDropped: {
        metric: mappingMetric(records, 'DroppedEventCount'),
        sentence: 'Lambda dropped records of the stream.',
        threshold: 1,
      },
      WorkerBehind: {
        metric: lambda.metric('IteratorAge', { statistic: 'Maximum', period }),
        sentence: 'What follows from writes is late.',
        threshold: latest,
        periods: 5,
      },
    })) {
      addAlarm(this, name, wanted, props);
    }
  }
}

function mappingMetric({ eventSourceMappingId }: EventSourceMapping, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID: eventSourceMappingId },
    statistic: 'Sum',
    period,
  });
}

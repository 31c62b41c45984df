import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Who is told of alarms, and where it is written what to do. */
export type AlarmSurroundings = {
  /** Undefined: they show in CloudWatch alone. */
  readonly topic: ITopic | undefined;
  /** Where docs/runbook.md is published; undefined: alarms name the file. */
  readonly runbookUrl: string | undefined;
};

/** When an alarm is raised: at `threshold` and above, in `periods` of the last `outOf` periods of the metric. */
export type WantedAlarm = {
  readonly metric: Metric;
  /** What has happened, in one sentence. */
  readonly sentence: string;
  readonly threshold: number;
  /** 1 unless given. */
  readonly periods?: number;
  /** As many as `periods` unless given. */
  readonly outOf?: number;
  /** True where it is raised below the threshold instead, and where nothing is heard at all. */
  readonly below?: boolean;
};

/**
 * Makes an alarm whose description leads to its section of docs/runbook.md, which has the alarm's id as its heading. It
 * looks at one metric, without arithmetic, so that whoever is told of it finds the same number again.
 */
export function addAlarm(
  scope: Construct,
  id: string,
  wanted: WantedAlarm,
  { topic, runbookUrl = 'docs/runbook.md' }: AlarmSurroundings,
): Alarm {
  const { metric, sentence, threshold, periods = 1, outOf = periods, below = false } = wanted;
  const alarm = new Alarm(scope, id, {
    metric,
    alarmDescription: `${sentence} ${runbookUrl}#${id.toLowerCase()}`,
    threshold,
    datapointsToAlarm: periods,
    evaluationPeriods: outOf,
    comparisonOperator: below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  if (topic !== undefined) {
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
  return alarm;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it, vi } from 'vitest';
import { printStreamFailure } from '../../lambdas/http/stream-log.ts';
import { environmentNamed, synthesize } from './synthesis.ts';

const { endpointTemplate } = synthesize(environmentNamed('production'));
const alarm = 'AWS::CloudWatch::Alarm';

type Properties = {
  readonly AlarmDescription: string;
  readonly MetricName?: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly AlarmActions?: unknown;
};
const alarms = (Object.values(endpointTemplate.findResources(alarm)) as { Properties: Properties }[]).map(
  ({ Properties: properties }) => properties,
);

describe('the alarms of the worker', () => {
  it('are raised by the line that the worker writes on a record that is set aside', () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    printStreamFailure({
      consumer: 'c',
      organization: 'o',
      sequence: '7',
      error: new Error('Poison.'),
      undoneId: '7.c',
    });
    const { level, event } = JSON.parse(String(write.mock.lastCall?.[0])) as Readonly<Record<string, unknown>>;
    write.mockRestore();
    expect(level).toBe('ERROR');
    endpointTemplate.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: { Ref: Match.stringLikeRegexp('StreamLog') },
      FilterPattern: `{ $.event = "${String(event)}" }`,
      MetricTransformations: [
        { MetricNamespace: 'Rollcall', MetricName: 'production-RecordsSetAside', MetricValue: '1' },
      ],
    });
    endpointTemplate.hasResourceProperties(alarm, { MetricName: 'production-RecordsSetAside', Threshold: 1 });
  });

  it('are raised by what Lambda gives up, which the mapping has to count', () => {
    const [mapping] = Object.keys(endpointTemplate.findResources('AWS::Lambda::EventSourceMapping'));
    endpointTemplate.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      MetricsConfig: { Metrics: ['EventCount'] },
    });
    const metricOf = (MetricName: string) => ({
      MetricStat: Match.objectLike({
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName,
          Dimensions: [{ Name: 'EventSourceMappingUUID', Value: { Ref: mapping } }],
        },
      }),
    });
    endpointTemplate.hasResourceProperties(alarm, {
      Metrics: Match.arrayWith([
        Match.objectLike(metricOf('OnFailureDestinationDeliveredEventCount')),
        Match.objectLike(metricOf('DroppedEventCount')),
      ]),
    });
    const Dimensions = [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('Stream') } }];
    endpointTemplate.hasResourceProperties(alarm, { MetricName: 'DestinationDeliveryFailures', Dimensions });
    endpointTemplate.hasResourceProperties(alarm, { MetricName: 'IteratorAge', Dimensions, Threshold: 60_000 });
  });

  it('are quiet where nothing happens, and lead to a section of the operation manual', () => {
    const manual = readFileSync(join(import.meta.dirname, '../../docs/operation.md'), 'utf8');
    expect(alarms).toHaveLength(4);
    for (const { AlarmDescription: words, TreatMissingData: missing } of alarms) {
      expect(missing).toBe('notBreaching');
      const [, section] = /See docs\/operation\.md, "(.+)"\.$/u.exec(words) ?? [];
      expect(manual).toContain(`\n## ${String(section)}\n`);
    }
  });

  it('are sent to the topic that the environment names, and to none without one', () => {
    expect(alarms.map(({ AlarmActions: actions }) => actions)).toEqual(alarms.map(() => undefined));
    const topicArn = 'arn:aws:sns:eu-central-1:123456789012:alarms';
    const { endpointTemplate: told } = synthesize({ ...environmentNamed('production'), alarms: { topicArn } });
    told.allResourcesProperties(alarm, { AlarmActions: [topicArn] });
  });
});

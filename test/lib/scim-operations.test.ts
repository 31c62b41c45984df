import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it, vi } from 'vitest';
import type { AccessLine } from '../../lambdas/http/access-log.ts';
import { printChanges, printStreamFailure } from '../../lambdas/http/stream-log.ts';
import type { MadeChanges } from '../../lambdas/storage/tell-changes.ts';
import { requestQueries } from '../../lib/log-queries.ts';
import { environmentNamed, synthesize } from './synthesis.ts';

const production = environmentNamed('production');
const { dataTemplate, endpointTemplate } = synthesize(production);
const { endpointTemplate: withCanary } = synthesize({ ...production, canary: {} });
const alarm = 'AWS::CloudWatch::Alarm';

type Alarm = {
  readonly AlarmDescription: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Metrics?: unknown;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly TreatMissingData: string;
  readonly AlarmActions?: unknown;
};
type Filter = {
  readonly FilterPattern: string;
  readonly LogGroupName: { readonly Ref: string };
  readonly MetricTransformations: readonly { readonly MetricName: string; readonly MetricValue: string }[];
};

function propertiesOf<Properties>(template: Template, type: string): Properties[] {
  const found = Object.values(template.findResources(type)) as { Properties: Properties }[];
  return found.map(({ Properties: properties }) => properties);
}

const alarmsOf = (template: Template) => propertiesOf<Alarm>(template, alarm);
const filters = propertiesOf<Filter>(endpointTemplate, 'AWS::Logs::MetricFilter');
const manual = (name: string): string => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

/** What a piece of work writes to the log. */
function lineOf(write: () => void): Readonly<Record<string, unknown>> {
  const spy = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  write();
  const line = JSON.parse(String(spy.mock.lastCall?.[0])) as Record<string, unknown>;
  spy.mockRestore();
  return line;
}

describe('the alarms', () => {
  it('each lead to their section of the runbook, and each section of it to an alarm', () => {
    const sections = [...manual('runbook.md').matchAll(/^## (\w+)$/gmu)].map(([, name]) => String(name));
    const anchors = alarmsOf(withCanary).map(
      ({ AlarmDescription: words }) => /^[A-Z][^#]+\. docs\/runbook\.md#(\w+)$/u.exec(words)?.[1],
    );
    expect(sections.map((name) => name.toLowerCase()).toSorted()).toEqual(anchors.map(String).toSorted());
    const ids = Object.keys(withCanary.findResources(alarm));
    for (const name of sections) expect(ids.filter((id) => id.includes(name))).toHaveLength(1);
  });

  it('lead to where the runbook is published, where that is told', () => {
    const runbookUrl = 'https://wiki.example.com/runbook';
    const { endpointTemplate: published } = synthesize({ ...production, runbookUrl });
    for (const { AlarmDescription: words } of alarmsOf(published)) expect(words).toContain(` ${runbookUrl}#`);
  });

  it('have a section each that says how bad it is, what to run first, and when it is over', () => {
    const [, ...sections] = manual('runbook.md').split(/^## (?=\w+$)/mu);
    for (const section of sections) {
      for (const part of ['**What it means.**', '**How bad.**', '**First.**', '**Causes.**', '**Over.**']) {
        expect(section).toContain(part);
      }
      expect(section).toContain('```sh\n');
    }
  });

  it('have questions to what the stacks have and tell', () => {
    const words = manual('runbook.md');
    const types = [...words.matchAll(/\(parts (AWS::\w+::\w+)\)/gu)].map(([, type]) => String(type));
    expect(types.length).toBeGreaterThan(0);
    for (const type of types) expect(withCanary.findResources(type)).not.toEqual({});
    const outputs = [...words.matchAll(/\(output "\$(stack|data)" (\w+)\)/gu)];
    expect(outputs.length).toBeGreaterThan(0);
    for (const [, stack, name] of outputs) {
      (stack === 'data' ? dataTemplate : endpointTemplate).hasOutput(String(name), {});
    }
  });

  it('tell of no answer that is no failure: 501 is what whoever likes can ask for', () => {
    const failed = filters.find(({ MetricTransformations: [made] }) => made?.MetricName.endsWith('RequestsFailed'));
    expect(failed?.FilterPattern).toBe('{ ($.status = "5*") && ($.status != "501") }');
    endpointTemplate.hasResourceProperties(alarm, {
      AlarmDescription: Match.stringLikeRegexp('#servererrors$'),
      MetricName: 'production-RequestsFailed',
      Threshold: 5,
    });
  });

  it('look at one metric each, and at no more of it than CloudWatch does', () => {
    for (const one of alarmsOf(withCanary)) {
      expect(one.Metrics).toBeUndefined();
      expect(one.Period % 60).toBe(0);
      expect(one.Period * one.EvaluationPeriods).toBeLessThanOrEqual(86_400);
      expect(one.DatapointsToAlarm).toBeLessThanOrEqual(one.EvaluationPeriods);
    }
  });

  it('are quiet where nothing happens, but for the canary, of which something has to be heard', () => {
    const loud = alarmsOf(withCanary).filter(({ TreatMissingData: missing }) => missing !== 'notBreaching');
    expect(loud).toMatchObject([{ MetricName: 'Invocations', TreatMissingData: 'breaching' }]);
  });

  it('are sent to the topic that the environment names, their end too, and to none without one', () => {
    expect(alarmsOf(endpointTemplate).flatMap(({ AlarmActions: actions }) => actions ?? [])).toEqual([]);
    const topicArn = 'arn:aws:sns:eu-central-1:123456789012:alarms';
    const { endpointTemplate: told } = synthesize({ ...production, alarms: { topicArn }, canary: {} });
    told.allResourcesProperties(alarm, { AlarmActions: [topicArn], OKActions: [topicArn] });
  });

  it('cost what docs/monitoring.md says', () => {
    const words = manual('monitoring.md');
    const alarms = alarmsOf(withCanary).length;
    expect(words).toContain(`${alarms} alarms`);
    expect(words).toContain(`$${(alarms * 0.1).toFixed(2)}`);
    expect(words).toContain(`${filters.length} metrics`);
    expect(words).toContain(`$${(filters.length * 0.3).toFixed(2)}`);
  });
});

describe('the metrics that are made of the log', () => {
  it('have each a reader: an alarm, or the dashboard', () => {
    const [dashboard] = propertiesOf<{ DashboardBody: unknown }>(endpointTemplate, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.DashboardBody);
    const alarmed = new Set(alarmsOf(endpointTemplate).map(({ MetricName: name }) => name));
    const names = filters.flatMap(({ MetricTransformations: made }) => made.map(({ MetricName: name }) => name));
    expect(names).toHaveLength(12);
    expect(names.filter((name) => !alarmed.has(name) && !body.includes(`\\"${name}\\"`))).toEqual([]);
  });

  it('have names that begin with that of the deployment, and no dimension', () => {
    for (const { MetricTransformations: made } of filters) {
      expect(made).toMatchObject([{ MetricNamespace: 'Rollcall', MetricName: expect.stringMatching(/^production-/u) }]);
      expect(made[0]).not.toHaveProperty('Dimensions');
    }
  });

  it('look for fields that the lines have', () => {
    const changes: Required<MadeChanges> = {
      organizationId: 'o',
      usersCreated: 1,
      usersDeactivated: 1,
      usersReactivated: 1,
      usersDeleted: 1,
      membersAdded: 1,
      membersRemoved: 1,
      usersLostLately: 1,
    };
    const aside = { consumer: 'c', organization: 'o', sequence: '7', error: new Error('Poison.'), undoneId: '7.c' };
    const [stage] = propertiesOf<{ AccessLogSettings: { Format: string } }>(
      endpointTemplate,
      'AWS::ApiGatewayV2::Stage',
    );
    const ofWorker = [lineOf(() => printChanges(changes)), lineOf(() => printStreamFailure(aside))];
    const ofApi = JSON.parse(String(stage?.AccessLogSettings.Format)) as object;
    const unread = filters.filter(({ FilterPattern: pattern, LogGroupName: log, MetricTransformations: made }) => {
      const fields = [...`${pattern} ${made[0]?.MetricValue}`.matchAll(/\$\.(\w+)/gu)].map(([, field]) => field);
      const lines = log.Ref.includes('AccessLog') ? [ofApi] : ofWorker;
      return !lines.some((line) => fields.every((field) => Object.hasOwn(line, String(field))));
    });
    expect(unread).toEqual([]);
  });

  it('are raised by the line that the worker writes on a record that is set aside', () => {
    const aside = { consumer: 'c', organization: 'o', sequence: '7', error: new Error('Poison.'), undoneId: '7.c' };
    const { event } = lineOf(() => printStreamFailure(aside));
    endpointTemplate.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: { Ref: Match.stringLikeRegexp('StreamLog') },
      FilterPattern: `{ $.event = "${String(event)}" }`,
      MetricTransformations: [Match.objectLike({ MetricName: 'production-RecordsSetAside', MetricValue: '1' })],
    });
    endpointTemplate.hasResourceProperties(alarm, { MetricName: 'production-RecordsSetAside', Threshold: 1 });
  });

  it('are raised by what Lambda gives up, which the mapping has to count', () => {
    const [mapping] = Object.keys(endpointTemplate.findResources('AWS::Lambda::EventSourceMapping'));
    endpointTemplate.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      MetricsConfig: { Metrics: ['EventCount'] },
    });
    for (const MetricName of ['OnFailureDestinationDeliveredEventCount', 'DroppedEventCount']) {
      endpointTemplate.hasResourceProperties(alarm, {
        MetricName,
        Dimensions: [{ Name: 'EventSourceMappingUUID', Value: { Ref: mapping } }],
      });
    }
    const Dimensions = [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('Stream') } }];
    endpointTemplate.hasResourceProperties(alarm, { MetricName: 'DestinationDeliveryFailures', Dimensions });
    endpointTemplate.hasResourceProperties(alarm, { MetricName: 'IteratorAge', Dimensions, Threshold: 60_000 });
  });
});

describe('the questions to the lines of requests', () => {
  it('ask for fields that a line has', () => {
    const fields: readonly (keyof AccessLine | '@timestamp')[] = [
      'refusal',
      'operation',
      'milliseconds',
      'database',
      'organizationId',
      'level',
      'requestId',
      'status',
      'fault',
      '@timestamp',
    ];
    const words = /\b(?:filter|stats|sort|fields|limit|desc|by|as|count|sum|avg|pct|ispresent)\b/gu;
    for (const { lines } of requestQueries) {
      const text = lines.join(' ').replaceAll(/"[^"]*"/gu, '');
      const made = new Set([...text.matchAll(/ as (\w+)/gu)].map(([, name]) => name));
      const named = text.replaceAll(words, '').match(/@?[a-z][\w.]*/giu) ?? [];
      const unknown = named.filter((name) => !made.has(name) && !fields.some((field) => name.split('.')[0] === field));
      expect(unknown).toEqual([]);
    }
  });
});

describe('the canary', () => {
  it('is not there unless the settings ask for it', () => {
    endpointTemplate.resourceCountIs('AWS::Events::Rule', 0);
    withCanary.resourceCountIs('AWS::Events::Rule', 1);
  });

  it('plays every five minutes, or as often as is told, and a failed round once only', () => {
    const scheduleOf = (template: Template) =>
      propertiesOf<{ ScheduleExpression: string }>(template, 'AWS::Events::Rule').map(
        (rule) => rule.ScheduleExpression,
      );
    expect(scheduleOf(withCanary)).toEqual(['rate(5 minutes)']);
    withCanary.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    const { endpointTemplate: often } = synthesize({ ...production, canary: { everyMinutes: 1 } });
    expect(scheduleOf(often)).toEqual(['rate(1 minute)']);
    often.hasResourceProperties(alarm, { MetricName: 'Invocations', Period: 180 });
  });

  it('may read its secret, and has no right to the table', () => {
    const policies = propertiesOf<{ PolicyDocument: { Statement: { Action: string }[] }; Roles: { Ref: string }[] }>(
      withCanary,
      'AWS::IAM::Policy',
    ).filter(({ Roles: roles }) => roles.some(({ Ref: role }) => role.includes('Canary')));
    const actions = policies.flatMap(({ PolicyDocument: { Statement: statements } }) =>
      statements.flatMap(({ Action: action }) => action),
    );
    expect(actions.toSorted()).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'secretsmanager:GetSecretValue']);
  });

  it('comes in by the URL that identity providers are given', () => {
    const domain = {
      name: 'scim.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0a0a0a0a-0000-4000-8000-000000000001',
    };
    const target = { account: '123456789012', region: 'eu-central-1' };
    const { endpointTemplate: named } = synthesize({ ...production, target, domain, canary: {} });
    const told = propertiesOf<{ Environment: { Variables: Record<string, unknown> } }>(named, 'AWS::Lambda::Function');
    expect(
      told.flatMap(
        ({
          Environment: {
            Variables: { SCIM_BASE_URL: url },
          },
        }) => url ?? [],
      ),
    ).toEqual(['https://scim.example.com/scim/v2']);
  });
});

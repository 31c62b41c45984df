import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { addAlarm, type AlarmSurroundings } from './alarm.ts';
import { type Canary, usualMinutes } from './operations-settings.ts';
import { ScimFunction } from './scim-function.ts';
import type { StreamedTable } from './scim-table.ts';
import type { Settings } from './settings.ts';

/** What the canary depends on. */
export type ScimCanaryProps = AlarmSurroundings & {
  readonly settings: Settings;
  readonly canary: Canary;
  /** Which it has no right to: it comes in by the front door. */
  readonly table: StreamedTable;
  /** The endpoint as identity providers have it. */
  readonly scimBaseUrl: string;
};

/** A Lambda that plays a small round of Okta on a schedule, with a key of its own, and two alarms on it. */
export class ScimCanary extends Construct {
  readonly function: ScimFunction;
  /** Where an operator puts the SCIM key of the canary's organization (docs/monitoring.md). */
  readonly secret: Secret;

  constructor(scope: Construct, id: string, props: ScimCanaryProps) {
    super(scope, id);
    const { settings, table, scimBaseUrl, canary } = props;
    const { everyMinutes = usualMinutes } = canary;
    this.secret = new Secret(this, 'Key', {
      description: "The SCIM key of the canary's organization; until somebody puts it here, the canary fails",
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The key is regenerated in the Console like every other, and put here by hand.',
    });
    this.function = new ScimFunction(this, 'Player', {
      settings,
      table,
      entry: 'lambdas/handlers/canary.ts',
      description: 'Plays a small round of Okta',
      tableActions: [],
      timeout: Duration.minutes(1),
      variables: { SCIM_BASE_URL: scimBaseUrl, CANARY_SECRET_ARN: this.secret.secretArn },
    });
    const { lambda } = this.function;
    // Not `secret.grantRead`, which lets it be described too.
    Grant.addToPrincipal({
      grantee: lambda,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [this.secret.secretArn],
    });
    const every = Duration.minutes(everyMinutes);
    // A round that failed is told of, and not played again before the next one is due.
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: every });
    new Rule(this, 'Schedule', {
      description: 'When the canary plays',
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(lambda)],
    });
    const failing = {
      metric: lambda.metricErrors({ period: every, statistic: 'Sum' }),
      sentence: 'Rounds of the canary fail.',
      threshold: 1,
      periods: 2,
      outOf: 3,
    };
    const stopped = {
      metric: lambda.metricInvocations({ period: Duration.minutes(3 * everyMinutes), statistic: 'Sum' }),
      sentence: 'The canary has stopped: nobody plays it.',
      threshold: 1,
      below: true,
    };
    addAlarm(this, 'CanaryFailing', failing, props);
    addAlarm(this, 'CanaryStopped', stopped, props);
  }
}

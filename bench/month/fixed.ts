import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import configuration from '../../cdk.json' with { type: 'json' };
import { environments } from '../../lib/environments.ts';
import { ScimStage } from '../../lib/scim-stage.ts';

/** List prices of one of each in a month. An alarm costs as much for each metric in it. */
const prices = { alarms: 0.1, metrics: 0.3, dashboards: 3, secrets: 0.4 } as const;

/** What a deployment has, whoever is in it. */
export type Fixed = Readonly<Record<keyof typeof prices, number>>;

type Alarm = { readonly Properties: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] } };

/** Counts what the stacks of production make of what costs something by the month. */
export function countFixed(): Fixed {
  const production = environments.find(({ name }) => name === 'production');
  if (production === undefined) throw new Error('There is no environment "production".');
  const app = new App({ context: { ...configuration.context, 'aws:cdk:bundling-stacks': [] } });
  const stage = new ScimStage(app, production);
  const templates = [stage.data, stage.endpoint].map((stack) => Template.fromStack(stack));
  const count = (type: string) =>
    templates.reduce((sum, template) => sum + Object.keys(template.findResources(type)).length, 0);
  const alarms = templates.flatMap((template) =>
    Object.values(template.findResources('AWS::CloudWatch::Alarm') as Record<string, Alarm>),
  );
  return {
    alarms: alarms.reduce((sum, { Properties: { Metrics: metrics } }) => {
      return sum + (metrics === undefined ? 1 : metrics.filter(({ MetricStat: stat }) => stat !== undefined).length);
    }, 0),
    metrics: count('AWS::Logs::MetricFilter'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    secrets: count('AWS::SecretsManager::Secret'),
  };
}

/** Dollars a month of what is there. */
export function priceOf(fixed: Fixed): number {
  return (Object.keys(prices) as (keyof Fixed)[]).reduce((sum, name) => sum + fixed[name] * prices[name], 0);
}

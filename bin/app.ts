import { App, Validations } from 'aws-cdk-lib/core';
import configuration from '../cdk.json' with { type: 'json' };
import { environments } from '../lib/environments.ts';
import { ScimStage } from '../lib/scim-stage.ts';

const app = new App({
  // The flags of cdk.json hold however the app is started: with or without the CDK command line.
  context: configuration.context,
  // A finding fails the app itself: a bare `cdk synth` selects no stack inside a stage, and would not look at it.
  postCliContext: { '@aws-cdk/core:failSynthOnValidationErrors': true },
});
if (process.env['CDK_VALIDATION'] !== 'false') {
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
for (const environment of environments) new ScimStage(app, environment);

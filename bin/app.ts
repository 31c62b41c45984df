import { App, Validations } from 'aws-cdk-lib/core';
import configuration from '../cdk.json' with { type: 'json' };
import { chosenEnvironments } from '../lib/context.ts';
import { environments } from '../lib/environments.ts';
import { ScimStage } from '../lib/scim-stage.ts';
import { SettingError } from '../lib/setting-error.ts';

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
try {
  const chosen = chosenEnvironments(
    environments,
    app.node.getAllContext() as Record<string, unknown>,
    configuration.context,
  );
  for (const environment of chosen) new ScimStage(app, environment);
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  // Whoever made the setting needs no stack; nothing is synthesized.
  console.error(error.message);
  process.exit(1);
}

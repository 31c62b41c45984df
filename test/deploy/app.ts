import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import configuration from '../../cdk.json' with { type: 'json' };
import { chosenEnvironments } from '../../lib/context.ts';
import { environments } from '../../lib/environments.ts';
import { ScimStage } from '../../lib/scim-stage.ts';
import { fitToEmulator, type Template } from './emulated-template.ts';

/*
 * The app of bin/app.ts: its development environment alone, with the settings of the test in the place of its own.
 */
const development = environments.find(({ name }) => name === 'development');
if (development === undefined) throw new Error('There is no environment "development".');
const given = JSON.parse(process.env['DEPLOY_TEST_SETTINGS'] ?? '{}') as Partial<typeof development>;
const [environment = development] = chosenEnvironments([{ ...development, ...given }], {}, {});
const app = new App({ context: configuration.context });
const stage = new ScimStage(app, environment);
const assembly = app.synth().getNestedAssembly(stage.artifactId);
for (const { templateFile } of assembly.stacks) {
  const file = join(assembly.directory, templateFile);
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  writeFileSync(file, JSON.stringify(fitToEmulator(template), undefined, 1));
}

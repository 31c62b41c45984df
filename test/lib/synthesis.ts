import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { inject } from 'vitest';
import configuration from '../../cdk.json' with { type: 'json' };
import type { Environment } from '../../lib/environments.ts';
import { environments } from '../../lib/environments.ts';
import { ScimStage } from '../../lib/scim-stage.ts';

/** An environment as it is deployed. */
export type Synthesis = {
  readonly app: App;
  readonly stage: ScimStage;
  readonly dataTemplate: Template;
  readonly endpointTemplate: Template;
};

/** The environment of that name, as the settings file has it. */
export function environmentNamed(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`There is no environment "${name}".`);
  return found;
}

/** Synthesizes one environment with the flags of cdk.json, and bundles its handlers where that is asked for. */
export function synthesize(environment: Environment, { bundled = false } = {}): Synthesis {
  const app = new App({
    context: { ...configuration.context, 'aws:cdk:bundling-stacks': bundled ? ['**'] : [] },
    outdir: mkdtempSync(join(inject('assemblies'), 'app-')),
  });
  const stage = new ScimStage(app, environment);
  return {
    app,
    stage,
    dataTemplate: Template.fromStack(stage.data),
    endpointTemplate: Template.fromStack(stage.endpoint),
  };
}

/** A template as a snapshot keeps it: without the hashes of the handlers' bundles. */
export function withoutHashes(template: unknown): unknown {
  return JSON.parse(JSON.stringify(template).replaceAll(/[0-9a-f]{64}/gu, '<hash>'));
}

import { Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DataStack } from './data-stack.ts';
import { EndpointStack } from './endpoint-stack.ts';
import type { Environment } from './environments.ts';

/** One environment: the table in a stack of its own, and the endpoint on it. */
export class ScimStage extends Stage {
  readonly data: DataStack;
  readonly endpoint: EndpointStack;

  constructor(scope: Construct, environment: Environment) {
    const { target, ...settings } = environment;
    super(scope, `rollcall-${settings.name}`, target === undefined ? {} : { env: target });
    this.data = new DataStack(this, 'data', {
      settings,
      description: `Rollcall ${settings.name}: the table`,
      terminationProtection: settings.keepsData ?? true,
    });
    this.endpoint = new EndpointStack(this, 'endpoint', {
      settings,
      table: this.data.table,
      description: `Rollcall ${settings.name}: the SCIM endpoint, and what follows from each write`,
    });
  }
}

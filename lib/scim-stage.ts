import { Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ApiStack } from './api-stack.ts';
import { DataStack } from './data-stack.ts';
import type { Environment } from './environments.ts';
import { WorkerStack } from './worker-stack.ts';

/** One environment: the table, the API on it, and the worker on its stream. */
export class ScimStage extends Stage {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `rollcall-${environment.name}`, environment.target === undefined ? {} : { env: environment.target });
    const data = new DataStack(this, 'data', {
      environment,
      description: `Rollcall ${environment.name}: the table`,
      terminationProtection: environment.keepsData,
    });
    new WorkerStack(this, 'worker', {
      environment,
      table: data.table,
      description: `Rollcall ${environment.name}: what follows from each write`,
    });
    new ApiStack(this, 'api', {
      environment,
      table: data.table,
      description: `Rollcall ${environment.name}: the SCIM endpoint`,
    });
  }
}

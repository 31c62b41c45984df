import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { GivenSettings } from './settings.ts';
import { ScimPepper } from './scim-pepper.ts';
import { ScimTable } from './scim-table.ts';

/** The only stateful stack: what is in it outlives every deployment. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly pepper: Secret;

  constructor(scope: Construct, id: string, props: StackProps & { readonly settings: GivenSettings }) {
    super(scope, id, props);
    this.table = new ScimTable(this, 'Scim', props.settings).table;
    this.pepper = new ScimPepper(this, 'Pepper', props.settings).secret;
    new CfnOutput(this, 'PepperSecretArn', {
      value: this.pepper.secretArn,
      description: 'The secret that proves SCIM keys, for programs of operators',
    });
    new CfnOutput(this, 'TableName', {
      value: this.table.tableName,
      description: 'The table, for programs of operators',
    });
  }
}

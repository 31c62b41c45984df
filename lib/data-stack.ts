import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { GivenSettings } from './settings.ts';
import { ScimTable } from './scim-table.ts';

/** The only stateful stack: what is in it outlives every deployment. */
export class DataStack extends Stack {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: StackProps & { readonly settings: GivenSettings }) {
    super(scope, id, props);
    this.table = new ScimTable(this, 'Scim', props.settings).table;
    new CfnOutput(this, 'TableName', {
      value: this.table.tableName,
      description: 'The table, for programs of operators',
    });
  }
}

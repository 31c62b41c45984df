import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { GivenSettings } from './settings.ts';
import { ScimPepper } from './scim-pepper.ts';
import { ScimTable } from './scim-table.ts';

/** The only stateful stack: what is in it outlives every deployment. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly pepper: Secret;
  /** The product as the stack that was deployed first knows it, for the other stacks to hold on to. */
  readonly productName: string;

  constructor(scope: Construct, id: string, props: StackProps & { readonly settings: GivenSettings }) {
    super(scope, id, props);
    this.table = new ScimTable(this, 'Scim', props.settings).table;
    this.pepper = new ScimPepper(this, 'Pepper', props.settings).secret;
    new CfnOutput(this, 'PepperSecretArn', {
      value: this.pepper.secretArn,
      description: 'The secret that proves SCIM keys, for programs of operators',
    });
    // Groups in the table are found by names that begin with the product's, and identity providers map its attribute: while
    // another stack imports the name, CloudFormation refuses to change it, before any Lambda gets another.
    const exportName = `${this.stackName}:ProductName`;
    new CfnOutput(this, 'ProductName', {
      value: props.settings.productName,
      exportName,
      description: 'It can no more be changed (docs/upgrade.md)',
    });
    this.productName = Fn.importValue(exportName);
    // Told even while the endpoint uses another table or pepper: what another stack still imports cannot be taken back.
    const { tableName, tableArn, tableStreamArn } = this.table;
    for (const attribute of [tableName, tableArn, tableStreamArn, this.pepper.secretArn]) this.exportValue(attribute);
    new CfnOutput(this, 'TableName', {
      value: this.table.tableName,
      description: 'The table, for programs of operators',
    });
  }
}

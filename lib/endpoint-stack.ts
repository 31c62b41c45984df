import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PepperSecret } from './scim-pepper.ts';
import { restoredTableOf } from './restored-table.ts';
import { ScimEndpoint } from './scim-endpoint.ts';
import type { GivenSettings, RestoredTable } from './settings.ts';
import type { StreamedTable } from './scim-table.ts';

/** What the stack of the endpoint depends on. */
export type EndpointStackProps = StackProps & {
  readonly settings: GivenSettings;
  readonly table: StreamedTable;
  /** What takes the place of `table`. */
  readonly restoredTable?: RestoredTable | undefined;
  readonly pepper: PepperSecret;
  /** The name of the product as the stack of the table has it: held on to, so that it is not changed under the data. */
  readonly productName: string;
};

/** Everything but the data: it can be deployed anew at any time. */
export class EndpointStack extends Stack {
  readonly endpoint: ScimEndpoint;

  constructor(scope: Construct, id: string, props: EndpointStackProps) {
    super(scope, id, props);
    const { settings, restoredTable, pepper } = props;
    const table = restoredTable === undefined ? props.table : restoredTableOf(this, restoredTable);
    this.endpoint = new ScimEndpoint(this, 'Scim', { ...settings, table, pepper });
    const { scimBaseUrl, adminBaseUrl, domainTarget, givenUp } = this.endpoint;
    new CfnOutput(this, 'ScimBaseUrl', { value: scimBaseUrl, description: 'What an identity provider is given' });
    new CfnOutput(this, 'AdminBaseUrl', { value: adminBaseUrl, description: 'What the command line calls, signed' });
    if (domainTarget !== undefined) {
      new CfnOutput(this, 'DomainTarget', { value: domainTarget, description: 'What your host name has to lead to' });
    }
    new CfnOutput(this, 'ProductName', { value: props.productName, description: 'The product of the data' });
    new CfnOutput(this, 'UndoneBucketName', { value: givenUp.bucketName, description: 'Records that were given up' });
  }
}

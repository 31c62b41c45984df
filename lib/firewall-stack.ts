import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ScimFirewall, type ScimFirewallProps } from './scim-firewall.ts';

/** The firewall of an endpoint that is in another Region than the firewalls of CloudFront. */
export class FirewallStack extends Stack {
  readonly webAclArn: string;

  constructor(
    scope: Construct,
    id: string,
    { firewall, ...props }: StackProps & { readonly firewall: ScimFirewallProps },
  ) {
    super(scope, id, props);
    this.webAclArn = new ScimFirewall(this, 'Scim', firewall).webAclArn;
    new CfnOutput(this, 'WebAclArn', { value: this.webAclArn, description: 'The firewall before CloudFront' });
  }
}

import { Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DataStack } from './data-stack.ts';
import { EndpointStack } from './endpoint-stack.ts';
import type { Environment } from './environments.ts';
import { FirewallStack } from './firewall-stack.ts';
import { regionOfCloudFront } from './scim-front.ts';
import { refuseSetting } from './setting-error.ts';

/** One environment: the table in a stack of its own, and the endpoint on it. */
export class ScimStage extends Stage {
  readonly data: DataStack;
  readonly endpoint: EndpointStack;

  constructor(scope: Construct, environment: Environment) {
    const { target, restoredTable, pepperSecretArn, ...settings } = environment;
    super(scope, `rollcall-${settings.name}`, target === undefined ? {} : { env: target });
    this.data = new DataStack(this, 'data', {
      settings,
      description: `Rollcall ${settings.name}: the table`,
      terminationProtection: settings.keepsData ?? true,
    });
    const firewall = this.firewallOf(environment);
    this.endpoint = new EndpointStack(this, 'endpoint', {
      settings: firewall === undefined ? settings : { ...settings, front: { webAclArn: firewall.webAclArn } },
      table: this.data.table,
      restoredTable,
      crossRegionReferences: firewall !== undefined,
      pepper: pepperSecretArn === undefined ? this.data.pepper : { secretArn: pepperSecretArn },
      productName: this.data.productName,
      description: `Rollcall ${settings.name}: the SCIM endpoint, and what follows from each write`,
    });
  }

  /** A stack of its own where a firewall is wanted, and the endpoint is not where those of CloudFront are. */
  private firewallOf({ name, front, target }: Environment): FirewallStack | undefined {
    if (front === undefined || front.webAclArn !== undefined || target?.region === regionOfCloudFront) return undefined;
    if (target === undefined) {
      const wrong = `and the firewall of CloudFront, in ${regionOfCloudFront}, has to know where the endpoint is`;
      const advice = 'please give the account and region of the environment as its target';
      throw refuseSetting({ setting: 'target', owner: name, value: undefined, wrong, advice });
    }
    const { requestsPerAddress } = front;
    return new FirewallStack(this, 'firewall', {
      env: { account: target.account, region: regionOfCloudFront },
      crossRegionReferences: true,
      description: `Rollcall ${name}: the firewall before CloudFront`,
      firewall: { name, ...(requestsPerAddress !== undefined && { requestsPerAddress }) },
    });
  }
}

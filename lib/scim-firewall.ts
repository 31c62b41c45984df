import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** What may differ from one firewall to the next. */
export type ScimFirewallProps = {
  /** What its metrics are called: one of its own in each account. */
  readonly name: string;
  /** Requests that one IP address may send in five minutes; 100,000 unless given. */
  readonly requestsPerAddress?: number;
};

/** Requests of one address in five minutes: 333 a second. An identity provider sends for many customers from one address. */
const generous = 100_000;

/** The labels of what is refused. Addresses that may be part of a flood are counted alone, as AWS does: the limit meets them. */
const refused = [
  { scope: 'LABEL', key: 'awswaf:managed:aws:amazon-ip-list:AWSManagedIPReputationList' },
  { scope: 'LABEL', key: 'awswaf:managed:aws:amazon-ip-list:AWSManagedReconnaissanceList' },
  { scope: 'NAMESPACE', key: 'awswaf:managed:aws:known-bad-inputs:' },
];

/**
 * A firewall for CloudFront, which knows those of us-east-1 alone: AWS's lists of bad addresses and of known attacks, and a
 * limit by address. Its refusals are errors of SCIM. AWS's rules for websites in general are not in it: they take URLs,
 * names and filters, and any body above 8 KB, for attacks.
 */
export class ScimFirewall extends Construct {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, { name, requestsPerAddress = generous }: ScimFirewallProps) {
    super(scope, id);
    const seen = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      metricName: `rollcall-${name}-${metricName}`,
      // Samples show whole headers and queries: keys, and names of people.
      sampledRequestsEnabled: false,
    });
    // The groups count, and one rule of our own refuses what they have labelled: their own refusals are pages in HTML.
    const group = (groupName: string, priority: number): CfnWebACL.RuleProperty => ({
      name: groupName,
      priority,
      overrideAction: { count: {} },
      statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: groupName } },
      visibilityConfig: seen(groupName),
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      description: `Rollcall ${name}: addresses and attacks that are refused before SCIM`,
      defaultAction: { allow: {} },
      visibilityConfig: seen('Firewall'),
      customResponseBodies: {
        limited: body(
          429,
          'Too many requests came from this address. Please send fewer, and try again after a minute.',
        ),
        refused: body(
          403,
          'The firewall refused this request. Please ask the administrator of the product to look at its rules.',
        ),
      },
      rules: [
        {
          name: 'Limit',
          priority: 0,
          action: {
            block: {
              customResponse: {
                responseCode: 429,
                customResponseBodyKey: 'limited',
                responseHeaders: [{ name: 'Retry-After', value: '60' }],
              },
            },
          },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerAddress } },
          visibilityConfig: seen('Limit'),
        },
        group('AWSManagedRulesAmazonIpReputationList', 1),
        group('AWSManagedRulesKnownBadInputsRuleSet', 2),
        {
          name: 'Refuse',
          priority: 3,
          action: { block: { customResponse: { responseCode: 403, customResponseBodyKey: 'refused' } } },
          statement: {
            orStatement: { statements: refused.map((label) => ({ labelMatchStatement: label })) },
          },
          visibilityConfig: seen('Refuse'),
        },
      ],
    });
    this.webAclArn = acl.attrArn;
  }
}

/** An error as SCIM has it (RFC 7644 §3.12); a firewall cannot say that it is one in the media type. */
function body(status: number, detail: string): CfnWebACL.CustomResponseBodyProperty {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  return { contentType: 'APPLICATION_JSON', content: JSON.stringify({ schemas, status: String(status), detail }) };
}

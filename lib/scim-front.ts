import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { zoneOf } from './scim-domain.ts';
import { ScimFirewall } from './scim-firewall.ts';
import { refuseSetting } from './setting-error.ts';
import type { Domain, Front } from './settings.ts';

/** Where firewalls for CloudFront are, and its certificates. */
export const regionOfCloudFront = 'us-east-1';

/** The refusals and faults that CloudFront may keep, whatever is said of what it keeps, and lets be configured. */
const keptErrors = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/** What CloudFront stands before. */
export type ScimFrontProps = {
  readonly name: string;
  readonly front: Front;
  readonly domain: Domain;
  readonly api: HttpApi;
};

/** CloudFront with a firewall before the API: nothing is kept in it, and everything but the host name is handed on. */
export class ScimFront extends Construct {
  readonly distribution: Distribution;
  /** What the name has to lead to in the DNS. */
  readonly target: string;

  constructor(scope: Construct, id: string, { name, front, domain, api }: ScimFrontProps) {
    super(scope, id);
    const { region, urlSuffix } = Stack.of(this);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Rollcall ${name}`,
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: this.firewallOf(name, front),
      defaultBehavior: {
        origin: new HttpOrigin(`${api.apiId}.execute-api.${region}.${urlSuffix}`, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          readTimeout: Duration.seconds(35),
          // API Gateway is called by its own name; locations are to have the one that the caller used (P7).
          customHeaders: { 'X-Forwarded-Host': domain.name },
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        // Never a redirect: a key that was sent in the clear once is known.
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      },
      // Kept for ten seconds otherwise, by the URL alone: the refusal of one organization would answer the others.
      errorResponses: keptErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
    this.target = this.distribution.distributionDomainName;
    // In the place of the record of ScimDomain: CloudFormation changes that one, where Route 53 would take no second.
    this.addRecords(new Construct(scope, 'Domain'), domain);
    Validations.of(this.distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Identity providers call from wherever they are; keys say who they are.' },
      {
        id: 'AwsSolutions-CFR3',
        reason: "Access logs of CloudFront have queries, and so names of people; the API's own has its routes.",
      },
    );
  }

  private firewallOf(name: string, { webAclArn, requestsPerAddress }: Front): string {
    if (webAclArn !== undefined) return webAclArn;
    if (Stack.of(this).region !== regionOfCloudFront) {
      throw refuseSetting({
        setting: 'front.webAclArn',
        owner: this.node.path,
        value: undefined,
        wrong: `and a firewall for CloudFront can be made in ${regionOfCloudFront} alone`,
        advice: `please give the ARN of a ScimFirewall in a stack of ${regionOfCloudFront}, or deploy the endpoint there`,
      });
    }
    return new ScimFirewall(this, 'Firewall', { name, ...(requestsPerAddress !== undefined && { requestsPerAddress }) })
      .webAclArn;
  }

  private addRecords(scope: Construct, domain: Domain): void {
    const zone = zoneOf(scope, domain);
    if (zone === undefined) return;
    const record = {
      zone,
      recordName: `${domain.name}.`,
      target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
    };
    new ARecord(scope, 'Record', record);
    new AaaaRecord(scope, 'RecordOfIpv6', record);
  }
}

import { ApiMapping, DomainName, type HttpApi, type HttpStage, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Domain } from './settings.ts';

/** What is served under a host name of your own. */
export type ScimDomainProps = { readonly domain: Domain; readonly api: HttpApi; readonly stage: HttpStage };

/** A host name of your own, in the Region of the API. */
export class ScimDomain extends Construct {
  /** What the name has to lead to in the DNS. */
  readonly target: string;

  constructor(scope: Construct, id: string, { domain, api, stage }: ScimDomainProps) {
    super(scope, id);
    const domainName = new DomainName(this, 'Name', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api, domainName, stage });
    this.target = domainName.regionalDomainName;
    const zone = zoneOf(this, domain);
    if (zone !== undefined) {
      const { regionalDomainName, regionalHostedZoneId } = domainName;
      const target = RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId));
      new ARecord(this, 'Record', { zone, recordName: `${domain.name}.`, target });
    }
  }
}

/** The hosted zone of Route 53 that a domain names; undefined where the DNS is elsewhere. */
export function zoneOf(scope: Construct, { hostedZone }: Domain): IHostedZone | undefined {
  if (hostedZone === undefined) return undefined;
  return HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: hostedZone.id, zoneName: hostedZone.name });
}

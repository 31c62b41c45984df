import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../lib/environments.ts';
import { SettingError } from '../../lib/setting-error.ts';
import { environmentNamed, synthesize, withoutHashes } from './synthesis.ts';

const production = environmentNamed('production');
const target = { account: '123456789012', region: 'eu-central-1' };
const american = { account: '123456789012', region: 'us-east-1' };
const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/abc';
const certificateOfCloudFront = certificateArn.replace('eu-central-1', 'us-east-1');
const domain = { name: 'scim.example.com', certificateArn };
const fronted = { name: 'scim.example.com', certificateArn: certificateOfCloudFront };
const hostedZone = { id: 'Z0123456789', name: 'example.com' };
const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/mine/1';

const variants: readonly (readonly [words: string, settings: Partial<Environment>])[] = [
  ['nothing but its name', {}],
  ['no data to keep', { keepsData: false }],
  ['an address for alarms', { alarms: { email: 'ops@example.com' } }],
  ['a topic for alarms', { alarms: { topicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms' }, target }],
  ['a host name', { domain, target }],
  ['a host name in Route 53', { domain: { ...domain, hostedZone }, target }],
  ['CloudFront in its Region', { domain: { ...fronted, hostedZone }, front: {}, target: american }],
  ['CloudFront before another Region', { domain: fronted, front: { requestsPerAddress: 50_000 }, target }],
  ['CloudFront with a firewall of its own', { domain: fronted, front: { webAclArn } }],
];

describe.each(variants)('an environment with %s', (_, settings) => {
  const environment = { ...production, ...settings };
  const synthesis = synthesize(environment);

  it('gives cdk-nag nothing to find that is not explained', () => {
    const report = new AwsSolutionsChecks(synthesis.app).validateScope(synthesis.app);
    expect(report.violations.map(({ ruleName }) => ruleName)).toEqual([]);
  });

  it('is the same in each synthesis, so that a diff shows what was changed', () => {
    const again = synthesize(environment);
    const templates = ({ stage }: typeof synthesis) => stage.synth().stacks.map((stack) => stack.template as object);
    expect(templates(again)).toEqual(templates(synthesis));
  });

  it('says of each stack what it is for', () => {
    for (const { template } of synthesis.stage.synth().stacks)
      expect(template).toMatchObject({ Description: expect.stringMatching(/^Rollcall production: /u) as string });
  });
});

it('changes nothing but what a setting is about', () => {
  const before = withoutHashes(synthesize(production).endpointTemplate.toJSON()) as { Resources: object };
  const after = withoutHashes(synthesize({ ...production, memorySize: 2048 }).endpointTemplate.toJSON());
  expect(JSON.parse(JSON.stringify(after).replaceAll('"MemorySize":2048', '"MemorySize":1024'))).toEqual(before);
});

describe('a host name', () => {
  const { endpointTemplate } = synthesize({ ...production, domain: { ...domain, hostedZone }, target });

  it('leads to the API with its certificate, by TLS 1.2', () => {
    endpointTemplate.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'scim.example.com',
      DomainNameConfigurations: [
        { CertificateArn: certificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
      ],
    });
    endpointTemplate.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      ApiId: { Ref: Match.stringLikeRegexp('^ScimApiHttp') },
      Stage: '$default',
    });
  });

  it('is written into its zone', () => {
    endpointTemplate.hasResourceProperties('AWS::Route53::RecordSet', {
      HostedZoneId: 'Z0123456789',
      Name: 'scim.example.com.',
      Type: 'A',
      AliasTarget: Match.objectLike({ HostedZoneId: Match.objectLike({}) }),
    });
  });

  it('is what identity providers are given, and what locations may name', () => {
    endpointTemplate.hasOutput('ScimBaseUrl', { Value: 'https://scim.example.com/scim/v2' });
    endpointTemplate.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PUBLIC_HOSTS: 'scim.example.com' }) },
    });
  });

  it('tells its target for a DNS elsewhere, and makes no record', () => {
    const elsewhere = synthesize({ ...production, domain, target });
    elsewhere.endpointTemplate.resourceCountIs('AWS::Route53::RecordSet', 0);
    elsewhere.endpointTemplate.hasOutput('DomainTarget', {
      Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ScimDomainName'), 'RegionalDomainName'] },
    });
    expect(synthesize(production).endpointTemplate.findOutputs('DomainTarget')).toEqual({});
  });
});

describe('CloudFront', () => {
  const { endpointTemplate } = synthesize({
    ...production,
    domain: { ...fronted, hostedZone },
    front: {},
    target: american,
  });

  it('keeps nothing, hands on all but the host name, and says which name was called (P7)', () => {
    endpointTemplate.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['scim.example.com'],
        ViewerCertificate: { AcmCertificateArn: certificateOfCloudFront, MinimumProtocolVersion: 'TLSv1.2_2021' },
        DefaultCacheBehavior: {
          ViewerProtocolPolicy: 'https-only',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
          // CachingDisabled and AllViewerExceptHostHeader.
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        },
        Origins: [
          Match.objectLike({
            OriginCustomHeaders: [{ HeaderName: 'X-Forwarded-Host', HeaderValue: 'scim.example.com' }],
            CustomOriginConfig: Match.objectLike({
              OriginProtocolPolicy: 'https-only',
              OriginSSLProtocols: ['TLSv1.2'],
            }),
          }),
        ],
        WebACLId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ScimFrontFirewallAcl'), 'Arn'] },
      },
    });
    endpointTemplate.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PUBLIC_HOSTS: 'scim.example.com' }) },
    });
  });

  it('keeps no refusal either, which it would for ten seconds and give to others: keys are not what it tells apart', () => {
    const [distribution] = Object.values(endpointTemplate.findResources('AWS::CloudFront::Distribution')) as {
      Properties: { DistributionConfig: { CustomErrorResponses?: object[] } };
    }[];
    // Every status whose answer CloudFront may keep, and lets be configured.
    const kept = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];
    expect(distribution?.Properties.DistributionConfig.CustomErrorResponses).toEqual(
      kept.map((status) => ({ ErrorCode: status, ErrorCachingMinTTL: 0 })),
    );
  });

  it('takes the record of the host name over, and gives it back: Route 53 has one A record of a name', () => {
    const recordOf = (template: Template): string[] =>
      Object.keys(template.findResources('AWS::Route53::RecordSet', { Properties: { Type: 'A' } }));
    const { endpointTemplate: before } = synthesize({ ...production, domain: { ...domain, hostedZone }, target });
    expect(recordOf(endpointTemplate)).toHaveLength(1);
    expect(recordOf(endpointTemplate)).toEqual(recordOf(before));
  });

  it('is found by both kinds of addresses', () => {
    const records = Object.values(endpointTemplate.findResources('AWS::Route53::RecordSet')) as {
      Properties: { Type: string };
    }[];
    expect(records.map(({ Properties: { Type: type } }) => type).toSorted()).toEqual(['A', 'AAAA']);
  });

  it('leaves the admin API at the name of the API, which callers sign', () => {
    endpointTemplate.hasOutput('AdminBaseUrl', {
      Value: {
        'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^ScimApiHttp'), 'ApiEndpoint'] }, '/admin/v1']],
      },
    });
  });

  it('has a firewall that refuses in JSON, samples no keys, and lets an address send 100,000 requests in five minutes', () => {
    const [acl] = Object.values(endpointTemplate.findResources('AWS::WAFv2::WebACL')) as {
      Properties: {
        CustomResponseBodies: Record<string, { Content: string; ContentType: string }>;
        Rules: {
          Name: string;
          Priority: number;
          OverrideAction?: object;
          Statement: object;
          VisibilityConfig: { SampledRequestsEnabled: boolean };
        }[];
      };
    }[];
    const { CustomResponseBodies: bodies, Rules: rules } = acl!.Properties;
    expect(Object.values(bodies).map(({ Content: text }) => (JSON.parse(text) as { status: string }).status)).toEqual([
      '429',
      '403',
    ]);
    expect(rules.map(({ VisibilityConfig: seen }) => seen.SampledRequestsEnabled)).toEqual(rules.map(() => false));
    expect(rules[0]).toMatchObject({
      Action: {
        Block: { CustomResponse: { ResponseCode: 429, ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }] } },
      },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 100_000 } },
    });
    // What the groups of AWS find is counted by them, and refused by the last rule, after them.
    expect(rules.map(({ Name: name, OverrideAction: override }) => [name, override])).toEqual([
      ['Limit', undefined],
      ['AWSManagedRulesAmazonIpReputationList', { Count: {} }],
      ['AWSManagedRulesKnownBadInputsRuleSet', { Count: {} }],
      ['Refuse', undefined],
    ]);
    expect(rules.map(({ Priority: priority }) => priority)).toEqual([0, 1, 2, 3]);
  });

  it('has its firewall in us-east-1, wherever the endpoint is', () => {
    const { stage } = synthesize({ ...production, domain: fronted, front: { requestsPerAddress: 5000 }, target });
    const firewall = stage.synth().getStackByName('rollcall-production-firewall');
    expect(firewall.environment.region).toBe('us-east-1');
    Template.fromJSON(firewall.template as object).hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      Rules: Match.arrayWith([
        Match.objectLike({ Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 5000 } } }),
      ]),
    });
  });

  it('is refused where nobody says where the endpoint is, with one sentence', () => {
    expect(() => synthesize({ ...production, domain: fronted, front: {} })).toThrow(
      new SettingError(
        'target of production is missing, and the firewall of CloudFront, in us-east-1, has to know where the endpoint is: please give the account and region of the environment as its target.',
      ),
    );
  });
});

describe('alarms by e-mail', () => {
  const { endpointTemplate } = synthesize({ ...production, alarms: { email: 'ops@example.com' } });
  const topic = { Ref: Match.stringLikeRegexp('^ScimAlarmTopic') };

  it('go to the address, over a topic that takes them from CloudWatch by TLS', () => {
    endpointTemplate.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      TopicArn: topic,
    });
    endpointTemplate.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
          }),
        ]),
      },
    });
    endpointTemplate.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic] });
    expect(Object.keys(endpointTemplate.findResources('AWS::CloudWatch::Alarm')).length).toBeGreaterThan(0);
  });
});

describe('the name of the product', () => {
  const { dataTemplate, endpointTemplate } = synthesize(production);

  it('is held on to by the endpoint, so that CloudFormation refuses another one for the same data', () => {
    dataTemplate.hasOutput('ProductName', {
      Value: 'Statsig',
      Export: { Name: 'rollcall-production-data:ProductName' },
    });
    endpointTemplate.hasOutput('ProductName', {
      Value: { 'Fn::ImportValue': 'rollcall-production-data:ProductName' },
    });
    expect(JSON.stringify(endpointTemplate.toJSON())).toContain('"PRODUCT_NAME":"Statsig"');
  });
});

import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import configuration from '../../cdk.json' with { type: 'json' };
import { ScimEndpoint, type ScimEndpointProps } from '../../lib/scim-endpoint.ts';
import { environmentNamed, synthesize, withoutHashes } from './synthesis.ts';

const table = 'AWS::DynamoDB::GlobalTable';

/** A product's own stack with the endpoint in it. */
function compose(props: (stack: Stack) => ScimEndpointProps): { endpoint: ScimEndpoint; template: () => Template } {
  const app = new App({ context: { ...configuration.context, 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Product', { env: { account: '123456789012', region: 'eu-central-1' } });
  const endpoint = new ScimEndpoint(stack, 'Scim', props(stack));
  return { endpoint, template: () => Template.fromStack(stack) };
}

describe('an endpoint in an app of a product', () => {
  it('needs nothing but the name of the product', () => {
    const endpointTemplate = compose(() => ({ productName: 'Acme' })).template();
    endpointTemplate.resourceCountIs(table, 1);
    endpointTemplate.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: { PRODUCT_NAME: 'Acme', TABLE_NAME: { Ref: Match.stringLikeRegexp('^ScimDataTable') } },
      },
    });
  });

  it('is called after the place where it stands, so that there may be several', () => {
    const endpointTemplate = compose(() => ({ productName: 'Acme' })).template();
    endpointTemplate.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      Name: Match.stringLikeRegexp('^rollcall-Product-Scim-[0-9A-F]{8}$'),
    });
  });

  it('takes undefined for what is not given: data is kept, and each Lambda is told numbers', () => {
    const nothing = { keepsData: undefined, activityDays: undefined, rateLimit: undefined, manyUsersLost: undefined };
    const props = { productName: 'Acme', ...nothing } as unknown as ScimEndpointProps;
    const without = compose(() => ({ productName: 'Acme' })).template();
    expect(
      withoutHashes(
        compose(() => props)
          .template()
          .toJSON(),
      ),
    ).toEqual(withoutHashes(without.toJSON()));
    without.hasResource(table, { DeletionPolicy: 'Retain' });
  });

  it('takes a table that there is already, and makes none', () => {
    const { endpoint, template } = compose((stack) => ({
      productName: 'Acme',
      table: TableV2.fromTableAttributes(stack, 'Table', { tableName: 'people', tableStreamArn: streamArn }),
    }));
    template().resourceCountIs(table, 0);
    template().hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: streamArn });
    expect(endpoint.table.tableName).toBe('people');
  });

  it('works on a table with a key of the account, which the app lets its Lambdas use', () => {
    const { endpoint, template } = compose((stack) => ({
      productName: 'Acme',
      table: new TableV2(stack, 'Table', {
        partitionKey: { name: 'PK', type: AttributeType.STRING },
        sortKey: { name: 'SK', type: AttributeType.STRING },
        dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
        encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key')),
      }),
    }));
    for (const { lambda } of Object.values(endpoint.functions))
      endpoint.table.encryptionKey?.grantEncryptDecrypt(lambda);
    const policies = Object.values(template().findResources('AWS::IAM::Policy')).map((policy) =>
      JSON.stringify(policy),
    );
    expect(policies.map((policy) => policy.includes('kms:Decrypt'))).toEqual(policies.map(() => true));
    expect(policies).toHaveLength(9);
  });

  it('refuses a table without a stream', () => {
    const withoutStream = (stack: Stack) => ({
      productName: 'Acme',
      table: TableV2.fromTableName(stack, 'Table', 'people'),
    });
    expect(() => compose(withoutStream)).toThrow(/no stream\. Please/u);
  });

  it('gives what an app composes with: table, API, Lambdas, URLs, topic and bucket', () => {
    const { endpoint, template } = compose(() => ({ productName: 'Acme', alarms: { email: 'ops@example.com' } }));
    expect(Object.keys(endpoint.functions).toSorted()).toEqual([
      'activity',
      'admin',
      'bulk',
      'discovery',
      'fallback',
      'groups',
      'search',
      'stream',
      'users',
    ]);
    const stack = Stack.of(endpoint);
    new CfnOutput(stack, 'Scim-Url', { value: endpoint.scimBaseUrl });
    new CfnOutput(stack, 'Admin-Url', { value: endpoint.adminBaseUrl });
    new CfnOutput(stack, 'Topic-Arn', { value: endpoint.alarmTopic?.topicArn ?? '' });
    new CfnOutput(stack, 'Bucket', { value: endpoint.givenUp.bucketName });
    expect(Object.keys(template().findOutputs('*')).length).toBeGreaterThanOrEqual(4);
    expect(endpoint.api.apiId).toBeDefined();
  });
});

const streamArn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/people/stream/2026-01-01T00:00:00.000';

describe('the stack of the endpoint', () => {
  const { endpointTemplate } = synthesize(environmentNamed('production'));

  it('is small enough for CloudFormation', () => {
    expect(Object.keys(endpointTemplate.toJSON()['Resources']).length).toBeLessThan(450);
    expect(JSON.stringify(endpointTemplate.toJSON()).length).toBeLessThan(900_000);
  });

  it('stays as it was reviewed', () => {
    expect(withoutHashes(endpointTemplate.toJSON())).toMatchSnapshot();
  });
});

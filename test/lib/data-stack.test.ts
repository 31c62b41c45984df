import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { changedIndex } from '../../lib/scim-table.ts';
import { tableSchema, ttlAttribute } from '../../local/table.ts';
import { environmentNamed, synthesize, withoutHashes } from './synthesis.ts';

const table = 'AWS::DynamoDB::GlobalTable';
const secret = 'AWS::SecretsManager::Secret';

describe('the stateful stack', () => {
  const { dataTemplate, stage } = synthesize(environmentNamed('production'));

  it('holds nothing but one table, and the secret that proves its keys', () => {
    expect(
      Object.values(dataTemplate.toJSON()['Resources']).map((resource) => (resource as { Type: string }).Type),
    ).toEqual([table, secret]);
  });

  it('makes the secret by itself, of more than 256 bits of chance, in the words of a template that hold none of it', () => {
    dataTemplate.hasResourceProperties(secret, {
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
      SecretString: Match.absent(),
    });
    dataTemplate.hasOutput('PepperSecretArn', { Value: { Ref: Match.stringLikeRegexp('^PepperSecret') } });
  });

  it('keeps the secret where it keeps the table, and there alone', () => {
    dataTemplate.hasResource(secret, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    const { dataTemplate: development } = synthesize(environmentNamed('development'));
    development.hasResource(secret, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    development.hasResource(table, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });

  it('keys the table by PK and SK, on demand, with the index of changes alone, which holds nothing but keys', () => {
    dataTemplate.hasResourceProperties(table, {
      KeySchema: [
        { AttributeName: 'PK', KeyType: 'HASH' },
        { AttributeName: 'SK', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'PK', AttributeType: 'S' },
        { AttributeName: 'SK', AttributeType: 'S' },
        { AttributeName: 'ChangedPK', AttributeType: 'S' },
        { AttributeName: 'ChangedSK', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: changedIndex,
          KeySchema: [
            { AttributeName: 'ChangedPK', KeyType: 'HASH' },
            { AttributeName: 'ChangedSK', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      LocalSecondaryIndexes: Match.absent(),
    });
  });

  it('encrypts the table with a key of the account', () => {
    dataTemplate.hasResourceProperties(table, { SSESpecification: { SSEEnabled: true, SSEType: 'KMS' } });
  });

  it('recovers the table to any point of the last 35 days, and protects it from deletion', () => {
    dataTemplate.hasResourceProperties(table, {
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        },
      ],
    });
  });

  it('keeps the table when the stack goes or the table is replaced', () => {
    dataTemplate.hasResource(table, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('cannot be deleted by a slip', () => {
    expect(stage.synth().getStackByName('rollcall-production-data').terminationProtection).toBe(true);
  });

  it('streams both images of each change', () => {
    dataTemplate.hasResourceProperties(table, { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } });
  });

  it('lets items expire by expiresAt', () => {
    dataTemplate.hasResourceProperties(table, {
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('describes the table that the local server creates', () => {
    const { TableName: _, StreamSpecification: stream, ...schema } = tableSchema('any');
    dataTemplate.hasResourceProperties(table, {
      ...schema,
      // That there is one goes without saying here.
      StreamSpecification: { StreamViewType: stream?.StreamViewType },
      TimeToLiveSpecification: { AttributeName: ttlAttribute },
    });
  });

  it('tells the name of the table', () => {
    dataTemplate.hasOutput('TableName', { Value: { Ref: Match.stringLikeRegexp('^ScimTable') } });
  });

  it('stays as it was reviewed', () => {
    expect(withoutHashes(dataTemplate.toJSON())).toMatchSnapshot();
  });
});

describe('the stateful stack of an environment that keeps no data', () => {
  it('goes with its table', () => {
    const { dataTemplate } = synthesize({ ...environmentNamed('production'), keepsData: false });
    dataTemplate.hasResource(table, {
      DeletionPolicy: 'Delete',
      Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })] },
    });
  });
});

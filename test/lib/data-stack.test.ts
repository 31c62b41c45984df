import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { changedIndex } from '../../lib/scim-table.ts';
import { tableSchema, ttlAttribute } from '../../local/table.ts';
import { environmentNamed, synthesize, withoutHashes } from './synthesis.ts';

const table = 'AWS::DynamoDB::GlobalTable';

describe('the stateful stack', () => {
  const { dataTemplate, stage } = synthesize(environmentNamed('production'));

  it('holds nothing but one table', () => {
    expect(
      Object.values(dataTemplate.toJSON()['Resources']).map((resource) => (resource as { Type: string }).Type),
    ).toEqual([table]);
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

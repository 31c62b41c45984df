import {
  AttributeType,
  Billing,
  type ITableV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { completeSettings } from './complete-settings.ts';
import type { GivenSettings } from './settings.ts';

/** The index that finds users by the hour of their last change. */
export const changedIndex = 'Changed';

/** A table that was made here, or one that is known by its name or ARN and has a stream. */
export type StreamedTable = TableV2 | ITableV2;

/** The one table that holds every organization: on demand, encrypted, streamed, restorable to any second. */
export class ScimTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: GivenSettings) {
    super(scope, id);
    const settings = completeSettings(this, props);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: changedIndex,
          partitionKey: { name: 'ChangedPK', type: AttributeType.STRING },
          sortKey: { name: 'ChangedSK', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      billing: Billing.onDemand(),
      // People's data: with the account's DynamoDB key, each use of it shows in CloudTrail, and nobody can lose it.
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: settings.pointInTimeRecoveryDays,
      },
      deletionProtection: settings.keepsData,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
    });
  }
}

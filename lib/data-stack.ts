import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Environment } from './environments.ts';

/** The index that finds users by the hour of their last change. */
export const changedIndex = 'Changed';

/** What the stateful stack depends on. */
export type DataStackProps = StackProps & { readonly environment: Environment };

/** The only stateful stack: the one table that holds every organization. */
export class DataStack extends Stack {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { environment } = props;
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
        recoveryPeriodInDays: environment.pointInTimeRecoveryDays,
      },
      deletionProtection: environment.keepsData,
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
    });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
  }
}

import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { changedIndex, type StreamedTable } from './scim-table.ts';
import type { RestoredTable } from './settings.ts';

/** The restored table, as a stack uses it that has not made it. */
export function restoredTableOf(scope: Construct, { name, streamArn }: RestoredTable): StreamedTable {
  return TableV2.fromTableAttributes(scope, 'RestoredTable', {
    tableName: name,
    tableStreamArn: streamArn,
    globalIndexes: [changedIndex],
  });
}

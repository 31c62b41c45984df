import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { changedIndex, type StreamedTable } from './scim-table.ts';

/** A table that was restored from a backup and takes the place of the one of the data stack (docs/backup.md). */
export type RestoredTable = {
  readonly name: string;
  /** Its own stream, with both images: a restored table begins without one. */
  readonly streamArn: string;
};

/** The restored table, as a stack uses it that has not made it. */
export function restoredTableOf(scope: Construct, { name, streamArn }: RestoredTable): StreamedTable {
  return TableV2.fromTableAttributes(scope, 'RestoredTable', {
    tableName: name,
    tableStreamArn: streamArn,
    globalIndexes: [changedIndex],
  });
}

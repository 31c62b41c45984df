import {
  CreateBackupCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { waitFor } from './wait.ts';

/** A table that takes the place of another, as the setting `restoredTable` names it. */
export type Restored = { readonly name: string; readonly streamArn: string };

/** Backs a table up; gives the backup's ARN. */
export async function backUp(database: DynamoDBClient, tableName: string): Promise<string> {
  const { BackupDetails: backup } = await database.send(
    new CreateBackupCommand({ TableName: tableName, BackupName: 'before-the-accident' }),
  );
  return known(backup?.BackupArn, 'the ARN of the backup');
}

/** Restores a backup into a new table. */
export async function restoreBackup(database: DynamoDBClient, backupArn: string, name: string): Promise<void> {
  await database.send(new RestoreTableFromBackupCommand({ BackupArn: backupArn, TargetTableName: name }));
  await untilActive(database, name);
}

/** Restores a table as it was a moment ago into a new table. */
export async function restoreMoment(database: DynamoDBClient, source: string, name: string): Promise<void> {
  await database.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: source,
      TargetTableName: name,
      UseLatestRestorableTime: true,
    }),
  );
  await untilActive(database, name);
}

/** Gives a restored table what a backup does not keep, in the order of docs/backup.md. */
export async function completeTable(database: DynamoDBClient, name: string): Promise<Restored> {
  await database.send(
    new UpdateTableCommand({
      TableName: name,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await untilActive(database, name);
  await database.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
  );
  await database.send(
    new UpdateContinuousBackupsCommand({
      TableName: name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
    }),
  );
  await database.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: true }));
  const { Table: table } = await database.send(new DescribeTableCommand({ TableName: name }));
  return { name, streamArn: known(table?.LatestStreamArn, 'the ARN of the stream') };
}

async function untilActive(database: DynamoDBClient, name: string): Promise<void> {
  const status = await waitFor(async () => {
    const { Table: table } = await database.send(new DescribeTableCommand({ TableName: name }));
    return table?.TableStatus === 'ACTIVE' ? table.TableStatus : undefined;
  });
  known(status, `the table ${name} to be active`);
}

function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`DynamoDB does not give ${what}.`);
  return value;
}

import {
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { Account } from './account.ts';
import type { Stage } from './stage.ts';

/** The stack that holds the data. */
const dataStack = 'rollcall-development-data';

/** Destroys an environment that keeps its data: the tables stay until somebody means it. */
export async function destroyKept({ steps, account, cdk }: Stage, tables: readonly string[]): Promise<void> {
  const { database } = account;
  const first = await steps.run('destroy the environment, which is protected', () => cdk.destroy());
  steps.check('the stack of the data refuses to be destroyed', first.code !== 0, first.out);
  await liftProtection(account);
  const second = await steps.run('destroy the environment', () => cdk.destroy());
  steps.check('without its protection it goes', second.code === 0, second.out + second.err);
  for (const name of tables) {
    steps.check(`the table ${name} stays`, await isThere(database, name));
    const refused = await refusalOf(database, name);
    steps.check(`the table ${name} cannot be deleted by a slip`, refused === 'ValidationException', refused);
    await database.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: false }));
    await database.send(new DeleteTableCommand({ TableName: name }));
    steps.check(`the table ${name} goes when it is meant`, !(await isThere(database, name)));
  }
}

function liftProtection(account: Account): Promise<string> {
  return account.query('cloudformation', {
    Action: 'UpdateTerminationProtection',
    StackName: dataStack,
    EnableTerminationProtection: 'false',
  });
}

async function isThere(database: DynamoDBClient, name: string): Promise<boolean> {
  try {
    await database.send(new DescribeTableCommand({ TableName: name }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
    throw error;
  }
}

async function refusalOf(database: DynamoDBClient, name: string): Promise<string | undefined> {
  try {
    await database.send(new DeleteTableCommand({ TableName: name }));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

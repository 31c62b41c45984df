import { type Account, elementOf, region } from './account.ts';
import { accountId } from './emulator.ts';
import type { Outputs } from './cdk.ts';

/** The variables with which a program calls AWS as a user of the account. */
export type Credentials = { readonly AWS_ACCESS_KEY_ID: string; readonly AWS_SECRET_ACCESS_KEY: string };

/** What programs of operators ask of the table (docs/operation.md, docs/backup.md). */
const reading = ['GetItem', 'BatchGetItem', 'Query'];
const writing = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'];

/** Makes the user for whom the documents name the permissions: the admin API, and the programs on the table. */
export function createOperator(account: Account, { adminBaseUrl, tableName }: Outputs): Promise<Credentials> {
  const [api = ''] = new URL(adminBaseUrl).hostname.split('.');
  return createUser(account, 'operator', [
    { actions: ['execute-api:Invoke'], resource: `arn:aws:execute-api:${region}:${accountId}:${api}/*/*/admin/v1/*` },
    {
      actions: [...reading, ...writing].map((action) => `dynamodb:${action}`),
      // A restored table is called after the first one (docs/backup.md).
      resource: `arn:aws:dynamodb:${region}:${accountId}:table/${tableName}*`,
    },
  ]);
}

/** Makes a user who may do nothing. */
export function createStranger(account: Account): Promise<Credentials> {
  return createUser(account, 'stranger', []);
}

type Permission = { readonly actions: readonly string[]; readonly resource: string };

async function createUser(account: Account, name: string, permissions: readonly Permission[]): Promise<Credentials> {
  await account.query('iam', { Action: 'CreateUser', UserName: name });
  if (permissions.length > 0) {
    const statements = permissions.map(({ actions, resource }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resource,
    }));
    await account.query('iam', {
      Action: 'PutUserPolicy',
      UserName: name,
      PolicyName: 'rollcall',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    });
  }
  const key = await account.query('iam', { Action: 'CreateAccessKey', UserName: name });
  return {
    AWS_ACCESS_KEY_ID: elementOf(key, 'AccessKeyId'),
    AWS_SECRET_ACCESS_KEY: elementOf(key, 'SecretAccessKey'),
  };
}

import { Duration } from 'aws-cdk-lib/core';
import { changedIndex } from './scim-table.ts';
import type { ScimFunctionProps } from './scim-function.ts';

/** The key with its last use, the organization and its terms; what was refused is put into the activity log. */
const discoveryActions = ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'];
/** Everything that is read. */
const searchActions = [...discoveryActions, 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const changeActions = [...searchActions, 'dynamodb:DeleteItem'];
/** Of many members that change at once slices are written beforehand. */
const groupActions = [...changeActions, 'dynamodb:BatchWriteItem'];
/** A user's change may rest on a half that it does not write: that half is checked in the transaction. */
const userActions = [...changeActions, 'dynamodb:ConditionCheckItem'];
/** Many operations may be refused at once. */
const bulkActions = [...userActions, 'dynamodb:BatchWriteItem'];
/** The log is read; what was refused is put into it. */
const activityActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem'];
/** The Console does whatever the store can do. */
const adminActions = bulkActions;

/** API Gateway gives up after 30 seconds. */
const longTimeout = Duration.seconds(29);

/** A Lambda behind the API; `knowsKeys`: it looks SCIM keys up, or makes them, and needs what proves them. */
type ApiFunction = Omit<ScimFunctionProps, 'settings' | 'table' | 'pepper'> & { readonly knowsKeys: boolean };

/** The Lambdas behind the API: which handler each runs, and what it may ask of the table. */
export const apiFunctions = {
  fallback: {
    entry: 'lambdas/handlers/fallback.ts',
    knowsKeys: false,
    description: 'Answers what no route takes',
    tableActions: [],
  },
  users: {
    entry: 'lambdas/handlers/users.ts',
    knowsKeys: true,
    description: 'SCIM Users',
    tableActions: userActions,
    indexes: [changedIndex],
  },
  groups: {
    entry: 'lambdas/handlers/groups.ts',
    knowsKeys: true,
    description: 'SCIM Groups',
    tableActions: groupActions,
  },
  search: {
    entry: 'lambdas/handlers/search.ts',
    knowsKeys: true,
    description: 'SCIM search over all',
    tableActions: searchActions,
    indexes: [changedIndex],
  },
  bulk: {
    entry: 'lambdas/handlers/bulk.ts',
    knowsKeys: true,
    description: 'SCIM Bulk',
    tableActions: bulkActions,
    timeout: longTimeout,
  },
  discovery: {
    entry: 'lambdas/handlers/discovery.ts',
    knowsKeys: true,
    description: 'SCIM discovery',
    tableActions: discoveryActions,
  },
  admin: {
    entry: 'lambdas/handlers/admin.ts',
    knowsKeys: true,
    description: 'The Console',
    tableActions: adminActions,
    timeout: longTimeout,
  },
  activity: {
    entry: 'lambdas/handlers/activity.ts',
    knowsKeys: false,
    description: 'The activity log',
    tableActions: activityActions,
  },
} as const satisfies Readonly<Record<string, ApiFunction>>;

/** The Lambdas behind the API by name. */
export type ApiFunctionName = keyof typeof apiFunctions;

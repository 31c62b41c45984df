import { Duration } from 'aws-cdk-lib/core';
import { partitions } from './partitions.ts';
import { changedIndex } from './scim-table.ts';
import type { ScimFunctionProps } from './scim-function.ts';

/** Everything that is read. */
const readActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const changeActions = [...readActions, 'dynamodb:UpdateItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'];
/** Of many members that change at once slices are written beforehand. */
const groupActions = [...changeActions, 'dynamodb:BatchWriteItem'];
/** A user's change may rest on a half that it does not write: that half is checked in the transaction. */
const userActions = [...changeActions, 'dynamodb:ConditionCheckItem'];
/** Many operations may be refused at once. */
const bulkActions = [...userActions, 'dynamodb:BatchWriteItem'];
/** The Console does whatever the store can do. */
const adminActions = bulkActions;

const { keys, organization, activity, rates, walks } = partitions;
/** Whose a key is; the terms of that organization. */
const readsKeys = { actions: ['dynamodb:GetItem'], partitions: [keys, organization] };
/**
 * When a key was last used, which its item and its place in the list tell; by what it is proven; and how many requests
 * came with the keys of an organization.
 */
const marksKeys = { actions: ['dynamodb:UpdateItem'], partitions: [keys, organization, rates] };
/** What was refused is put into the activity log. */
const notes = { actions: ['dynamodb:PutItem'], partitions: [activity] };
/** The same, and where a walk goes on. */
const notesAndBookmarks = { actions: ['dynamodb:PutItem'], partitions: [activity, walks] };

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
    tableActions: readActions,
    narrowed: [marksKeys, notesAndBookmarks],
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
    tableActions: [],
    narrowed: [readsKeys, marksKeys, notes],
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
    tableActions: readActions,
    narrowed: [notes],
  },
} as const satisfies Readonly<Record<string, ApiFunction>>;

/** The Lambdas behind the API by name. */
export type ApiFunctionName = keyof typeof apiFunctions;

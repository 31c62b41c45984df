import type { Lock } from '#scim/bulk-order.ts';
import type { BulkOperation } from '#scim/bulk-request.ts';
import { fold } from '#scim/fold.ts';
import type { Claims } from './bulk-claims.ts';
import { foldGroupName } from './group-names.ts';
import type { NameHolders } from './name-holders.ts';

/** What the locks of an operation rest on. */
export type LockReason = {
  readonly operation: BulkOperation;
  readonly claims: Claims;
  /** The names that any operation of the request gives to the same resource, this one included. */
  readonly names: readonly string[];
};

/**
 * What the operation shares with others of its request, so that side by side they leave what they leave one after the
 * other (RFC 7644 §3.7): the resource, the names that it gives and who has them now, the memberships, the structure.
 */
export function locksOf({ operation, claims, names: given }: LockReason, holders: NameHolders): readonly Lock[] {
  const { method, endpoint } = operation;
  const foldName = endpoint === '/Users' ? fold : foldGroupName;
  const names = given.map(foldName);
  const held = names.map((name) => holders.get(name)).filter((holder) => holder !== undefined);
  const resources = new Set([resourceOf(operation), ...held]);
  return [
    ...[...resources].map((resource) => alone(`${endpoint}/${resource}`)),
    ...[...new Set(names)].map((name) => alone(`${endpoint} ${name}`)),
    ...(endpoint === '/Users' ? userLocks(operation) : groupLocks(operation)),
    // Who becomes the owner, and whether a team goes with its group, rests on others than the one that is named.
    { key: 'all', mode: claims.ownership || (endpoint === '/Groups' && method === 'DELETE') ? 'alone' : 'shared' },
  ];
}

/** The resource that an operation is on, by the name that the request has for it. */
export function resourceOf({ id, bulkId = '' }: BulkOperation): string {
  return id ?? `bulkId:${bulkId}`;
}

function alone(key: string): Lock {
  return { key, mode: 'alone' };
}

/** A membership is of both: users change side by side, and groups do, but users and groups in the order given. */
function userLocks({ id }: BulkOperation): readonly Lock[] {
  return id === undefined ? [] : [{ key: 'memberships', mode: 'users' }];
}

/** A new group may be one of a new team, which changes what the names of all others mean (G4). */
function groupLocks({ method }: BulkOperation): readonly Lock[] {
  return [
    { key: 'memberships', mode: 'groups' },
    { key: 'structure', mode: method === 'POST' ? 'alone' : 'shared' },
  ];
}

import * as z from 'zod/mini';
import type { Group, GroupPlace } from '#domain/group.ts';
import { teamRoles } from '#domain/group.ts';
import { groupKey, groupNameKey, sweepKey } from './group-keys.ts';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';

const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project'), projectId: z.string(), roleId: z.string() }),
  z.object({ kind: z.literal('team'), teamId: z.string(), role: z.enum(teamRoles) }),
  z.object({ kind: z.literal('ordinary'), name: z.string() }),
]);

const givenRole = z.union([
  z.object({ projectId: z.string(), roleId: z.string() }),
  z.object({ teamId: z.string(), role: z.enum(teamRoles) }),
]);

const group = itemOf('group', {
  id: z.string(),
  place,
  roles: z.exactOptional(z.array(givenRole)),
  externalId: z.exactOptional(z.string()),
  untouched: z.exactOptional(z.literal(true)),
  /** Absent while there is no member yet: the database knows no empty set. */
  memberPartitions: z.exactOptional(z.set(z.string())),
  journal: z.exactOptional(z.array(z.string())),
  /** Absent while no change of the members has ever been journaled, nor the members replaced. */
  journalCommits: z.exactOptional(z.number()),
  journalEndedAt: z.exactOptional(z.string()),
  version: z.number(),
  createdAt: z.string(),
  modifiedAt: z.string(),
});

const groupName = itemOf('groupName', { groupId: z.string(), kind: z.enum(['project', 'team', 'ordinary']) });

const sweep = itemOf('sweep', {
  groupId: z.string(),
  name: z.exactOptional(z.string()),
  place: z.exactOptional(place),
  swept: z.exactOptional(z.literal(true)),
});

/** A group as an item. `untouched` is written only while it holds. */
export function groupItem(organization: string, stamp: Stamp, value: Group): Item {
  const untouched = value.untouched ? true : undefined;
  const memberPartitions = value.memberPartitions.size > 0 ? value.memberPartitions : undefined;
  const { journal, ...rest } = value;
  return stamped(groupKey(organization, value.id), 'group', stamp, {
    ...rest,
    untouched,
    memberPartitions,
    journal: journal?.open,
    journalCommits: journal?.commits,
    journalEndedAt: journal?.endedAt,
  });
}

/** The group that an item holds. */
export function readGroup(item: unknown): Group {
  const {
    type: _,
    v: __,
    untouched,
    memberPartitions,
    journal: open = [],
    journalCommits: commits,
    journalEndedAt: endedAt,
    ...rest
  } = group.parse(item);
  return {
    ...rest,
    untouched: untouched ?? false,
    memberPartitions: memberPartitions ?? new Set(),
    ...(commits !== undefined && { journal: { commits, open, ...(endedAt !== undefined && { endedAt }) } }),
  };
}

/** Reserves a displayed name for a group (G3). */
export function groupNameItem(
  organization: string,
  stamp: Stamp,
  name: string,
  owner: { readonly id: string; readonly place: GroupPlace },
): Item {
  const attributes = { groupId: owner.id, kind: owner.place.kind };
  return stamped(groupNameKey(organization, name), 'groupName', stamp, attributes);
}

/** The group for which a name is reserved. */
export function readGroupName(item: unknown): { readonly groupId: string; readonly kind: GroupPlace['kind'] } {
  const { groupId, kind } = groupName.parse(item);
  return { groupId, kind };
}

/** After so many seconds no request can be alive that began before. */
export const lateAfter = 15 * 60;

/**
 * Remembers that the memberships of a deleted group are to be removed, and what the group was; `swept` where they have
 * been. When its time has come the worker looks once more: a request that began before may have written one since.
 */
export function sweepItem(
  organization: string,
  stamp: Stamp,
  groupId: string,
  was: { readonly name?: string; readonly place?: GroupPlace; readonly swept?: true } = {},
): Item {
  const expiresAt = Math.floor(Date.parse(stamp.at) / 1000) + lateAfter;
  return stamped(sweepKey(organization, groupId), 'sweep', stamp, { groupId, ...was, expiresAt });
}

/** The group that was deleted. */
export function readSweep(item: unknown): {
  readonly groupId: string;
  readonly name?: string;
  readonly place?: GroupPlace;
  readonly swept?: true;
} {
  const { type: _, v: __, ...rest } = sweep.parse(item);
  return rest;
}

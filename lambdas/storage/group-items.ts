import * as z from 'zod';
import type { Group, GroupPlace } from '#domain/group.ts';
import { teamRoles } from '#domain/group.ts';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import { groupKey, groupNameKey, sweepKey } from './keys.ts';

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
  roles: z.array(givenRole).exactOptional(),
  externalId: z.string().exactOptional(),
  untouched: z.literal(true).exactOptional(),
  /** Absent while there is no member yet: the database knows no empty set. */
  memberPartitions: z.set(z.string()).exactOptional(),
  version: z.number(),
  createdAt: z.string(),
  modifiedAt: z.string(),
});

const groupName = itemOf('groupName', { groupId: z.string(), kind: z.enum(['project', 'team', 'ordinary']) });

/** A group as an item. `untouched` is written only while it holds. */
export function groupItem(organization: string, stamp: Stamp, value: Group): Item {
  const untouched = value.untouched ? true : undefined;
  const memberPartitions = value.memberPartitions.size > 0 ? value.memberPartitions : undefined;
  return stamped(groupKey(organization, value.id), 'group', stamp, { ...value, untouched, memberPartitions });
}

/** The group that an item holds. */
export function readGroup(item: unknown): Group {
  const { type: _, v: __, untouched, memberPartitions, ...rest } = group.parse(item);
  return { ...rest, untouched: untouched ?? false, memberPartitions: memberPartitions ?? new Set() };
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

/** Remembers that the memberships of a deleted group are to be removed. */
export function sweepItem(organization: string, stamp: Stamp, groupId: string): Item {
  return stamped(sweepKey(organization, groupId), 'sweep', stamp, { groupId });
}

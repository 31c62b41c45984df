import * as z from 'zod/mini';
import type { ChangeKind } from '#domain/change.ts';
import { openUserKey } from './change-keys.ts';
import { changeItem } from './change-items.ts';
import type { StoredChange } from './change-items.ts';
import { stampedItem } from './item.ts';
import type { Attributes } from './item.ts';
import { memberKey } from './member-keys.ts';
import { membershipsChanged } from './memberships.ts';
import type { StandingChange } from './memberships.ts';
import { openUserItem } from './users-in-transit.ts';
import type { Transit } from './users-in-transit.ts';
import { uuidsFromBytes, uuidsToBytes } from './uuid.ts';
import { changeIf, erase, putNew } from './write.ts';
import type { Scope, Write } from './write.ts';

/** So many groups are in one change: its item is written anew with each step, and must stay below 400 KB. */
const groupsPerChange = 5_000;

/** What is left to do of a user's memberships. First all versions are raised, which alone can be seen of it. */
const userWork = z.object({
  ...stampedItem.shape,
  epoch: z.number(),
  groups: z.instanceof(Uint8Array),
  phase: z.enum(['versions', 'members']),
  done: z.number(),
});

/** A part of a user's memberships that is on its way. */
export type UserWork = Omit<z.infer<typeof userWork>, 'groups'> & { readonly groups: readonly string[] };

/** What a change of standings says of memberships that follow it, and the changes that have to be worked on then. */
export type UserJournal = { readonly writes: readonly Write[]; readonly changeIds: readonly string[] };

/**
 * Says, in the transaction that writes a standing without its memberships, how these are to be read until they have
 * followed (U4, G7). Only a whole deactivation, deletion or reactivation can be said so.
 */
export function journalStanding(scope: Scope, standings: StandingChange, newId: () => string): UserJournal {
  const groups = membershipsChanged(standings).map(({ group }) => group);
  if (groups.length === 0) return { writes: [], changeIds: [] };
  const transit = transitOf(standings);
  const { organization, stamp } = scope;
  const [{ userId }] = standings;
  const parts = Array.from({ length: Math.ceil(groups.length / groupsPerChange) }, (_, part) => ({
    id: newId(),
    groups: groups.slice(part * groupsPerChange, (part + 1) * groupsPerChange),
  }));
  const { kind, epoch } = followingOf(transit);
  return {
    writes: parts.flatMap((part) => {
      const work = toWork({ by: stamp, epoch, groups: part.groups, phase: 'versions', done: 0 });
      const value = { id: part.id, kind, targetId: userId, startedAt: stamp.at, work };
      return [
        putNew(scope, changeItem(organization, stamp, value)),
        putNew(scope, openUserItem(organization, stamp, userId, part.id, transit)),
      ];
    }),
    changeIds: parts.map(({ id }) => id),
  };
}

/** What is left to do of a change of kind `userLeaving` or `userEntering`. */
export function readUserWork({ work }: Pick<StoredChange, 'work'>): UserWork {
  const { groups, ...rest } = userWork.parse(work);
  return { ...rest, groups: uuidsFromBytes(groups) };
}

/** The same as it is stored. */
export function toWork({ groups, ...rest }: UserWork): Attributes {
  return { ...rest, groups: uuidsToBytes(groups) };
}

/** Ends a membership of an earlier epoch; one that was given since stays. */
export function endMembership(
  { tableName, organization }: Scope,
  group: string,
  userId: string,
  left: number,
): Write<'gone'> {
  const unless = {
    ConditionExpression: '#epoch < :left',
    ExpressionAttributeNames: { '#epoch': 'epoch' },
    ExpressionAttributeValues: { ':left': left },
  };
  const { PK, SK } = memberKey(organization, group, userId);
  return { action: { Delete: { TableName: tableName, Key: { PK, SK }, ...unless } }, refused: 'gone' };
}

/** Lets a membership take effect that has waited in this epoch. */
export function enterMembership(scope: Scope, group: string, userId: string, epoch: number): Write<'gone'> {
  const wanted = { set: { waiting: false, by: scope.stamp } };
  return changeIf(scope, memberKey(scope.organization, group, userId), wanted, { epoch, waiting: true }, 'gone');
}

/** Nothing more needs to be said: the memberships are as the standing has them. */
export function closeJournal(scope: Scope, { id, targetId }: Pick<StoredChange, 'id' | 'targetId'>): Write {
  return erase(scope, openUserKey(scope.organization, targetId, id));
}

function transitOf(standings: StandingChange): Transit {
  const [before, after] = standings;
  if (after === undefined) return { left: before.epoch + 1 };
  const changed = membershipsChanged(standings);
  const leaves = changed.every(({ waiting }) => waiting === undefined);
  if (leaves && after.epoch > before.epoch) return { left: after.epoch };
  const enters = changed.every(({ group }) => before.waiting.has(group) && after.groups.has(group));
  if (enters && after.waiting.size === 0) return { entered: after.epoch };
  throw new Error(`More memberships of ${after.userId} change at once than one transaction holds.`);
}

function followingOf(transit: Transit): { readonly kind: ChangeKind; readonly epoch: number } {
  return 'left' in transit
    ? { kind: 'userLeaving', epoch: transit.left }
    : { kind: 'userEntering', epoch: transit.entered };
}

import type { GroupChange } from '#domain/directory.ts';
import { takenAfterAll } from '#domain/standing.ts';
import type { Standing } from '#domain/user.ts';
import { changeItem } from './change-items.ts';
import { addMembers, groupWrites, isIn, partitionsOf, removeMembers } from './group-commands.ts';
import { groupKey } from './group-keys.ts';
import { openGroupItem } from './journal-items.ts';
import type { JournalEntry } from './journal-items.ts';
import { toWork } from './journal-work.ts';
import type { MemberChangeWork } from './journal-work.ts';
import { standingItem } from './user-items.ts';
import { changeIf, put, takeFirst } from './write.ts';
import type { Scope, Write } from './write.ts';

/** A change of the members of one group. */
export type MemberChange = Pick<GroupChange, 'add' | 'remove' | 'leave'>;

/** True where committed changes of the group's members are still to be applied. */
export function hasOpenJournal({ journal }: GroupChange['before']): boolean {
  return journal !== undefined && journal.open.length > 0;
}

/**
 * What is to be journaled of a change. Behind another one it is everybody who is named: what a standing says is not yet
 * what the changes before make of it.
 */
export function entriesOf(
  groupId: string,
  { add, remove, leave = [] }: MemberChange,
  isBehind: boolean,
): readonly JournalEntry[] {
  const joining = add.filter((standing) => isBehind || !holds(standing, groupId));
  const leaving = remove.filter((standing) => isBehind || isIn(standing, groupId));
  return [
    ...joining.map(({ userId, epoch, active }) => ({ userId, epoch, active, joins: true })),
    ...leaving.map(({ userId, epoch, active }) => ({ userId, epoch, active, joins: false })),
    ...leave.map(({ userId, epoch, waiting }) => ({ userId, epoch, active: !waiting, joins: false })),
  ];
}

/** What commits a change of members beside the group itself: the change that is to be worked on, and that it is open. */
export function beginMemberChange(
  { organization, stamp, ...scope }: Scope,
  id: string,
  groupId: string,
  work: MemberChangeWork,
): readonly Write[] {
  const value = { id, kind: 'memberChange' as const, targetId: groupId, startedAt: stamp.at, work: toWork(work) };
  const own = { ...scope, organization, stamp };
  return [put(own, changeItem(organization, stamp, value)), put(own, openGroupItem(organization, stamp, groupId, id))];
}

/**
 * Commits a change whose slices are there: from then on it counts. What was decided by standings rests on no other change
 * having been journaled meanwhile; behind another one it rests on nothing.
 */
export function commitMemberChange(
  scope: Scope,
  id: string,
  change: GroupChange,
  work: MemberChangeWork,
): readonly Write<'stale' | 'nameTaken'>[] {
  const { before, add } = change;
  const opened = partitionsOf(add).difference(before.memberPartitions);
  const raised = {
    append: { journal: [id] },
    add: { journalCommits: 1, ...(opened.size > 0 && { memberPartitions: opened }) },
  };
  const unmoved = hasOpenJournal(before) ? {} : { journalCommits: before.journal?.commits };
  return [...groupWrites(scope, change, raised, unmoved), ...beginMemberChange(scope, id, before.id, work)];
}

/** Who made a change of members, and when: what is applied later bears it, with a mark for the activity log. */
export function appliedScope(scope: Scope, { by }: Pick<MemberChangeWork, 'by'>): Scope {
  const stamp = { ...by, applied: true };
  return { ...scope, stamp };
}

/**
 * What is still to be done of some entries; nothing where the user is gone or has been deactivated since, who lost the
 * membership with that. A membership that was taken before it was applied is among what the Console can give back.
 */
export function applyEntries(
  scope: Scope,
  groupId: string,
  at: string,
  entries: readonly JournalEntry[],
  standings: ReadonlyMap<string, Standing>,
): readonly Write<'stale'>[] {
  return entries.flatMap(({ userId, epoch, joins }) => {
    const standing = standings.get(userId);
    if (standing === undefined) return [];
    if (standing.epoch !== epoch) return changeTaken(scope, groupId, standing, { epoch, joins });
    const later = standing.modifiedAt > at ? standing.modifiedAt : at;
    return (joins ? addMembers : removeMembers)(scope, groupId, [standing], later);
  });
}

/** True where somebody is shown otherwise than when the change was committed, which no version tells yet. */
export function areSeenOtherwise(entries: readonly JournalEntry[], standings: ReadonlyMap<string, Standing>): boolean {
  return entries.some(({ userId, epoch, active, joins }) => {
    const standing = standings.get(userId);
    return joins && (standing?.epoch !== epoch || standing.active !== active);
  });
}

/** The end of the first of a group's open changes. */
export function endMemberChange(scope: Scope, groupId: string, id: string, at: string): Write<'stale'> {
  return takeFirst(scope, groupKey(scope.organization, groupId), 'journal', id, { journalEndedAt: at }, 'stale');
}

function changeTaken(
  scope: Scope,
  groupId: string,
  standing: Standing,
  entry: Pick<JournalEntry, 'epoch' | 'joins'>,
): readonly Write<'stale'>[] {
  const taken = takenAfterAll(standing, groupId, entry);
  if (taken === undefined) return [];
  const { organization, stamp } = scope;
  const { userId, revision, epoch } = standing;
  const { PK, SK, taken: wanted } = standingItem(organization, stamp, { ...standing, taken });
  const set = { taken: wanted, by: stamp };
  return [changeIf(scope, { PK, SK }, { set, add: { revision: 1 } }, { revision, epoch, userId }, 'stale')];
}

function holds({ active, groups, waiting }: Standing, groupId: string): boolean {
  return (active ? groups : waiting).has(groupId);
}

import type { GroupChange } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Standing } from '#domain/user.ts';
import { mostNamed } from './activity-entries.ts';
import { isIn, partitionsOf } from './group-commands.ts';
import { beginMemberChange, commitMemberChange, entriesOf, hasOpenJournal } from './journal-commands.ts';
import type { MemberChange } from './journal-commands.ts';
import { sliceItems } from './journal-items.ts';
import type { JournalEntry } from './journal-items.ts';
import { readSlices } from './journal-reading.ts';
import type { MemberChangeWork } from './journal-work.ts';
import { eraseMany, putMany } from './send-batches.ts';
import { writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { workMeanwhile } from './work-meanwhile.ts';
import type { Write } from './write.ts';

/** Slices of a change that was never committed go after so many seconds. */
const uncommittedTime = 30 * 24 * 60 * 60;

type Committed = 'written' | 'stale' | 'nameTaken';

/** Commits a change of members that one transaction does not hold, or that follows such a one, and begins to apply it. */
export async function journalMembers(session: Session, change: GroupChange): Promise<Committed> {
  const { before, after } = change;
  const id = session.timing.newToken();
  const isBehind = hasOpenJournal(before);
  const isPresent = isBehind ? await presenceBehind(session, before) : ofStanding(before.id);
  const work = workOf(session, after.modifiedAt, change, isPresent);
  const entries = entriesOf(before.id, change, isBehind);
  const commit = commitMemberChange(session, id, change, work);
  const outcome = await commitSlices(session, { id, groupId: before.id, entries }, commit);
  // Who is behind another change leaves it to those who apply that one.
  if (outcome === 'written' && !isBehind) await workMeanwhile(session, [id]);
  return outcome;
}

/** Creates a group with more members than one transaction holds; `writesOf` are the writes of the group that it is given. */
export async function journalNewMembers(
  session: Session,
  group: Group,
  members: readonly Standing[],
  writesOf: (journaled: Group) => readonly Write<'stale' | 'nameTaken'>[],
): Promise<Committed> {
  const id = session.timing.newToken();
  const memberPartitions = group.memberPartitions.union(partitionsOf(members));
  const journaled = { ...group, memberPartitions, journal: { commits: 1, open: [id] } };
  const change = { add: members, remove: [] };
  const work = workOf(session, group.modifiedAt, change, () => false);
  const entries = entriesOf(group.id, change, false);
  const commit = [...writesOf(journaled), ...beginMemberChange(session, id, group.id, work)];
  const outcome = await commitSlices(session, { id, groupId: group.id, entries }, commit);
  if (outcome === 'written') await workMeanwhile(session, [id]);
  return outcome;
}

async function commitSlices(
  session: Session,
  {
    id,
    groupId,
    entries,
  }: { readonly id: string; readonly groupId: string; readonly entries: readonly JournalEntry[] },
  commit: readonly Write<'stale' | 'nameTaken'>[],
): Promise<Committed> {
  const expiresAt = Math.floor(session.timing.now() / 1000) + uncommittedTime;
  const slices = sliceItems(session.organization, groupId, id, entries, expiresAt);
  await putMany(session, slices);
  const outcome = await writeTogether(session, commit);
  if (outcome !== 'written') await eraseMany(session, slices);
  return outcome;
}

type IsPresent = (standing: Standing) => boolean;

function ofStanding(groupId: string): IsPresent {
  return (standing) => isIn(standing, groupId);
}

/** Whether somebody is a member once the open changes are applied. */
async function presenceBehind(session: Session, { id, journal }: Group): Promise<IsPresent> {
  const open = journal?.open ?? [];
  const slicesOf = Map.groupBy(await readSlices(session, id), ({ changeId }) => changeId);
  const entries = open.flatMap((changeId) => (slicesOf.get(changeId) ?? []).flatMap((slice) => slice.entries));
  const last = new Map(entries.map(({ userId, joins }) => [userId, joins]));
  return (standing) => last.get(standing.userId) ?? isIn(standing, id);
}

function workOf(
  { stamp }: Session,
  at: string,
  { add, remove, leave = [] }: MemberChange,
  isPresent: IsPresent,
): MemberChangeWork {
  const idsOf = (users: readonly { readonly userId: string }[]): readonly string[] => users.map(({ userId }) => userId);
  const joined = idsOf(add.filter((standing) => !isPresent(standing)));
  const left = [...idsOf(remove.filter(isPresent)), ...idsOf(leave)];
  return {
    by: stamp,
    at,
    joined: joined.slice(0, mostNamed),
    left: left.slice(0, mostNamed),
    joinedCount: joined.length,
    leftCount: left.length,
  };
}

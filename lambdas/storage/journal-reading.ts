import type { KnownStandings, UsersInTransit } from '#domain/directory.ts';
import type { Group, Member } from '#domain/group.ts';
import { changeOfHead, journalOfChange, journalRange, openGroupsRange } from './change-keys.ts';
import { readGroup } from './group-items.ts';
import { groupKey } from './group-keys.ts';
import { readOpenGroup, readSlice } from './journal-items.ts';
import type { Slice } from './journal-items.ts';
import { overlay, resolve } from './journal-overlay.ts';
import { memberRanges } from './member-keys.ts';
import { readStandings } from './read-standings.ts';
import { readItem, readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import { readMember } from './user-items.ts';
import { asInTransit, readUsersInTransit } from './users-in-transit.ts';

/** One group; undefined where there is none. */
export async function findGroup(session: Session, id: string): Promise<Group | undefined> {
  const item = await readItem(session, groupKey(session.organization, id));
  return item && readGroup(item);
}

/** All slices of changes of a group's members that are still to be applied, and of those that were never committed. */
export async function readSlices(session: Session, groupId: string): Promise<readonly Slice[]> {
  return (await readRange(session, journalRange(session.organization, groupId))).map(readSlice);
}

/** The slices of one change that are still to be applied. */
export async function readSlicesOf(session: Session, groupId: string, changeId: string): Promise<readonly Slice[]> {
  return (await readRange(session, journalOfChange(session.organization, groupId, changeId))).map(readSlice);
}

/** The committed changes of any group's members that name a user, and have not been applied to that user yet. */
export async function readChangesNaming(session: Session, userId: string): Promise<readonly string[]> {
  const heads = await readRange(session, openGroupsRange(session.organization));
  const open = new Set(heads.map(({ SK }) => changeOfHead(String(SK))));
  const slices = await sideBySide([...new Set(heads.map(readOpenGroup))], (group) => readSlices(session, group));
  const naming = slices.flat().filter(({ entries }) => entries.some((entry) => entry.userId === userId));
  return [...new Set(naming.map(({ changeId }) => changeId))].filter((id) => open.has(id));
}

/**
 * The members of a group as it was read: what is applied, and over it what is not. It holds as long as the last change
 * that the group then had open still is: later ones are applied after that one. Otherwise everything is read again.
 */
export async function readMembers(
  session: Session,
  group: Group,
  given?: UsersInTransit,
  known: KnownStandings = new Map(),
): Promise<readonly Member[]> {
  const { id, journal, memberPartitions } = group;
  const last = journal?.open.at(-1);
  if (journal === undefined || last === undefined) return readApplied(session, id, memberPartitions, given);
  // Before the members: of slices that are gone by then the members tell.
  const [slices, transit] = await Promise.all([readSlices(session, id), given ?? readUsersInTransit(session)]);
  const members = await readApplied(session, id, memberPartitions, transit);
  const laid = overlay(members, journal.open, slices);
  const unknown = [...laid.joining.keys()].filter((userId) => !known.has(userId));
  const [standings, now] = await Promise.all([readStandings(session, unknown), findGroup(session, id)]);
  if (now === undefined) return [];
  if (now.journal?.open.includes(last) === true) return resolve(laid, new Map([...known, ...standings]));
  return readMembers(session, now, undefined, known);
}

async function readApplied(
  session: Session,
  groupId: string,
  partitions: ReadonlySet<string>,
  given?: UsersInTransit,
): Promise<readonly Member[]> {
  const ranges = memberRanges(session.organization, groupId, partitions);
  if (ranges.length === 0) return [];
  // Before the members: of whoever is no longer in transit by then the members tell everything.
  const transit = given ?? (await readUsersInTransit(session));
  const items = (await Promise.all(ranges.map((range) => readRange(session, range)))).flat();
  return asInTransit(items.map(readMember), transit);
}

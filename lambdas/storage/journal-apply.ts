import type { Group } from '#domain/group.ts';
import { openGroupKey } from './change-keys.ts';
import { readChange } from './change-items.ts';
import type { StoredChange } from './change-items.ts';
import { stepEnd } from './change-step.ts';
import type { Step, TakeStep } from './change-step.ts';
import { touchGroup } from './group-commands.ts';
import { appliedScope, applyEntries, areSeenOtherwise, endMemberChange } from './journal-commands.ts';
import { entriesToBytes, readSlice } from './journal-items.ts';
import type { Slice } from './journal-items.ts';
import { findGroup, readSlicesOf } from './journal-reading.ts';
import { readMemberChangeWork } from './journal-work.ts';
import { changeKey } from './keys.ts';
import { readStandings } from './read-standings.ts';
import { eraseMany } from './send-batches.ts';
import { readItem } from './send-reads.ts';
import { tryTogether, writeAll, writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import { sweepAgain } from './sweep.ts';
import { changeIf, erase, eraseIf } from './write.ts';
import type { Scope, Write } from './write.ts';

/** So many slices are applied at the same time: all of them write to the partition of the organization's users. */
const slicesAtOnce = 4;

/** The slice, a standing and a member item: what no transaction is too small for. */
const fewest = 3;

/**
 * Applies a committed change of a group's members, slice by slice, each in one transaction that consumes the slice: a
 * second worker, and one who is late, find nothing left to do (G8). The changes of a group are applied in the order in
 * which they were committed; whoever works on a later one works on the first of them first.
 */
export const applyMembers: TakeStep = async (session, change, goesOn) => {
  const group = await findGroup(session, change.targetId);
  if (group === undefined) return leaveNothing(session, change);
  const open = group.journal?.open ?? [];
  const [first] = open;
  if (first === undefined || !open.includes(change.id)) {
    await writeAlone(session, closed(session, change));
    return { handled: 0, left: undefined };
  }
  const next = first === change.id ? change : await findFirst(session, first);
  const { handled, isDone } = await applySlices(session, group, next, goesOn);
  // Where that is refused somebody else has ended it, or the group was deleted: the next step looks.
  if (!isDone || (await endFirst(session, next)) === 'stale') return { handled, left: change.work };
  await writeAlone(session, closed(session, next));
  return { handled, left: next === change ? undefined : change.work };
};

async function endFirst(session: Session, { targetId, id }: StoredChange): Promise<'written' | 'stale'> {
  const at = new Date(session.timing.now()).toISOString();
  return writeAlone(session, endMemberChange(session, targetId, id, at));
}

/** A group was deleted: what would still be written to it is taken away, and then what was. */
async function leaveNothing(session: Session, change: StoredChange): Promise<Step> {
  const slices = await readSlicesOf(session, change.targetId, change.id);
  await eraseMany(
    session,
    slices.map(({ key }) => key),
  );
  await sweepAgain(session, change.targetId);
  await writeAlone(session, closed(session, change));
  return { handled: slices.length, left: undefined };
}

async function findFirst(session: Session, id: string): Promise<StoredChange> {
  const item = await readItem(session, changeKey(session.organization, id));
  if (item === undefined) throw new Error(`The organization ${session.organization} has no change ${id}.`);
  return readChange(item);
}

async function applySlices(
  session: Session,
  group: Group,
  change: StoredChange,
  goesOn: () => boolean,
): Promise<{ readonly handled: number; readonly isDone: boolean }> {
  // Somebody else has come to its end since the group was read.
  if (change.status === 'done') return { handled: 0, isDone: false };
  let [handled, tried] = [0, 0];
  const isEnough = stepEnd(session);
  const slices = await readSlicesOf(session, group.id, change.id);
  const work = readMemberChangeWork(change);
  const scope = appliedScope(session, work);
  await sideBySide(
    shuffle(slices, session),
    async (slice) => {
      if (!goesOn() || isEnough(handled)) return;
      tried++;
      const members = await applySlice(session, scope, group.id, work.at, slice);
      handled += members;
    },
    slicesAtOnce,
  );
  // Each of them was applied, by whomever; there are never more.
  return { handled, isDone: tried === slices.length };
}

/**
 * How many members were handled; none where somebody else has applied the slice. Where the standings are together larger than
 * a transaction may be, it is applied in parts: the slice then holds those that are left.
 */
async function applySlice(
  session: Session,
  scope: Scope,
  groupId: string,
  at: string,
  slice: Slice,
  most = slice.entries.length,
): Promise<number> {
  const entries = slice.entries.slice(0, most);
  const left = { ...slice, entries: slice.entries.slice(most) };
  const standings = await readStandings(
    session,
    entries.map(({ userId }) => userId),
  );
  if (areSeenOtherwise(entries, standings)) {
    const now = new Date(session.timing.now()).toISOString();
    await writeAlone(session, touchGroup(session, groupId, now));
  }
  const writes = [consume(session, slice, left), ...applyEntries(scope, groupId, at, entries, standings)];
  const write = writes.length > fewest ? tryTogether : writeAll;
  const outcome = await write(session, writes);
  switch (outcome) {
    case 'stale':
      return applySlice(session, scope, groupId, at, slice, most);
    case 'tooLarge':
      return applySlice(session, scope, groupId, at, slice, Math.ceil(entries.length / 2));
    case 'gone': {
      const item = await readItem(session, slice.key);
      return item === undefined ? 0 : applySlice(session, scope, groupId, at, readSlice(item), most);
    }
    default:
      if (left.entries.length === 0) return entries.length;
      return entries.length + (await applySlice(session, scope, groupId, at, left, most));
  }
}

/** Whoever has seen the slice with other entries is late, and has nothing to do with these any more. */
function consume(scope: Scope, { key, entries }: Slice, left: Slice): Write<'gone'> {
  const holds = { entries: entriesToBytes(entries) };
  if (left.entries.length === 0) return eraseIf(scope, key, holds, 'gone');
  return changeIf(scope, key, { set: { entries: entriesToBytes(left.entries) } }, holds, 'gone');
}

/** In no order, so that two who apply the same change seldom meet. */
function shuffle(slices: readonly Slice[], { timing }: Session): readonly Slice[] {
  const places = slices.map((slice) => ({ slice, place: timing.random() }));
  return places.toSorted((one, other) => one.place - other.place).map(({ slice }) => slice);
}

function closed(scope: Scope, { id, targetId }: Pick<StoredChange, 'id' | 'targetId'>) {
  return erase(scope, openGroupKey(scope.organization, targetId, id));
}

import type { Group } from '#domain/group.ts';
import { openGroupKey } from './change-keys.ts';
import { readChange } from './change-items.ts';
import type { StoredChange } from './change-items.ts';
import { stepEnd } from './change-step.ts';
import type { Step, TakeStep } from './change-step.ts';
import { touchGroup } from './group-commands.ts';
import { appliedScope, applyEntries, areSeenOtherwise, endMemberChange } from './journal-commands.ts';
import type { Slice } from './journal-items.ts';
import { findGroup, readSlicesOf } from './journal-reading.ts';
import { readMemberChangeWork } from './journal-work.ts';
import { changeKey } from './keys.ts';
import { readStandings } from './read-standings.ts';
import { eraseMany } from './send-batches.ts';
import { readItem } from './send-reads.ts';
import { writeAll, writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import { sweepAgain } from './sweep.ts';
import { erase, eraseIf } from './write.ts';
import type { Scope } from './write.ts';

/** So many slices are applied at the same time: all of them write to the partition of the organization's users. */
const slicesAtOnce = 4;

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

/** How many members were handled; none where somebody else has applied the slice. */
async function applySlice(session: Session, scope: Scope, groupId: string, at: string, slice: Slice): Promise<number> {
  const { key, entries } = slice;
  const standings = await readStandings(
    session,
    entries.map(({ userId }) => userId),
  );
  if (areSeenOtherwise(entries, standings)) {
    const now = new Date(session.timing.now()).toISOString();
    await writeAlone(session, touchGroup(session, groupId, now));
  }
  const writes = applyEntries(scope, groupId, at, entries, standings);
  const outcome = await writeAll(session, [eraseIf(session, key, {}, 'gone'), ...writes]);
  if (outcome === 'stale') return applySlice(session, scope, groupId, at, slice);
  return outcome === 'written' ? entries.length : 0;
}

/** In no order, so that two who apply the same change seldom meet. */
function shuffle(slices: readonly Slice[], { timing }: Session): readonly Slice[] {
  const places = slices.map((slice) => ({ slice, place: timing.random() }));
  return places.toSorted((one, other) => one.place - other.place).map(({ slice }) => slice);
}

function closed(scope: Scope, { id, targetId }: Pick<StoredChange, 'id' | 'targetId'>) {
  return erase(scope, openGroupKey(scope.organization, targetId, id));
}

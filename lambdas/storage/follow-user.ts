import type { StoredChange } from './change-items.ts';
import { stepEnd } from './change-step.ts';
import type { Step, TakeStep } from './change-step.ts';
import { touchGroup } from './group-commands.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { lanes, sideBySide } from './side-by-side.ts';
import { closeJournal, endMembership, enterMembership, readUserWork, toWork } from './user-journal.ts';
import type { UserWork } from './user-journal.ts';
import type { Write } from './write.ts';

/** After so many groups it is seen whether there is time for more. */
const groupsAtOnce = 8 * lanes;

/** Takes a user out of groups whose standing has left them (U4, U5). */
export const leaveGroups: TakeStep = (session, change, goesOn) => follow(session, change, goesOn, endMembership);

/** Lets memberships take effect in groups that a reactivated user has been waiting for (G7). */
export const enterGroups: TakeStep = (session, change, goesOn) => follow(session, change, goesOn, enterMembership);

type Follow = (session: Session, group: string, userId: string, epoch: number) => Write<'gone'>;

/**
 * The versions of all groups come first: whoever reads a group sees its members right from the beginning, so that a
 * version is all that can be late.
 */
async function follow(
  session: Session,
  change: StoredChange,
  goesOn: () => boolean,
  followUser: Follow,
): Promise<Step> {
  const work = readUserWork(change);
  // What follows was done by the request that began it.
  const own: Session = { ...session, stamp: work.by };
  if (work.phase === 'versions') {
    const at = new Date(session.timing.now()).toISOString();
    const left = await forEach(session, work, goesOn, (group) => writeAlone(own, touchGroup(own, group, at)));
    return { handled: 0, left: toWork(left.done < work.groups.length ? left : { ...work, phase: 'members', done: 0 }) };
  }
  const left = await forEach(session, work, goesOn, (group) =>
    writeAlone(own, followUser(own, group, change.targetId, work.epoch)),
  );
  const handled = left.done - work.done;
  if (left.done < work.groups.length) return { handled, left: toWork(left) };
  await writeAlone(own, closeJournal(own, change));
  return { handled, left: undefined };
}

async function forEach(
  session: Session,
  work: UserWork,
  goesOn: () => boolean,
  write: (group: string) => Promise<unknown>,
): Promise<UserWork> {
  const isEnough = stepEnd(session);
  let { done } = work;
  while (done < work.groups.length && goesOn() && !isEnough(done - work.done)) {
    const groups = work.groups.slice(done, done + groupsAtOnce);
    await sideBySide(groups, write);
    done += groups.length;
  }
  return { ...work, done };
}

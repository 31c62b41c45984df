import { transactionActions } from '#domain/limits.ts';
import { sweepMember } from './group-commands.ts';
import { sweepItem } from './group-items.ts';
import { memberKey, memberRanges } from './member-keys.ts';
import { isDeadline } from './persist.ts';
import { readPages } from './send-reads.ts';
import { tryTogether, writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { readMember } from './user-items.ts';
import { erase, put } from './write.ts';

/** Each membership takes two actions: the standing and the member item. */
const membersPerSlice = transactionActions / 2;

/**
 * Removes the memberships of groups that were deleted. The deletion is done and must be answered so, therefore this
 * goes on only while there is time; the mark that the deletion left says what remains.
 */
export async function sweepGroups(session: Session, groupIds: readonly string[]): Promise<void> {
  try {
    await Promise.all(groupIds.map((groupId) => sweepGroup(session, groupId)));
  } catch (error) {
    if (!isDeadline(error)) throw error;
  }
}

/** Marks and removes memberships that were added while their group was being deleted. */
export async function sweepAgain(session: Session, groupId: string): Promise<void> {
  await markSweep(session, groupId);
  await sweepGroups(session, [groupId]);
}

/** Marks a deleted group, so that the worker looks for what is left of its memberships. */
export async function markSweep(session: Session, groupId: string): Promise<void> {
  await writeAlone(session, put(session, sweepItem(session.organization, session.stamp, groupId)));
}

/**
 * Removes all memberships of a deleted group, unless it stops going on; then false. May be interrupted and repeated at
 * any point. The mark stays for the worker that looks once more later: a request that began before the deletion may
 * still write a membership, and end before it takes it back.
 */
export async function sweepGroup(
  session: Session,
  groupId: string,
  goesOn: () => boolean = () => true,
  count: (memberships: number) => void = () => undefined,
): Promise<boolean> {
  const ended = await Promise.all(
    memberRanges(session.organization, groupId).map(async (range) => {
      for await (const page of readPages(session, range, { limit: membersPerSlice })) {
        if (page.length > 0 && !goesOn()) return false;
        const userIds = page.map((item) => readMember(item).userId);
        await sweepSlice(session, groupId, userIds);
        count(userIds.length);
      }
      return true;
    }),
  );
  return !ended.includes(false);
}

async function sweepSlice(session: Session, groupId: string, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const write = userIds.length > 1 ? tryTogether : writeTogether;
  const outcome = await write(
    session,
    userIds.flatMap((userId) => sweepMember(session, groupId, userId)),
  );
  if (outcome === 'written') return;
  const [only, ...others] = userIds;
  if (only === undefined) return;
  if (others.length === 0) {
    // The user is gone; nothing but the member item can be left.
    await writeAlone(session, erase(session, memberKey(session.organization, groupId, only)));
    return;
  }
  const middle = Math.ceil(userIds.length / 2);
  await sweepSlice(session, groupId, userIds.slice(0, middle));
  await sweepSlice(session, groupId, userIds.slice(middle));
}

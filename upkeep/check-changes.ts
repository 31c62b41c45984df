import { readChange } from '#storage/change-items.ts';
import type { StoredChange } from '#storage/change-items.ts';
import { changeOfHead, groupOfSlice } from '#storage/change-keys.ts';
import { readGroup } from '#storage/group-items.ts';
import { groupKey } from '#storage/group-keys.ts';
import type { Attributes } from '#storage/item.ts';
import { readOpenGroup, readSlice } from '#storage/journal-items.ts';
import { changeKey } from '#storage/keys.ts';
import { standingKey } from '#storage/user-keys.ts';
import { readOpenUser } from '#storage/users-in-transit.ts';
import { suspect } from './check.ts';
import type { Check, Look } from './check.ts';
import { readStandingIfAny } from './check-users.ts';
import type { Suspicion } from './finding.ts';
import { suspectValues } from './sanity.ts';

/** What crashes left is taken up within so many milliseconds. */
const takenUpWithin = 60_000;

/** For so long somebody may work on a change without a sign. */
const patience = 5_000;

/** A change that outlasts its request: it goes on, or has come to its end. */
export const changeCheck: Check<StoredChange> = {
  read: readChange,
  place: ({ id }, organization) => changeKey(organization, id),
  judge({ id, kind, status, handled, startedAt, finishedAt }, { worker, now }) {
    const isLate = status === 'running' && worker && Date.parse(startedAt) < now - takenUpWithin;
    const words = `The change ${id} (${kind}) was begun at ${startedAt}, and nobody works on it.`;
    return [
      ...suspectValues({ handled: [handled, 0] }, { startedAt, finishedAt }),
      ...suspect([isLate, { code: 'changeStandsStill', words, patience }]),
    ];
  },
};

/** Says how a user's memberships are to be read until a change of the user is applied. */
export const openUserCheck: Check<ReturnType<typeof readOpenUser>> = {
  read: readOpenUser,
  needs: ({ userId }, { organization }, item) => [
    changeKey(organization, changeOfHead(String(item['SK']))),
    standingKey(organization, userId),
  ],
  judge({ userId, left = 0, entered = 0 }, look, item) {
    const standing = look.find(standingKey(look.organization, userId), readStandingIfAny);
    const words = `The memberships of the user ${userId} are read as of epoch ${Math.max(left, entered)}, which is to come.`;
    return [
      ...judgeHead(item, look),
      ...suspect([standing !== undefined && Math.max(left, entered) > standing.epoch, { code: 'insane', words }]),
    ];
  },
};

/** Says that a change of a group's members is to be applied. */
export const openGroupCheck: Check<string> = {
  read: readOpenGroup,
  needs: (_, { organization }, item) => [changeKey(organization, changeOfHead(String(item['SK'])))],
  judge: (_, look, item) => judgeHead(item, look),
};

/** A slice of a change of a group's members: it is gone once it is applied. */
export const sliceCheck: Check<string> = {
  read: (item) => readSlice(item).changeId,
  needs: (change, { organization }, item) => [changeKey(organization, change), groupKey(organization, groupIdOf(item))],
  judge(id, { organization, find }, item) {
    const groupId = groupIdOf(item);
    const group = find(groupKey(organization, groupId), readGroup);
    if (group?.journal?.open.includes(id) === true) return [];
    const change = find(changeKey(organization, id), readChange);
    if (change === undefined) {
      return [
        { code: 'sliceOfNothing', words: `This belongs to the change ${id} of the group ${groupId}, which is none.` },
      ];
    }
    const words = `This is left of the change ${id} of the group ${groupId}, which has ended without it.`;
    return suspect([group !== undefined || change.status === 'done', { code: 'sliceLeft', words }]);
  },
};

function judgeHead(item: Attributes, { organization, find }: Look): readonly Suspicion[] {
  const id = changeOfHead(String(item['SK']));
  const change = find(changeKey(organization, id), readChange);
  const words = `This says that the change ${id} is open, which ${change ? 'is done' : 'does not exist'}.`;
  const key = changeKey(organization, id);
  return suspect([change?.status !== 'running', { code: 'headWithoutChange', words, keys: [key] }]);
}

function groupIdOf({ PK }: Attributes): string {
  return groupOfSlice(String(PK));
}

import type { Standing } from '#domain/user.ts';
import { readGroup } from '#storage/group-items.ts';
import { groupKey, sweepKey } from '#storage/group-keys.ts';
import { ownerKey } from '#storage/keys.ts';
import type { Key } from '#storage/keys.ts';
import { memberKey } from '#storage/member-keys.ts';
import { readOwnership } from '#storage/organization-items.ts';
import { readMember, readProfile, readStanding } from '#storage/user-items.ts';
import { profileKey, standingKey } from '#storage/user-keys.ts';
import { asInTransit } from '#storage/users-in-transit.ts';
import { nothingWrong, suspect, textOf } from './check.ts';
import type { Check, Look } from './check.ts';
import type { Suspicion } from './finding.ts';
import { suspectValues } from './sanity.ts';

/** A standing with its profile, and with each membership that it says, as readers of the group see it (U4, G7, O1). */
export const standingCheck: Check<Standing> = {
  read: readStanding,
  place: ({ userId }, organization) => standingKey(organization, userId),
  needs: (standing, { organization }) => [
    profileKey(organization, standing.userId),
    ...(standing.owner ? [ownerKey(organization)] : []),
    ...groupsOf(standing).flatMap((group) => [
      groupKey(organization, group),
      memberKey(organization, group, standing.userId),
    ]),
  ],
  async judge(standing, look) {
    return [
      ...judgeAlone(standing, look),
      ...judgeOwner(standing, look),
      ...groupsOf(standing).flatMap((group) => judgeMembership(standing, group, look)),
      ...(await judgeGroups(standing, look)),
    ];
  },
};

function judgeAlone(standing: Standing, { organization, find }: Look): readonly Suspicion[] {
  const { userId, active, epoch, revision, groups, waiting, taken, changedAt, modifiedAt } = standing;
  return [
    ...suspectValues({ epoch: [epoch, 0], revision: [revision, 1] }, { changedAt, modifiedAt, takenAt: taken?.at }),
    ...suspect(
      [
        find(profileKey(organization, userId), readProfile) === undefined,
        { code: 'standingWithoutProfile', words: `The user ${userId} has a standing and no profile.` },
      ],
      [
        !active && groups.size > 0,
        { code: 'inactiveWithGroups', words: `The user ${userId} is inactive, and in ${groups.size} groups (U4).` },
      ],
      [
        active && waiting.size > 0,
        { code: 'activeWaiting', words: `The user ${userId} is active, and waits for ${waiting.size} groups (G7).` },
      ],
      [
        !groups.isDisjointFrom(waiting),
        { code: 'groupTwice', words: `The user ${userId} is in a group and waits for it at the same time.` },
      ],
    ),
  ];
}

function judgeOwner({ userId, owner, active, role }: Standing, { organization, find }: Look): readonly Suspicion[] {
  if (!owner) return nothingWrong;
  const ownership = find(ownerKey(organization), readOwnership);
  return suspect(
    [
      ownership?.userId !== userId,
      {
        code: 'secondOwner',
        words: `The user ${userId} has the flag of the owner, who is ${ownership?.userId ?? 'nobody'} (O1).`,
        keys: [ownerKey(organization)],
      },
    ],
    [
      !active || role !== 'Admin',
      { code: 'insane', words: `The owner's standing is ${active ? 'active' : 'inactive'} and stores ${role} (O3).` },
    ],
  );
}

function judgeMembership(standing: Standing, group: string, look: Look): readonly Suspicion[] {
  const { userId, epoch } = standing;
  const key = memberKey(look.organization, group, userId);
  const stored = look.find(key, readMember);
  const [member] = stored === undefined ? [] : asInTransit([stored], look.transit);
  if (member === undefined) {
    const words = `The user ${userId} is in the group ${group}, which does not show it.`;
    return [{ code: 'memberMissing', words, keys: [key] }];
  }
  const waiting = standing.waiting.has(group);
  const words = `The user ${userId} ${waiting ? 'waits for' : 'is in'} the group ${group} since epoch ${epoch}; there it ${
    member.waiting ? 'waits' : 'is in'
  } since epoch ${member.epoch}.`;
  return suspect([member.waiting !== waiting || member.epoch !== epoch, { code: 'memberDiffers', words, keys: [key] }]);
}

/** The memberships of a deleted group are there until they are swept. */
async function judgeGroups(standing: Standing, look: Look): Promise<readonly Suspicion[]> {
  const { organization } = look;
  const gone = groupsOf(standing).filter((group) => look.find(groupKey(organization, group), readGroup) === undefined);
  if (gone.length === 0) return nothingWrong;
  const marks = await look.read(gone.map((group): Key => sweepKey(organization, group)));
  return gone
    .filter((group) => !marks.has(textOf(sweepKey(organization, group))))
    .map((group) => ({
      code: 'membershipWithoutGroup',
      words: `The user ${standing.userId} is in the group ${group}, which does not exist, and nobody sweeps it.`,
      keys: [groupKey(organization, group)],
    }));
}

function groupsOf({ groups, waiting }: Standing): readonly string[] {
  return [...groups.union(waiting)];
}

import { isDeepStrictEqual } from 'node:util';
import type { Group, GroupPlace, Member } from '#domain/group.ts';
import { builtInRoles } from '#domain/structure.ts';
import { readChange } from '#storage/change-items.ts';
import { openGroupKey } from '#storage/change-keys.ts';
import { readGroup, readGroupName, readSweep } from '#storage/group-items.ts';
import { groupKey, groupNameKey, sweepKey } from '#storage/group-keys.ts';
import type { Attributes } from '#storage/item.ts';
import { changeKey, creationKey, projectKey, roleKey, teamKey } from '#storage/keys.ts';
import type { Key } from '#storage/keys.ts';
import { groupOfMember, memberKey, memberPartitionOf, memberRanges } from '#storage/member-keys.ts';
import { readPages } from '#storage/send-reads.ts';
import { readMember } from '#storage/user-items.ts';
import { standingKey } from '#storage/user-keys.ts';
import { asInTransit } from '#storage/users-in-transit.ts';
import { suspect } from './check.ts';
import type { Check, Look } from './check.ts';
import { readStandingIfAny } from './check-users.ts';
import type { Suspicion } from './finding.ts';
import { suspectValues } from './sanity.ts';

/** A group with what it comes from, its name, and the changes of its members that are still to be applied. */
export const groupCheck: Check<Group> = {
  read: readGroup,
  place: ({ id }, organization) => groupKey(organization, id),
  needs: ({ id, place, journal }, { organization }) => [
    ...originKeys(organization, place),
    ...creationKeys(organization, place),
    ...(place.kind === 'ordinary' ? [groupNameKey(organization, place.name)] : []),
    ...(journal?.open ?? []).flatMap((change) => [
      openGroupKey(organization, id, change),
      changeKey(organization, change),
    ]),
  ],
  judge(group, look) {
    const { version, createdAt, modifiedAt } = group;
    return [
      ...suspectValues({ version: [version, 1] }, { createdAt, modifiedAt }),
      ...judgeOrigin(group, look),
      ...(group.journal?.open ?? []).flatMap((change) => judgeOpenChange(group, change, look)),
    ];
  },
};

/** A membership with its user's standing; that of a deleted group is there until it is swept. */
export const memberCheck: Check<Member> = {
  read: readMember,
  needs: ({ userId }, { organization }, item) => [
    standingKey(organization, userId),
    groupKey(organization, groupIdOf(item)),
    sweepKey(organization, groupIdOf(item)),
  ],
  judge(member, look, item) {
    const { organization, find, transit } = look;
    const { groupId, partition } = groupOfMember(String(item['PK']));
    const { userId } = member;
    const group = find(groupKey(organization, groupId), readGroup);
    if (group === undefined) {
      const words = `The user ${userId} is a member of the group ${groupId}, which does not exist, and nobody sweeps it.`;
      const swept = find(sweepKey(organization, groupId), () => true) ?? false;
      return suspect([!swept, { code: 'memberOfNoGroup', words }]);
    }
    const standing = find(standingKey(organization, userId), readStandingIfAny);
    const isShown = asInTransit([member], transit).length > 0;
    const isKnown = standing !== undefined && (standing.groups.has(groupId) || standing.waiting.has(groupId));
    return suspect(
      [
        memberPartitionOf(userId) !== partition,
        { code: 'misplaced', words: `The user ${userId} belongs to ${memberKey(organization, groupId, userId).PK}.` },
      ],
      [
        !group.memberPartitions.has(partition),
        { code: 'memberOutOfSight', words: `The group ${groupId} does not look for members in this partition.` },
      ],
      [
        isShown && standing === undefined,
        { code: 'memberOfNobody', words: `The user ${userId} does not exist, and is shown in the group ${groupId}.` },
      ],
      [
        isShown && standing !== undefined && !isKnown,
        { code: 'memberNotInStanding', words: `The group ${groupId} shows the user ${userId}, who is not in it.` },
      ],
    );
  },
};

/** The mark of a deleted group: whatever is still there of its memberships is removed. */
export const sweepCheck: Check<ReturnType<typeof readSweep>> = {
  read: readSweep,
  place: ({ groupId }, organization) => sweepKey(organization, groupId),
  needs: ({ groupId }, { organization }) => [groupKey(organization, groupId)],
  async judge({ groupId }, { session, organization, find }) {
    if (find(groupKey(organization, groupId), readGroup) !== undefined) {
      return [{ code: 'sweepOfLivingGroup', words: `The group ${groupId} is there, and its memberships are swept.` }];
    }
    for (const range of memberRanges(organization, groupId)) {
      for await (const page of readPages(session, range, { limit: 1 })) {
        if (page.length > 0)
          return [{ code: 'membersToSweep', words: `The deleted group ${groupId} has memberships.` }];
        break;
      }
    }
    return [];
  },
};

function judgeOrigin({ id, place }: Group, { organization, find }: Look): readonly Suspicion[] {
  if (place.kind === 'ordinary') {
    const key = groupNameKey(organization, place.name);
    const holder = find(key, readGroupName);
    const words = `The name of the group ${id} is ${holder ? `that of the group ${holder.groupId}` : 'not reserved'} (G3).`;
    return suspect([
      holder?.groupId !== id || holder.kind !== 'ordinary',
      { code: 'groupNameMissing', words, keys: [key] },
    ]);
  }
  const gone = originKeys(organization, place).filter((key) => find(key, () => true) === undefined);
  const isMade = creationKeys(organization, place).some((key) => find(key, () => true) === true);
  const words = `The group ${id} comes from what does not exist: no reader sees it.`;
  return suspect([gone.length > 0 && !isMade, { code: 'groupOfNothing', words, keys: gone }]);
}

function judgeOpenChange({ id }: Group, change: string, { organization, find }: Look): readonly Suspicion[] {
  const [head, item] = [openGroupKey(organization, id, change), changeKey(organization, change)];
  const stored = find(item, readChange);
  return suspect(
    [
      stored?.status !== 'running',
      {
        code: 'journalWithoutChange',
        words: `The group ${id} waits for the change ${change}, which ${stored ? 'is done' : 'does not exist'}.`,
        keys: [item],
      },
    ],
    [
      find(head, () => true) === undefined,
      {
        code: 'headMissing',
        words: `Nothing says that the change ${change} of the group ${id} is open.`,
        keys: [head],
      },
    ],
  );
}

/** Project and role, or team, that generate a group; marked ones are there until everything of them is cleared away. */
function originKeys(organization: string, place: GroupPlace): readonly Key[] {
  if (place.kind === 'team') return [teamKey(organization, place.teamId)];
  if (place.kind === 'ordinary') return [];
  const isBuiltIn = builtInRoles.some(({ id }) => id === place.roleId);
  return [projectKey(organization, place.projectId), ...(isBuiltIn ? [] : [roleKey(organization, place.roleId)])];
}

/** Groups of a new project or role may be written before it. */
function creationKeys(organization: string, place: GroupPlace): readonly Key[] {
  return place.kind === 'project' ? [place.projectId, place.roleId].map((id) => creationKey(organization, id)) : [];
}

function groupIdOf({ PK }: Attributes): string {
  return groupOfMember(String(PK)).groupId;
}

/** True where a group is what the structure says that it is. */
export function comesFrom(group: Group | undefined, place: GroupPlace): boolean {
  return group !== undefined && isDeepStrictEqual(group.place, place);
}

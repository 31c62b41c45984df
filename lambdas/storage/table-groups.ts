import type { Directory, UsersInTransit } from '#domain/directory.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Group, Member } from '#domain/group.ts';
import { isUuid } from '#domain/uuid.ts';
import { changeGroup, createOrdinaryGroup, mapGroup, removeOrdinaryGroup } from './group-commands.ts';
import { readGroup, readGroupName } from './group-items.ts';
import type { Attributes } from './item.ts';
import { groupKey, groupNameKey, memberPartitions, memberRanges, memberRangesAfter } from './keys.ts';
import { readItem, readItems, readPages, readRange } from './send-reads.ts';
import { fitTogether, writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { sweepAgain, sweepGroups } from './sweep.ts';
import { take } from './take.ts';
import { asInTransit, readUsersInTransit } from './users-in-transit.ts';
import { readMember } from './user-items.ts';

/** The part of the directory that is about single groups and their members. */
export type GroupDirectory = Pick<
  Directory,
  | 'group'
  | 'groups'
  | 'ordinaryGroupIdByName'
  | 'usersInTransit'
  | 'members'
  | 'membersAtOnce'
  | 'membersOf'
  | 'membersAfter'
  | 'changeGroup'
  | 'mapGroup'
  | 'createOrdinaryGroup'
  | 'removeOrdinaryGroup'
>;

/** The groups of one organization in the table. */
export function tableGroups(session: Session): GroupDirectory {
  const { organization } = session;
  return {
    async group(id) {
      const item = isUuid(id) ? await readItem(session, groupKey(organization, id)) : undefined;
      return item && readGroup(item);
    },

    async groups(ids) {
      const keys = [...new Set(ids)].filter(isUuid).map((id) => groupKey(organization, id));
      const groups = (await readItems(session, keys)).map(readGroup);
      return new Map(groups.map((group) => [group.id, group]));
    },

    async ordinaryGroupIdByName(name) {
      const item = await readItem(session, groupNameKey(organization, name));
      if (item === undefined) return undefined;
      const { groupId, kind } = readGroupName(item);
      return kind === 'ordinary' ? groupId : undefined;
    },

    usersInTransit: () => readUsersInTransit(session),

    members: (group, transit) => readMembers(session, group, transit),

    async membersAtOnce(group) {
      let [before, members] = [await readMembers(session, group), await readMembers(session, group)];
      while (!isDeepStrictEqual(before, members)) [before, members] = [members, await readMembers(session, group)];
      return members;
    },

    membersOf: async (groupId) => (isUuid(groupId) ? readMembers(session, { id: groupId, memberPartitions }) : []),

    async membersAfter(groupId, userId, limit) {
      if (!isUuid(groupId)) return [];
      const ranges =
        userId === undefined ? memberRanges(organization, groupId) : memberRangesAfter(organization, groupId, userId);
      const transit = await readUsersInTransit(session);
      const read = await Promise.all(
        ranges.map((range) => take(currentMembers(readPages(session, range, { limit }), transit), 0, limit)),
      );
      return read.flat().slice(0, limit);
    },

    mapGroup: (groupId, roles) => writeAlone(session, mapGroup(session, groupId, roles)),

    async changeGroup(change) {
      const { beforehand, together, afterwards } = changeGroup(session, change);
      if (!fitTogether(afterwards === undefined ? together : [...together, afterwards])) return 'tooLarge';
      if (beforehand !== undefined && (await writeAlone(session, beforehand)) === 'gone') return 'gone';
      if (together.length > 0) {
        const outcome = await writeTogether(session, together);
        if (outcome !== 'written') return outcome;
      }
      const outcome = afterwards === undefined ? 'written' : await writeAlone(session, afterwards);
      if (outcome === 'gone') await sweepAgain(session, change.before.id);
      return outcome;
    },

    async createOrdinaryGroup(group, members) {
      const writes = createOrdinaryGroup(session, group, members);
      return fitTogether(writes) ? writeTogether(session, writes) : 'tooLarge';
    },

    async removeOrdinaryGroup(group) {
      const outcome = await writeTogether(session, removeOrdinaryGroup(session, group));
      if (outcome === 'written') await sweepGroups(session, [group.id]);
      return outcome;
    },
  };
}

async function readMembers(
  session: Session,
  { id, memberPartitions: used }: Pick<Group, 'id' | 'memberPartitions'>,
  given?: UsersInTransit,
): Promise<readonly Member[]> {
  const ranges = memberRanges(session.organization, id, used);
  if (ranges.length === 0) return [];
  // Before the members: of whoever is no longer in transit by then the members tell everything.
  const transit = given ?? (await readUsersInTransit(session));
  const items = (await Promise.all(ranges.map((range) => readRange(session, range)))).flat();
  return asInTransit(items.map(readMember), transit);
}

async function* currentMembers(
  pages: AsyncIterable<readonly Attributes[]>,
  transit: UsersInTransit,
): AsyncIterable<readonly Member[]> {
  for await (const page of pages) yield asInTransit(page.map(readMember), transit);
}

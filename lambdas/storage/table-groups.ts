import type { Directory } from '#domain/directory.ts';
import { isDeepStrictEqual } from 'node:util';
import { isUuid } from '#domain/uuid.ts';
import { openGroupsRange } from './change-keys.ts';
import { changeGroup, createOrdinaryGroup, mapGroup, removeOrdinaryGroup } from './group-commands.ts';
import { readGroup, readGroupName } from './group-items.ts';
import { groupKey, groupNameKey } from './group-keys.ts';
import { hasOpenJournal } from './journal-commands.ts';
import { journalMembers, journalNewMembers } from './journal-commit.ts';
import { readOpenGroup } from './journal-items.ts';
import { findGroup, readChangesNaming, readMembers } from './journal-reading.ts';
import { readMemberPage } from './member-pages.ts';
import { readItem, readItems, readRange } from './send-reads.ts';
import { fitTogether, tryTogether, writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { sweepAgain, sweepGroups } from './sweep.ts';
import { readUsersInTransit } from './users-in-transit.ts';

/** The part of the directory that is about single groups and their members. */
export type GroupDirectory = Pick<
  Directory,
  | 'group'
  | 'groups'
  | 'ordinaryGroupIdByName'
  | 'usersInTransit'
  | 'groupIdsInTransit'
  | 'memberChangesNaming'
  | 'members'
  | 'membersAtOnce'
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
    group: async (id) => (isUuid(id) ? findGroup(session, id) : undefined),

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

    async groupIdsInTransit() {
      const items = await readRange(session, openGroupsRange(organization));
      return [...new Set(items.map(readOpenGroup))];
    },

    memberChangesNaming: (userId) => readChangesNaming(session, userId),

    members: (group, transit, known) => readMembers(session, group, transit, known),

    async membersAtOnce(group) {
      // While changes are open nobody else writes members: one reading is as of their last commit.
      if (hasOpenJournal(group)) return readMembers(session, group);
      let [before, members] = [await readMembers(session, group), await readMembers(session, group)];
      while (!isDeepStrictEqual(before, members)) [before, members] = [members, await readMembers(session, group)];
      return members;
    },

    membersAfter: (group, after, limit, transit) => readMemberPage(session, group, { after, limit }, transit),

    mapGroup: (groupId, roles) => writeAlone(session, mapGroup(session, groupId, roles)),

    async changeGroup(change) {
      const { add, remove, leave = [] } = change;
      const { beforehand, together, afterwards } = changeGroup(session, change);
      const isBehind = hasOpenJournal(change.before) && add.length + remove.length > 0;
      const isLarge = leave.length > 0 || !fitTogether(afterwards === undefined ? together : [...together, afterwards]);
      if (isBehind || isLarge) return journalMembers(session, change);
      if (beforehand !== undefined && (await writeAlone(session, beforehand)) === 'gone') return 'gone';
      if (together.length > 0) {
        const outcome = await tryTogether(session, together);
        if (outcome === 'tooLarge') return journalMembers(session, change);
        if (outcome !== 'written') return outcome;
      }
      const outcome = afterwards === undefined ? 'written' : await writeAlone(session, afterwards);
      if (outcome === 'written') return outcome;
      if (outcome === 'stale' && (await findGroup(session, change.before.id)) !== undefined) return 'stale';
      await sweepAgain(session, change.before.id);
      return 'gone';
    },

    async createOrdinaryGroup(group, members) {
      const writes = createOrdinaryGroup(session, group, members);
      const outcome = fitTogether(writes) ? await tryTogether(session, writes) : 'tooLarge';
      if (outcome !== 'tooLarge') return outcome;
      return journalNewMembers(session, group, members, (journaled) => createOrdinaryGroup(session, journaled, []));
    },

    async removeOrdinaryGroup(group) {
      const outcome = await writeTogether(session, removeOrdinaryGroup(session, group));
      if (outcome === 'written') await sweepGroups(session, [group.id]);
      return outcome;
    },
  };
}

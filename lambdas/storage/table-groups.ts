import type { Directory } from '#domain/directory.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Group, Member } from '#domain/group.ts';
import { generatedGroupIds } from '#domain/group-names.ts';
import type { Structure } from '#domain/structure.ts';
import { changeGroup, createOrdinaryGroup, removeOrdinaryGroup } from './group-commands.ts';
import { readGroup, readGroupName } from './group-items.ts';
import { groupCountRange, groupKey, groupNameKey, groupsFrom, memberRanges } from './keys.ts';
import { placeOf, readCounts, totalOf } from './places.ts';
import { readItem, readItems, readPages, readRange } from './send-reads.ts';
import { fitTogether, writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { sweepAgain, sweepGroups } from './sweep.ts';
import { readMember } from './user-items.ts';
import { isUuid } from './uuid.ts';

/** The part of the directory that is about groups and their members. */
export type GroupDirectory = Pick<
  Directory,
  | 'group'
  | 'groups'
  | 'ordinaryGroupIdByName'
  | 'groupPage'
  | 'groupsBeside'
  | 'scanGroups'
  | 'allGroups'
  | 'members'
  | 'membersAtOnce'
  | 'changeGroup'
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

    async groupPage(structure, offset, limit) {
      const counters = await readRange(session, groupCountRange(organization));
      const counts = readCounts(counters, generatedGroupIds(structure));
      const place = limit === 0 ? undefined : placeOf(counts, offset);
      const groups: Group[] = [];
      if (place !== undefined) {
        let skip = place.skip;
        for await (const page of readGroups(session, structure, place.bucket, skip + limit)) {
          groups.push(...page.slice(skip, skip + limit - groups.length));
          skip = Math.max(0, skip - page.length);
          if (groups.length === limit) break;
        }
      }
      return { items: groups, total: totalOf(counts) };
    },

    async groupsBeside(structure, id, side, limit) {
      const groups: Group[] = [];
      for await (const page of readGroups(session, structure, 0)) groups.push(...page);
      const beside = groups.filter((group) =>
        id === undefined ? true : side === 'after' ? group.id > id : group.id < id,
      );
      return side === 'after' ? beside.slice(0, limit) : beside.slice(Math.max(0, beside.length - limit));
    },

    async scanGroups<Match>(
      structure: Structure,
      limit: number,
      select: (groups: readonly Group[]) => Promise<readonly Match[]>,
    ) {
      const counters = await readRange(session, groupCountRange(organization));
      if (totalOf(readCounts(counters, generatedGroupIds(structure))) > limit) return 'tooMany';
      const matches: Match[] = [];
      for await (const page of readGroups(session, structure, 0)) matches.push(...(await select(page)));
      return matches;
    },

    allGroups: (structure) => readGroups(session, structure, 0),

    members: (group) => readMembers(session, group),

    async membersAtOnce(group) {
      let [before, members] = [await readMembers(session, group), await readMembers(session, group)];
      while (!isDeepStrictEqual(before, members)) [before, members] = [members, await readMembers(session, group)];
      return members;
    },

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

async function readMembers(session: Session, { id, memberPartitions }: Group): Promise<readonly Member[]> {
  const ranges = memberRanges(session.organization, id, memberPartitions);
  return (await Promise.all(ranges.map((range) => readRange(session, range)))).flat().map(readMember);
}

/** Pages of the groups that exist: ordinary ones, and those that the structure generates. */
async function* readGroups(
  session: Session,
  structure: Structure,
  bucket: number,
  limit?: number,
): AsyncIterable<readonly Group[]> {
  const generated = generatedGroupIds(structure);
  for await (const page of readPages(session, groupsFrom(session.organization, bucket), limit)) {
    yield page.map(readGroup).filter(({ id, place }) => place.kind === 'ordinary' || generated.has(id));
  }
}

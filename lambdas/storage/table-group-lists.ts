import { type Counts, countWith } from '#domain/counts.ts';
import type { Directory, Select } from '#domain/directory.ts';
import { generatedGroupIds } from '#domain/group-names.ts';
import type { Group } from '#domain/group.ts';
import type { Structure } from '#domain/structure.ts';
import { groupCountRange } from './count-keys.ts';
import { readGroup } from './group-items.ts';
import { groupsBeside, groupsFrom } from './group-keys.ts';
import type { KeyRange } from './keys.ts';
import { readCounts } from './places.ts';
import { scan } from './scan.ts';
import { readPages, readRange } from './send-reads.ts';
import type { Reading } from './send-reads.ts';
import type { Session } from './session.ts';
import { take } from './take.ts';

/** The part of the directory that lists groups. */
export type GroupLists = Pick<Directory, 'groupCounts' | 'groupsFrom' | 'groupsBeside' | 'scanGroups'>;

/** The lists of one organization's groups in the table. */
export function tableGroupLists(session: Session): GroupLists {
  const { organization } = session;
  return {
    groupCounts: () => countGroups(session),

    async groupsFrom(structure, { bucket, skip }, limit) {
      const range = groupsFrom(organization, bucket);
      return take(readGroups(session, structure, range, { limit: skip + limit }), skip, limit);
    },

    async groupsBeside(structure, id, side, limit) {
      const backwards = side === 'before';
      const range = groupsBeside(organization, id, side);
      const pages = readGroups(session, structure, range, { backwards, limit: limit + 1 });
      const nearest = await take(without(pages, id), 0, limit);
      return backwards ? nearest.toReversed() : nearest;
    },

    scanGroups: async <Match>(structure: Structure, limit: number, select: Select<Group, Match>) =>
      scan(
        countWith(await countGroups(session), generatedGroupIds(structure)),
        limit,
        (bucket, end) => readGroups(session, structure, groupsFrom(organization, bucket, end)),
        select,
      ),
  };
}

async function countGroups(session: Session): Promise<Counts> {
  return readCounts(await readRange(session, groupCountRange(session.organization)));
}

/** Pages of the groups that exist: ordinary ones, and those that the structure generates. */
async function* readGroups(
  session: Session,
  structure: Structure,
  range: KeyRange,
  reading?: Reading,
): AsyncIterable<readonly Group[]> {
  const generated = generatedGroupIds(structure);
  for await (const page of readPages(session, range, reading)) {
    yield page.map(readGroup).filter(({ id, place }) => place.kind === 'ordinary' || generated.has(id));
  }
}

async function* without(
  pages: AsyncIterable<readonly Group[]>,
  id: string | undefined,
): AsyncIterable<readonly Group[]> {
  for await (const page of pages) yield page.filter((group) => group.id !== id);
}

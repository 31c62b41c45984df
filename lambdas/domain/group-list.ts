import type { JsonObject } from '#scim/json.ts';
import type { Selection } from '#scim/project.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Context, ResourcePage } from './context.ts';
import { countWith } from './counts.ts';
import { groupTest } from './group-filter.ts';
import { groupCandidates } from './group-index.ts';
import { generatedGroupIds } from './group-names.ts';
import { displayOf, groupResource } from './group-resource.ts';
import type { Group } from './group.ts';
import { list } from './listing.ts';
import { mentions } from './mentions.ts';
import { once } from './once.ts';
import type { Found, Source } from './source.ts';
import type { Structure } from './structure.ts';

/** Lists groups: all of them, or those that a filter selects (RFC 7644 §3.4.2; G3, P1, P3, P5). */
export async function listGroups(context: Context, query: ListQuery, selection: Selection): Promise<ResourcePage> {
  return list(context, 'Groups', query, [groupSource(context, query, selection)]);
}

/** The groups, as one query reads them. */
export function groupSource(context: Context, query: ListQuery, selection: Selection): Source<Group> {
  const { directory } = context;
  const looksAtMembers = mentions(query, 'members');
  const showsMembers = looksAtMembers || selection.wants('members');
  /** What does not depend on the groups, read once and before them. */
  const surroundings = once(async () => {
    const [now, transit, groupsInTransit] = await Promise.all([
      directory.structure(),
      showsMembers ? directory.usersInTransit() : undefined,
      looksAtMembers ? directory.groupIdsInTransit() : undefined,
    ]);
    return { now, transit, groupsInTransit };
  });
  const structure = async (): Promise<Structure> => (await surroundings()).now;
  const isSelected = query.filter === undefined ? () => true : groupTest(query.filter);

  /** Those of the groups that exist for a reader of the structure. */
  async function present(groups: readonly Group[], withMembers: boolean): Promise<readonly Required<Found<Group>>[]> {
    const { now, transit } = await surroundings();
    const presented = groups.map(async (item) => {
      const displayed = displayOf(context, now, item);
      if (displayed === undefined) return [];
      const members = withMembers ? await directory.members(item, transit) : undefined;
      return [{ item, resource: groupResource(context, item, displayed, members) }];
    });
    return (await Promise.all(presented)).flat();
  }

  return {
    query,
    showsMore: showsMembers && !looksAtMembers,
    idOf: ({ id }) => id,
    counts: async () => {
      const [ordinary, now] = await Promise.all([directory.groupCounts(), structure()]);
      return countWith(ordinary, generatedGroupIds(now));
    },
    from: async (start, limit) => directory.groupsFrom(await structure(), start, limit),
    beside: async (id, side, limit) => directory.groupsBeside(await structure(), id, side, limit),
    scan: async (limit, select) => directory.scanGroups(await structure(), limit, select),
    candidates: async () => {
      const { now, groupsInTransit } = await surroundings();
      return groupCandidates(context, now, query.filter, groupsInTransit);
    },
    read: async (ids) => [...(await directory.groups(ids)).values()],
    select: async (groups) => (await present(groups, looksAtMembers)).filter(({ resource }) => isSelected(resource)),
    show: async (groups): Promise<readonly JsonObject[]> =>
      (await present(groups, showsMembers)).map(({ resource }) => resource),
  };
}

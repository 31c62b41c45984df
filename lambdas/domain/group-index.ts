import type { Filter } from '#scim/filter.ts';
import { candidatesOf } from './candidates.ts';
import type { Context } from './context.ts';
import { foldGroupName, generatedGroups } from './group-names.ts';
import { type IndexRead, type Indexes, planFilter } from './plan.ts';
import { groupType } from './resource-types.ts';
import type { Structure } from './structure.ts';

type GroupIndex = 'id' | 'displayName' | 'member';

const groupIndexes: Indexes<GroupIndex>['comparisons'] = {
  'id eq': 'id',
  'displayName eq': 'displayName',
  'members.value eq': 'member',
};

/**
 * The ids of all groups that can match, in their order and each once; undefined where no index helps. What standings say of
 * members does not hold for the groups `inTransit`, which were read before: each of them may match.
 */
export async function groupCandidates(
  context: Context,
  structure: Structure,
  filter: Filter | undefined,
  inTransit: readonly string[] = [],
): Promise<readonly string[] | undefined> {
  const plan = filter && planFilter(filter, { type: groupType(context.organization), comparisons: groupIndexes });
  return plan && candidatesOf(plan, (read) => idsOf(context, structure, read, inTransit));
}

async function idsOf(
  { directory, product }: Context,
  structure: Structure,
  { index, value }: IndexRead<GroupIndex>,
  inTransit: readonly string[],
): Promise<readonly string[]> {
  switch (index) {
    case 'displayName': {
      const generated = generatedGroups(structure, product).byName.get(foldGroupName(value));
      const id = generated?.id ?? (await directory.ordinaryGroupIdByName(value));
      return id === undefined ? [] : [id];
    }
    case 'member':
      return [...inTransit, ...((await directory.standings([value])).get(value)?.groups ?? [])];
    default:
      return [value];
  }
}

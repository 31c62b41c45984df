import type { Filter } from '#scim/filter.ts';
import { candidatesOf } from './candidates.ts';
import type { Context } from './context.ts';
import { scanLimit } from './limits.ts';
import { type IndexName, type IndexRead, type Indexes, planFilter } from './plan.ts';
import { userType } from './resource-types.ts';

type UserIndex = Exclude<IndexName, 'displayName' | 'member'>;

/** What there are indexes of users for. */
export const userIndexes: Indexes<UserIndex>['comparisons'] = {
  'id eq': 'id',
  'userName eq': 'userName',
  'userName sw': 'userNamePrefix',
  'externalId eq': 'externalId',
  'emails.value eq': 'email',
  'groups.value eq': 'group',
  'meta.lastModified eq': 'lastModified',
  'meta.lastModified gt': 'lastModified',
  'meta.lastModified ge': 'lastModified',
  'meta.lastModified lt': 'lastModified',
  'meta.lastModified le': 'lastModified',
};

/** The ids of all users that can match, in their order and each once; undefined where no index helps. */
export async function userCandidates(
  context: Context,
  filter: Filter | undefined,
): Promise<readonly string[] | undefined> {
  const plan = filter && planFilter(filter, { type: userType(context.product), comparisons: userIndexes });
  return plan && candidatesOf(plan, (read) => idsOf(context, read));
}

async function idsOf({ directory }: Context, read: IndexRead<UserIndex>): Promise<readonly string[]> {
  if (read.index === 'lastModified') return directory.userIdsByModification(read.span, scanLimit);
  const { index, value } = read;
  switch (index) {
    case 'userName': {
      const id = await directory.userIdByName(value);
      return id === undefined ? [] : [id];
    }
    case 'userNamePrefix':
      return directory.userIdsByNamePrefix(value, scanLimit);
    case 'externalId':
      return directory.userIdsByExternalId(value);
    case 'email':
      return directory.userIdsByEmail(value);
    case 'group': {
      const [group, transit] = await Promise.all([directory.group(value), directory.usersInTransit()]);
      const members = group === undefined ? [] : await directory.members(group, transit);
      return members.map(({ userId }) => userId);
    }
    default:
      return [value];
  }
}

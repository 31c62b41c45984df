import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import type { Selection } from '#scim/project.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Context, ResourcePage } from './context.ts';
import { list } from './listing.ts';
import { mentions } from './mentions.ts';
import { once } from './once.ts';
import type { Source } from './source.ts';
import { userCandidates } from './user-index.ts';
import { nameGroups, userResource } from './user-resource.ts';
import type { User } from './user.ts';

/** Lists users: all of them, or those that a filter selects (RFC 7644 §3.4.2; U6, P1, P3, P5). */
export async function listUsers(context: Context, query: ListQuery, selection: Selection): Promise<ResourcePage> {
  return list(context, 'Users', query, [userSource(context, query, selection)]);
}

/** The users, as one query reads them. */
export function userSource(context: Context, query: ListQuery, selection: Selection): Source<User> {
  const { directory } = context;
  const { filter } = query;
  const looksAtGroups = mentions(query, 'groups');
  const showsGroups = looksAtGroups || selection.wants('groups');
  const structure = once(() => directory.structure());
  const owner = once(() => directory.owner());

  /** Begins to read what the answer is made of besides the users themselves. */
  async function beside<Result>(reading: Promise<Result>): Promise<Result> {
    const [result] = await Promise.all([reading, owner(), showsGroups ? structure() : undefined]);
    return result;
  }

  /** Of several users the owner item says who is the owner (O1); of a single one the own flag is as good. */
  async function present(users: readonly User[], withGroups: boolean): Promise<readonly JsonObject[]> {
    const ownerId = users.length > 1 ? (await owner()).userId : undefined;
    if (!withGroups) return users.map((user) => userResource(context, user, undefined, ownerId));
    const naming = await nameGroups(
      context,
      await structure(),
      users.map(({ standing }) => standing),
    );
    return users.map((user) => userResource(context, user, naming(user.standing), ownerId));
  }

  return {
    query,
    showsMore: showsGroups && !looksAtGroups,
    idOf: ({ profile }) => profile.id,
    counts: () => directory.userCounts(),
    from: (start, limit) => beside(directory.usersFrom(start, limit)),
    beside: (id, side, limit) => beside(directory.usersBeside(id, side, limit)),
    scan: (limit, select) => beside(directory.scanUsers(limit, select)),
    candidates: () => userCandidates(context, filter),
    read: async (ids) => {
      const [only, ...others] = ids;
      if (only === undefined || others.length > 0) return beside(directory.users(ids));
      // One Query costs a third of what reading both halves apart costs.
      const [user] = await Promise.all([directory.user(only), showsGroups ? structure() : undefined]);
      return user === undefined ? [] : [user];
    },
    select: async (users) => {
      const resources = await present(users, looksAtGroups);
      return users.flatMap((item, place) => {
        const resource = resources[place];
        return resource !== undefined && (filter === undefined || matches(filter, resource))
          ? [{ item, resource }]
          : [];
      });
    },
    show: (users) => present(users, showsGroups),
  };
}

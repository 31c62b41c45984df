import type { Filter } from '#scim/filter.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import type { Selection } from '#scim/project.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Context, ResourcePage } from './context.ts';
import { gather, inOneBatch } from './gather.ts';
import { findLookup, mentions } from './lookup.ts';
import type { Lookup } from './lookup.ts';
import type { Structure } from './structure.ts';
import { nameGroups, userResource } from './user-resource.ts';
import type { User } from './user.ts';

const indexed = ['id', 'userName', 'externalId', 'emails.value'];

/** What the answer is made of besides the users themselves. */
type Surroundings = {
  /** Undefined where nobody asks for groups. */
  readonly structure: Structure | undefined;
  /** Undefined where a single user is read, whose own flag is as good. */
  readonly ownerId: string | undefined;
};

/** Lists users: all of them by place, or those that a filter selects (RFC 7644 §3.4.2; U6, P1). */
export async function listUsers(context: Context, query: ListQuery, selection: Selection): Promise<ResourcePage> {
  const { filter } = query;
  const needsGroups = selection.wants('groups') || (filter !== undefined && mentions(filter, 'groups'));
  const structure = needsGroups ? context.directory.structure() : Promise.resolve(undefined);
  const [page] = await Promise.all([
    filter === undefined ? pageOfAll(context, query, structure) : pageOfMatches(context, query, filter, structure),
    structure,
  ]);
  return page;
}

async function pageOfAll(
  context: Context,
  query: ListQuery,
  structure: Promise<Structure | undefined>,
): Promise<ResourcePage> {
  const [page, owner] = await Promise.all([
    context.directory.userPage(query.startIndex - 1, query.count),
    context.directory.owner(),
  ]);
  const resources = await present(context, page.items, { structure: await structure, ownerId: owner.userId });
  return { resources, totalResults: page.total };
}

async function pageOfMatches(
  context: Context,
  query: ListQuery,
  filter: Filter,
  structure: Promise<Structure | undefined>,
): Promise<ResourcePage> {
  const lookup = findLookup(filter, indexed);
  const candidates = lookup === undefined ? undefined : await lookUp(context, lookup);
  const single = candidates !== undefined && candidates.length <= 1;
  const ownerId = single ? undefined : (await context.directory.owner()).userId;
  const surroundings = { structure: await structure, ownerId };
  const page = await gather(
    candidates === undefined ? context.directory.allUsers() : inOneBatch(candidates),
    async (users) => (await present(context, users, surroundings)).filter((resource) => matches(filter, resource)),
    query,
  );
  return { resources: page.items, totalResults: page.total };
}

async function lookUp(context: Context, lookup: Lookup): Promise<readonly User[]> {
  const ids = await idsOf(context, lookup);
  const users = await Promise.all([...new Set(ids)].toSorted().map((id) => context.directory.user(id)));
  return users.filter((user) => user !== undefined);
}

async function idsOf({ directory }: Context, { attribute, value }: Lookup): Promise<readonly string[]> {
  switch (attribute) {
    case 'id':
      return [value];
    case 'userName': {
      const id = await directory.userIdByName(value);
      return id === undefined ? [] : [id];
    }
    case 'externalId':
      return directory.userIdsByExternalId(value);
    default:
      return directory.userIdsByEmail(value);
  }
}

async function present(
  context: Context,
  users: readonly User[],
  { structure, ownerId }: Surroundings,
): Promise<readonly JsonObject[]> {
  if (structure === undefined) return users.map((user) => userResource(context, user, undefined, ownerId));
  const standings = users.map(({ standing }) => standing);
  const naming = await nameGroups(context, structure, standings);
  return users.map((user) => userResource(context, user, naming(user.standing), ownerId));
}

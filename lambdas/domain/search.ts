import type { ResourceType } from '#scim/attribute.ts';
import type { Selection } from '#scim/project.ts';
import type { ListQuery } from '#scim/query.ts';
import { commonAttributes } from '#scim/schemas.ts';
import type { Context, ResourcePage } from './context.ts';
import { groupSource } from './group-list.ts';
import { list } from './listing.ts';
import { groupType, userType } from './resource-types.ts';
import { userSource } from './user-list.ts';

/** One kind of resource in a search over all of them. */
export type SearchedKind = {
  readonly type: ResourceType;
  /** The names that the query may use. What only another kind has is an extension that no resource of this kind has. */
  readonly names: ResourceType;
};

/** What a search asks of one kind of resource. */
export type Asked = { readonly query: ListQuery; readonly selection: Selection };

/** What a search at the root goes through, and in this order (RFC 7644 §3.4.3). */
export function searchedKinds(context: Context): { readonly users: SearchedKind; readonly groups: SearchedKind } {
  const [users, groups] = [userType(context.product), groupType(context.organization)];
  return {
    users: { type: users, names: withNamesOf(users, groups) },
    groups: { type: groups, names: withNamesOf(groups, users) },
  };
}

/** Searches users and groups together: without sorting users come first, each kind by id (RFC 7644 §3.4.2.1, §3.4.3). */
export async function searchAll(context: Context, users: Asked, groups: Asked): Promise<ResourcePage> {
  return list(context, 'all', users.query, [
    userSource(context, users.query, users.selection),
    groupSource(context, groups.query, groups.selection),
  ]);
}

const types = new WeakMap<ResourceType, WeakMap<ResourceType, ResourceType>>();

/** The same object for the same types: names are indexed for each object. */
function withNamesOf(type: ResourceType, other: ResourceType): ResourceType {
  let others = types.get(type);
  if (others === undefined) types.set(type, (others = new WeakMap()));
  let both = others.get(other);
  if (both === undefined) others.set(other, (both = combine(type, other)));
  return both;
}

function combine(type: ResourceType, other: ResourceType): ResourceType {
  // Under a core URN the common attributes are understood too, as in a list of that kind.
  const attributes = [...commonAttributes, ...other.schema.attributes];
  const cores = [other.schema.id, ...other.coreAliases].map((id) => ({ ...other.schema, id, attributes }));
  return { ...type, name: 'User or Group', extensions: [...type.extensions, ...cores, ...other.extensions] };
}

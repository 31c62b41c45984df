import type { ListQuery } from '#scim/query.ts';
import { type SortKey, compareSortKeys } from '#scim/sort.ts';

/** The place of a resource in a list: by what it is sorted by, then by kind, then by id. It stays when others go. */
export type Place = {
  readonly key: SortKey;
  /** Which of the kinds in the list it is, from 0 on. */
  readonly kind: number;
  readonly id: string;
};

/** Orders places as the query asks; without sorting by kind, then by id. */
export function comparePlaces({ sort }: Pick<ListQuery, 'sort'>, one: Place, other: Place): number {
  const bySort = sort === undefined ? 0 : compareSortKeys(sort, one.key, other.key);
  if (bySort !== 0) return bySort;
  if (one.kind !== other.kind) return one.kind - other.kind;
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1;
}

import { countWith, startAt, totalOf } from '../../lambdas/domain/counts.ts';
import type { Directory } from '../../lambdas/domain/directory.ts';
import { generatedGroupIds } from '../../lambdas/domain/group-names.ts';
import type { Group } from '../../lambdas/domain/group.ts';
import type { Structure } from '../../lambdas/domain/structure.ts';
import type { User } from '../../lambdas/domain/user.ts';

/** A page with the number of all. */
export type Page<Item> = { readonly items: readonly Item[]; readonly total: number };

/** `limit` users from the zero-based place on, where the counters lead. */
export async function userPage(directory: Directory, offset: number, limit: number): Promise<Page<User>> {
  const counts = await directory.userCounts();
  const start = startAt(counts, offset);
  return { items: start === undefined ? [] : await directory.usersFrom(start, limit), total: totalOf(counts) };
}

/** As `userPage`, over the groups of a structure. */
export async function groupPage(
  directory: Directory,
  structure: Structure,
  offset: number,
  limit: number,
): Promise<Page<Group>> {
  const counts = countWith(await directory.groupCounts(), generatedGroupIds(structure));
  const start = startAt(counts, offset);
  const items = start === undefined ? [] : await directory.groupsFrom(structure, start, limit);
  return { items, total: totalOf(counts) };
}

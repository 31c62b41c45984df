import { countWith } from '#domain/counts.ts';
import type { User } from '#domain/user.ts';
import { countAttribute, groupCountKey, userCountKey } from '#storage/count-keys.ts';
import { profileEntry, standingEntry } from '#storage/changes.ts';
import { groupItem, groupNameItem } from '#storage/group-items.ts';
import { schemaVersion } from '#storage/item.ts';
import type { Item, Stamp } from '#storage/item.ts';
import type { Key } from '#storage/keys.ts';
import { lookupsOf } from '#storage/lookups.ts';
import { nameLookupsOf } from '#storage/name-lookups.ts';
import { ownerItem } from '#storage/organization-items.ts';
import { partItem, structureItem } from '#storage/structure-items.ts';
import { memberItem, profileItem, standingItem, userNameItem } from '#storage/user-items.ts';
import type { Scope } from '#storage/write.ts';
import type { ImportPlan } from './import-plan.ts';

/** All items of an organization but those of its users, and the ones that make it an organization. */
export function itemsOfFrame(plan: ImportPlan, stamp: Stamp): readonly Item[] {
  const { groups, generated, ownership, structureVersion, parts, users } = plan;
  const { id } = plan.organization;
  const ordinary = groups.flatMap(({ id: group, place }) =>
    place.kind === 'ordinary' ? { id: group, place, name: place.name } : [],
  );
  return [
    ownerItem(id, stamp, ownership),
    structureItem(id, stamp, structureVersion),
    ...parts.map((part) => partItem(id, stamp, part)),
    ...groups.map((group) => groupItem(id, stamp, group)),
    ...[...generated, ...ordinary].map((group) => groupNameItem(id, stamp, group.name, group)),
    ...counterItems(users, (first) => userCountKey(id, first)),
    ...counterItems(
      countWith(
        [],
        ordinary.map((group) => group.id),
      ),
      (first) => groupCountKey(id, first),
    ),
  ];
}

/** All items of one user: both halves, and whatever leads to them. Each half has its entry in the index of changes. */
export function itemsOfUser(scope: Scope, { profile, standing }: User): readonly Item[] {
  const { organization, stamp } = scope;
  const { userId, epoch } = standing;
  const members = [
    ...[...standing.groups].map((group) => ({ group, waiting: false })),
    ...[...standing.waiting].map((group) => ({ group, waiting: true })),
  ];
  return [
    { ...profileItem(organization, stamp, profile), ...profileEntry(organization, profile) },
    { ...standingItem(organization, stamp, standing), ...standingEntry(organization, standing) },
    userNameItem(organization, stamp, String(profile.attributes['userName']), userId),
    ...lookupsOf(scope, profile).values(),
    ...nameLookupsOf(scope, profile).values(),
    ...members.map(({ group, waiting }) => memberItem(organization, stamp, group, { userId, waiting, epoch })),
  ];
}

/** Counters as they are, not as they grew: to write them twice does no harm. They bear no stamp. */
function counterItems(counts: readonly number[], keyOf: (id: string) => Key): readonly Item[] {
  const items = new Map<string, Item>();
  for (const [bucket, count] of counts.entries()) {
    // Of most buckets nobody is counted, and the list has holes.
    if ((count as number | undefined) === undefined) continue;
    const id = bucket.toString(16).padStart(3, '0');
    const key = keyOf(id);
    const item = items.get(key.SK) ?? { ...key, type: 'count', v: schemaVersion };
    items.set(key.SK, { ...item, [countAttribute(id)]: count });
  }
  return [...items.values()];
}

import type { Profile } from '#domain/user.ts';
import { isArray, isObject } from '#scim/json.ts';
import type { Item } from './item.ts';
import { emailItem, externalIdItem } from './user-items.ts';
import type { Scope } from './write.ts';

/** The items that lead from what a profile says to its user, by sort key. */
export function lookupsOf(scope: Scope, profile: Profile): ReadonlyMap<string, Item> {
  const { organization, stamp } = scope;
  const { externalId, emails } = profile.attributes;
  const items = new Map<string, Item>();
  for (const address of isArray(emails) ? emails : []) {
    const value = isObject(address) ? address['value'] : undefined;
    if (typeof value !== 'string') continue;
    const item = emailItem(organization, stamp, value, profile.id);
    items.set(item.SK, item);
  }
  if (typeof externalId === 'string') {
    const item = externalIdItem(organization, stamp, externalId, profile.id);
    items.set(item.SK, item);
  }
  return items;
}

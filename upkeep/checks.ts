import type { Check } from './check.ts';
import { changeCheck, openGroupCheck, openUserCheck, sliceCheck } from './check-changes.ts';
import { counterCheck } from './check-counts.ts';
import { groupCheck, memberCheck, sweepCheck } from './check-groups.ts';
import { groupNameCheck, lookupCheck, nameLookupCheck, userNameCheck } from './check-names.ts';
import {
  absentCheck,
  creationCheck,
  keyReminderCheck,
  organizationCheck,
  ownerCheck,
  purgeCheck,
  scimKeyCheck,
} from './check-organization.ts';
import { standingCheck } from './check-standings.ts';
import { partCheck, structureCheck } from './check-structure.ts';
import { profileCheck, tombstoneCheck } from './check-users.ts';

/** How items of each type are checked. */
export const checks: Readonly<Record<string, Opaque | undefined>> = {
  organization: opaque(organizationCheck),
  purge: opaque(purgeCheck),
  owner: opaque(ownerCheck),
  structure: opaque(structureCheck),
  project: opaque(partCheck),
  role: opaque(partCheck),
  team: opaque(partCheck),
  scimKey: opaque(scimKeyCheck),
  keyReminder: opaque(keyReminderCheck),
  profile: opaque(profileCheck),
  standing: opaque(standingCheck),
  tombstone: opaque(tombstoneCheck),
  userName: opaque(userNameCheck),
  groupName: opaque(groupNameCheck),
  externalId: opaque(lookupCheck),
  email: opaque(lookupCheck),
  name: opaque(nameLookupCheck),
  count: opaque(counterCheck),
  group: opaque(groupCheck),
  member: opaque(memberCheck),
  sweep: opaque(sweepCheck),
  creation: opaque(creationCheck),
  change: opaque(changeCheck),
  openUser: opaque(openUserCheck),
  openGroup: opaque(openGroupCheck),
  slice: opaque(sliceCheck),
  absent: opaque(absentCheck),
};

/** What a check needs and says of one item that it has read. */
export type Opened = {
  place(organization: string): ReturnType<NonNullable<Check<unknown>['place']>>;
  needs(look: Parameters<NonNullable<Check<unknown>['needs']>>[1]): ReturnType<NonNullable<Check<unknown>['needs']>>;
  judge(look: Parameters<Check<unknown>['judge']>[1]): ReturnType<Check<unknown>['judge']>;
};

/** A check whose value nobody else sees. */
export type Opaque = (item: Parameters<Check<unknown>['read']>[0]) => Opened;

function opaque<Value>(check: Check<Value>): Opaque {
  return (item) => {
    const value = check.read(item);
    return {
      place: (organization) => check.place?.(value, organization),
      needs: (look) => check.needs?.(value, look, item) ?? [],
      judge: (look) => check.judge(value, look, item),
    };
  };
}

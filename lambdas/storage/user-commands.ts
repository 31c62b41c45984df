import type { Outcome, UserChange } from '#domain/directory.ts';
import type { Ownership } from '#domain/organization.ts';
import type { Profile, Standing, User } from '#domain/user.ts';
import { hourOf } from './changed-keys.ts';
import { lookupsBesideEntry, profileEntry, standingEntry } from './changes.ts';
import { countAttribute, markAttribute, userCountKey } from './count-keys.ts';
import { schemaVersion } from './item.ts';
import type { Attributes } from './item.ts';
import { lookupsOf } from './lookups.ts';
import { memberKey } from './member-keys.ts';
import { groupsOf, membershipsChanged } from './memberships.ts';
import type { StandingChange } from './memberships.ts';
import { ownerItem } from './organization-items.ts';
import { memberItem, profileItem, standingItem, tombstoneItem, userNameItem } from './user-items.ts';
import { profileKey, standingKey, userNameKey } from './user-keys.ts';
import { change, check, erase, eraseIf, put, putNew, replace } from './write.ts';
import type { Scope, Write } from './write.ts';

/**
 * A new user: both halves, the name, the lookups and the count. One entry in the index of changes is enough for both
 * halves, since they are of the same moment.
 */
export function createUser(scope: Scope, { profile, standing }: User): readonly Write<'nameTaken'>[] {
  const { organization, stamp } = scope;
  const lookups = [...lookupsOf(scope, profile).values()];
  const isListed = lookups.length <= lookupsBesideEntry;
  const entry = isListed ? profileEntry(organization, profile) : {};
  return [
    putNew(scope, userNameItem(organization, stamp, userNameOf(profile), profile.id), 'nameTaken'),
    putNew(scope, { ...profileItem(organization, stamp, profile), ...entry }),
    putNew(scope, standingItem(organization, stamp, standing)),
    ...lookups.map((item) => put(scope, item)),
    countUser(scope, profile.id, 1, isListed ? {} : { [markAttribute(profile.id)]: hourOf(profile.createdAt) }),
  ];
}

/** What a change of users is written by. Where one transaction does not hold all of it, the memberships follow. */
export type UserPlan<Refused extends Outcome> = {
  /** What decides: the halves of the users, and what is found by them. */
  readonly halves: readonly Write<Refused>[];
  /** The same memberships, seen from the groups. */
  readonly members: readonly Write[];
};

/** The difference between a user before and after, and the transfer of ownership that goes with it (O3). */
export function changeUser(scope: Scope, wanted: UserChange): UserPlan<'stale' | 'nameTaken' | 'ownerMoved'> {
  return {
    halves: changeHalves(scope, wanted),
    members: standingsChanged(wanted).flatMap((standings) => changeMembers(scope, standings)),
  };
}

/** A user's end: both halves, the name, the lookups, the memberships and the count. A tombstone says who did it. */
export function removeUser(scope: Scope, { profile, standing }: User): UserPlan<'stale'> {
  const { organization, stamp } = scope;
  const tombstone = tombstoneItem(organization, stamp, profile.id, userNameOf(profile));
  return {
    halves: [
      replace(scope, tombstone, { revision: standing.revision }, 'stale'),
      eraseIf(scope, profileKey(organization, profile.id), { revision: profile.revision }, 'stale'),
      freeName(scope, profile),
      ...[...lookupsOf(scope, profile).values()].map((item) => erase(scope, item)),
      countUser(scope, profile.id, -1),
    ],
    members: changeMembers(scope, [standing, undefined]),
  };
}

/** The standings that a change writes, each before and after. */
export function standingsChanged({ before, after, transfer }: UserChange): readonly StandingChange[] {
  const previous: readonly StandingChange[] = transfer ? [[transfer.previous.before, transfer.previous.after]] : [];
  return [...previous, [before.standing, after.standing]];
}

function changeHalves(
  scope: Scope,
  { before, after, whole = false, transfer }: UserChange,
): readonly Write<'stale' | 'nameTaken' | 'ownerMoved'>[] {
  const { organization } = scope;
  const guards = [
    before.standing === after.standing &&
      check(scope, standingKey(organization, after.profile.id), { revision: before.standing.revision }, 'stale'),
    before.profile === after.profile &&
      check(scope, profileKey(organization, after.profile.id), { revision: before.profile.revision }, 'stale'),
  ];
  return [
    ...(transfer ? moveOwner(scope, transfer.before, transfer.after) : []),
    ...(transfer ? changeStanding(scope, transfer.previous.before, transfer.previous.after) : []),
    ...changeStanding(scope, before.standing, after.standing),
    ...changeProfile(scope, before.profile, after.profile),
    ...(whole ? guards.filter((guard) => guard !== false) : []),
  ];
}

/** The groups whose members a change of standings changes. */
export function groupsTouched(standings: readonly StandingChange[]): readonly string[] {
  return [...new Set(standings.flatMap((one) => membershipsChanged(one).map(({ group }) => group)))];
}

/** The groups that a user enters without having waited for them. */
export function groupsEntered(before: Standing, after: Standing): readonly string[] {
  const held = new Set(groupsOf(before));
  return groupsOf(after).filter((group) => !held.has(group));
}

function moveOwner(scope: Scope, before: Ownership, after: Ownership): readonly Write<'ownerMoved'>[] {
  const item = ownerItem(scope.organization, scope.stamp, after);
  return [replace(scope, item, { userId: before.userId, version: before.version }, 'ownerMoved')];
}

function changeStanding(scope: Scope, before: Standing, after: Standing): readonly Write<'stale'>[] {
  if (before === after) return [];
  assertRaised(before.revision, after.revision);
  const { organization, stamp } = scope;
  const item = { ...standingItem(organization, stamp, after), ...standingEntry(organization, after) };
  return [replace(scope, item, { revision: before.revision }, 'stale')];
}

function changeMembers(scope: Scope, standings: StandingChange): readonly Write[] {
  const { organization, stamp } = scope;
  const { userId, epoch } = standings[1] ?? standings[0];
  return membershipsChanged(standings).map(({ group, waiting }) =>
    waiting === undefined
      ? erase(scope, memberKey(organization, group, userId))
      : put(scope, memberItem(organization, stamp, group, { userId, waiting, epoch })),
  );
}

function changeProfile(scope: Scope, before: Profile, after: Profile): readonly Write<'stale' | 'nameTaken'>[] {
  if (before === after) return [];
  assertRaised(before.revision, after.revision);
  const { organization, stamp } = scope;
  const [left, wanted] = [lookupsOf(scope, before), lookupsOf(scope, after)];
  return [
    replace(
      scope,
      { ...profileItem(organization, stamp, after), ...profileEntry(organization, after) },
      { revision: before.revision },
      'stale',
    ),
    ...moveName(scope, before, after),
    ...[...left].flatMap(([key, item]) => (wanted.has(key) ? [] : erase(scope, item))),
    ...[...wanted].flatMap(([key, item]) => (left.has(key) ? [] : put(scope, item))),
  ];
}

function moveName(scope: Scope, before: Profile, after: Profile): readonly Write<'stale' | 'nameTaken'>[] {
  const { organization, stamp } = scope;
  const item = userNameItem(organization, stamp, userNameOf(after), after.id);
  if (userNameKey(organization, userNameOf(before)).SK === item.SK) return [];
  return [freeName(scope, before), putNew(scope, item, 'nameTaken')];
}

function freeName(scope: Scope, profile: Profile): Write<'stale'> {
  return eraseIf(scope, userNameKey(scope.organization, userNameOf(profile)), { userId: profile.id }, 'stale');
}

function countUser(scope: Scope, id: string, by: 1 | -1, mark: Attributes = {}): Write {
  // No stamp: a counter belongs to everybody, and 256 of them are read for one page.
  return change(scope, userCountKey(scope.organization, id), {
    set: { type: 'count', v: schemaVersion, ...mark },
    add: { [countAttribute(id)]: by },
  });
}

function userNameOf(profile: Profile): string {
  const { userName } = profile.attributes;
  if (typeof userName !== 'string') throw new Error(`The profile ${profile.id} has no userName.`);
  return userName;
}

function assertRaised(before: number, after: number): void {
  if (after <= before) throw new Error(`A change must raise the revision; it went from ${before} to ${after}.`);
}

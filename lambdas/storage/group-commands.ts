import type { GroupChange, NamedGroup } from '#domain/directory.ts';
import type { GivenRole, Group } from '#domain/group.ts';
import type { Standing } from '#domain/user.ts';
import { countAttribute, groupCountKey } from './count-keys.ts';
import { groupItem, groupNameItem, sweepItem } from './group-items.ts';
import { groupKey, groupNameKey } from './group-keys.ts';
import { schemaVersion } from './item.ts';
import type { Attributes } from './item.ts';
import { memberKey, memberPartitionOf } from './member-keys.ts';
import { freeName, reserveName } from './name-reservations.ts';
import { memberItem } from './user-items.ts';
import { standingKey } from './user-keys.ts';
import { uuidToBytes } from './uuid.ts';
import { change, changeIf, erase, eraseIf, eraseWithout, put, putNew } from './write.ts';
import type { Change, Scope, Write } from './write.ts';

/**
 * A change of a group in three steps: `beforehand` names the partitions where members will be for the first time,
 * `together` is one transaction, `afterwards` raises the version. Nothing that many requests share is in the
 * transaction, unless the change is exclusive or concerns the group's own attributes too; then it does all three.
 */
export type GroupPlan = {
  readonly beforehand: Write<'gone'> | undefined;
  readonly together: readonly Write<'stale' | 'nameTaken'>[];
  readonly afterwards: Write<'gone' | 'stale'> | undefined;
};

/**
 * Plans a change of a group of which nothing is journaled; all steps are empty where nothing changes. Where members change
 * nothing may have been journaled meanwhile: then it is decided again, and follows that.
 */
export function changeGroup(scope: Scope, groupChange: GroupChange): GroupPlan {
  const { before, after, add, remove, exclusive } = groupChange;
  const members = [
    ...addMembers(scope, before.id, add, after.modifiedAt),
    ...removeMembers(scope, before.id, remove, after.modifiedAt),
  ];
  const wanted = attributeChange(before, after);
  if (members.length === 0 && wanted === undefined) {
    // An earlier request may have written them and died before it raised the version; once too often does no harm.
    const late = [...add, ...remove].some(({ modifiedAt }) => modifiedAt > before.modifiedAt);
    const afterwards = late ? touchGroup(scope, before.id, after.modifiedAt) : undefined;
    return { beforehand: undefined, together: [], afterwards };
  }
  const missing = partitionsOf(add).difference(before.memberPartitions);
  const opened = missing.size > 0 && { memberPartitions: missing };
  const unmoved = members.length > 0 ? { journalCommits: before.journal?.commits } : {};
  // Attributes and members of one request are written together or not at all.
  const mixed = wanted !== undefined && members.length > 0;
  if (!exclusive && !isRenamed(before, after) && !mixed) {
    const key = groupKey(scope.organization, before.id);
    const beforehand = opened ? changeIf(scope, key, { add: opened }, {}, 'gone') : undefined;
    const refused = members.length > 0 ? 'stale' : 'gone';
    const afterwards = changeIf(scope, key, raise(scope, before, after), unmoved, refused);
    return { beforehand, together: members, afterwards };
  }
  // Whoever names somebody who was a member already has nothing to write, and must hear that this is so no more.
  const counts = exclusive && members.length > 0;
  const more: Pick<Change, 'set' | 'add'> = {
    set: counts ? { journalEndedAt: after.modifiedAt } : {},
    add: { ...(missing.size > 0 && { memberPartitions: missing }), ...(counts && { journalCommits: 1 }) },
  };
  const own = groupWrites(scope, groupChange, more, unmoved);
  return { beforehand: undefined, together: [...own, ...members], afterwards: undefined };
}

/** What a transaction writes of the group itself: its attributes, its version, its name, and what is to be added. */
export function groupWrites(
  scope: Scope,
  { before, after, exclusive }: Pick<GroupChange, 'before' | 'after' | 'exclusive'>,
  more: Pick<Change, 'set' | 'add' | 'append'>,
  unmoved: Attributes,
): readonly Write<'stale' | 'nameTaken'>[] {
  const raised = raise(scope, before, after);
  const whole: Change = {
    ...raised,
    ...more,
    set: { ...raised.set, ...more.set },
    add: { ...raised.add, ...more.add },
  };
  const holds = {
    // Each commit of a journaled change raises the version too.
    ...(exclusive ? { version: before.version } : unmoved),
    ...(isRenamed(before, after) && { place: before.place }),
  };
  const own = changeIf(scope, groupKey(scope.organization, before.id), whole, holds, 'stale');
  return [own, ...moveName(scope, before, after)];
}

/** What an ordinary group gives (G10), in place of what it gave. */
export function mapGroup(scope: Scope, id: string, roles: readonly GivenRole[]): Write<'gone'> {
  const key = groupKey(scope.organization, id);
  const by = scope.stamp;
  if (roles.length === 0) return changeIf(scope, key, { set: { by }, remove: ['roles'] }, {}, 'gone');
  return changeIf(scope, key, { set: { by, roles } }, {}, 'gone');
}

/** Raises a group's version, because members of it have changed. */
export function touchGroup(scope: Scope, id: string, at: string): Write<'gone'> {
  const wanted = { set: { modifiedAt: at, by: scope.stamp }, add: { version: 1 } };
  return changeIf(scope, groupKey(scope.organization, id), wanted, {}, 'gone');
}

/** Makes users members: in effect where they are active, waiting where they are not (G7). */
export function addMembers(
  scope: Scope,
  groupId: string,
  standings: readonly Standing[],
  at: string,
): readonly Write<'stale'>[] {
  const { organization, stamp } = scope;
  const id = new Set([uuidToBytes(groupId)]);
  return standings.flatMap((standing) => {
    const waiting = !standing.active;
    const [wanted, other] = waiting ? (['waiting', 'groups'] as const) : (['groups', 'waiting'] as const);
    if (standing[wanted].has(groupId)) return [];
    const moved = standing[other].has(groupId);
    return [
      changeStanding(scope, standing, at, {
        add: { [wanted]: id },
        ...(moved && { take: { [other]: id } }),
      }),
      put(scope, memberItem(organization, stamp, groupId, { userId: standing.userId, waiting, epoch: standing.epoch })),
    ];
  });
}

/** Takes users out of a group. */
export function removeMembers(
  scope: Scope,
  groupId: string,
  standings: readonly Standing[],
  at: string,
): readonly Write<'stale'>[] {
  const id = new Set([uuidToBytes(groupId)]);
  return standings.flatMap((standing) => {
    if (!isIn(standing, groupId)) return [];
    return [
      changeStanding(scope, standing, at, { take: { groups: id, waiting: id } }),
      erase(scope, memberKey(scope.organization, groupId, standing.userId)),
    ];
  });
}

/** True for members and for those who wait. */
export function isIn({ groups, waiting }: Standing, groupId: string): boolean {
  return groups.has(groupId) || waiting.has(groupId);
}

/** Ends a membership of a deleted group, whatever else has become of the user. */
export function sweepMember(scope: Scope, groupId: string, userId: string): readonly Write<'gone'>[] {
  const id = new Set([uuidToBytes(groupId)]);
  // The activity log has the deletion, and not everybody who left with it.
  const by = { ...scope.stamp, swept: true };
  const wanted = { set: { by }, add: { revision: 1 }, take: { groups: id, waiting: id } };
  return [
    // A tombstone has the same key.
    changeIf(scope, standingKey(scope.organization, userId), wanted, { type: 'standing' }, 'gone'),
    erase(scope, memberKey(scope.organization, groupId, userId)),
  ];
}

/** A new group with the name that it displays; `members` are those that are written beside it. */
export function createGroup(
  scope: Scope,
  { group, name }: NamedGroup,
  members: readonly Standing[] = [],
): readonly Write<'nameTaken'>[] {
  const { organization, stamp } = scope;
  const memberPartitions = group.memberPartitions.union(partitionsOf(members));
  const { id, place } = group;
  return [
    place.kind === 'ordinary'
      ? putNew(scope, groupNameItem(organization, stamp, name, group), 'nameTaken')
      : reserveName(scope, { id, place, name }),
    putNew(scope, groupItem(organization, stamp, { ...group, memberPartitions })),
  ];
}

/** Names the partition where a user's membership will be, before it is there: readers look nowhere else. */
export function openPartition(scope: Scope, groupId: string, userId: string): Write<'gone'> {
  const wanted = { add: { memberPartitions: new Set([memberPartitionOf(userId)]) } };
  return changeIf(scope, groupKey(scope.organization, groupId), wanted, {}, 'gone');
}

/** The end of a generated group: item and reservation go, and a mark says that the memberships are still there. */
export function removeGroup(scope: Scope, named: NamedGroup): readonly Write<'stale' | 'nameTaken'>[] {
  return [...removeNamed(scope, named), freeName(scope, named.name)];
}

function removeNamed(scope: Scope, { group, name }: NamedGroup): readonly Write<'stale'>[] {
  const { organization, stamp } = scope;
  const { id, place, version } = group;
  return [
    eraseIf(scope, groupKey(organization, id), { version }, 'stale'),
    put(scope, sweepItem(organization, stamp, id, { name, place })),
  ];
}

/** The end of a group of a deleted project, role or team that never had a member; `stale` where it has had one. */
export function endGroupWithoutMembers(scope: Scope, id: string): Write<'stale'> {
  return eraseWithout(scope, groupKey(scope.organization, id), 'memberPartitions', 'stale');
}

/**
 * The end of such a group whose members were removed. Where changes of them were still being applied then, the worker looks
 * for what these have written since; `stale` where another one was committed meanwhile.
 */
export function endGroup(scope: Scope, { id, journal }: Pick<Group, 'id' | 'journal'>): readonly Write<'stale'>[] {
  const { organization, stamp } = scope;
  const isSwept = journal === undefined || journal.open.length === 0;
  return [
    eraseIf(scope, groupKey(organization, id), { journalCommits: journal?.commits }, 'stale'),
    put(scope, sweepItem(organization, stamp, id, isSwept ? { swept: true } : {})),
  ];
}

/** A new ordinary group with its members (G10). */
export function createOrdinaryGroup(
  scope: Scope,
  group: Group,
  members: readonly Standing[],
): readonly Write<'nameTaken' | 'stale'>[] {
  return [
    ...createGroup(scope, { group, name: nameOf(group) }, members),
    ...addMembers(scope, group.id, members, group.modifiedAt),
    countGroup(scope, group.id, 1),
  ];
}

/** The end of an ordinary group. */
export function removeOrdinaryGroup(scope: Scope, group: Group): readonly Write<'stale'>[] {
  const name = nameOf(group);
  return [
    ...removeNamed(scope, { group, name }),
    eraseIf(scope, groupNameKey(scope.organization, name), { groupId: group.id }, 'stale'),
    countGroup(scope, group.id, -1),
  ];
}

/** The partitions of a group's members where these users are. */
export function partitionsOf(standings: readonly Standing[]): ReadonlySet<string> {
  return new Set(standings.map(({ userId }) => memberPartitionOf(userId)));
}

function changeStanding(scope: Scope, standing: Standing, at: string, wanted: Change): Write<'stale'> {
  return changeIf(
    scope,
    standingKey(scope.organization, standing.userId),
    { set: { modifiedAt: at, by: scope.stamp }, ...wanted, add: { ...wanted.add, revision: 1 } },
    { active: standing.active, epoch: standing.epoch },
    'stale',
  );
}

function raise(scope: Scope, before: Group, after: Group): Change {
  const wanted = attributeChange(before, after);
  return {
    ...wanted,
    set: { ...wanted?.set, modifiedAt: after.modifiedAt, by: scope.stamp },
    add: { version: 1 },
  };
}

function isRenamed(before: Group, after: Group): boolean {
  return before.place.kind === 'ordinary' && attributeChange(before, after)?.set?.['place'] !== undefined;
}

function attributeChange(before: Group, after: Group): Change | undefined {
  const set = {
    ...(after.externalId !== undefined && before.externalId !== after.externalId && { externalId: after.externalId }),
    ...(after.untouched && !before.untouched && { untouched: true }),
    ...(after.place.kind === 'ordinary' && nameOf(before) !== after.place.name && { place: after.place }),
  };
  const remove = [
    ...(before.externalId !== undefined && after.externalId === undefined ? ['externalId'] : []),
    ...(before.untouched && !after.untouched ? ['untouched'] : []),
  ];
  return Object.keys(set).length + remove.length > 0 ? { set, remove } : undefined;
}

function moveName(scope: Scope, before: Group, after: Group): readonly Write<'stale' | 'nameTaken'>[] {
  if (before.place.kind !== 'ordinary' || after.place.kind !== 'ordinary') return [];
  const { organization, stamp } = scope;
  const left = groupNameKey(organization, before.place.name);
  const item = groupNameItem(organization, stamp, after.place.name, after);
  if (left.SK === item.SK) return [];
  return [eraseIf(scope, left, { groupId: before.id }, 'stale'), putNew(scope, item, 'nameTaken')];
}

function countGroup(scope: Scope, id: string, by: 1 | -1): Write {
  return change(scope, groupCountKey(scope.organization, id), {
    set: { type: 'count', v: schemaVersion },
    add: { [countAttribute(id)]: by },
  });
}

function nameOf(group: Group): string {
  if (group.place.kind !== 'ordinary') throw new Error(`The group ${group.id} is generated; its name is computed.`);
  return group.place.name;
}

import { fold } from '#scim/fold.ts';
import type { MemberOperation, MemberReference } from '#scim/members.ts';
import { matches } from '#scim/match.ts';
import type { Context } from './context.ts';
import { generatedGroupIds } from './group-names.ts';
import { memberValue } from './group-resource.ts';
import type { Member } from './group.ts';
import { groupsOfUserLimit, memberChangeLimit } from './limits.ts';
import { refusals } from './refusals.ts';
import type { Structure } from './structure.ts';
import type { Standing } from './user.ts';

/** What a request wants of a group's members. */
export type WantedMembers = {
  /** True where the members that are not named go: a replacement. */
  readonly replaces: boolean;
  /** Users to be members, in the order named. */
  readonly joining: ReadonlyMap<string, MemberReference>;
  /** Users to be none. */
  readonly leaving: ReadonlySet<string>;
};

/** Nothing said of members. */
export const membersUnchanged: WantedMembers = { replaces: false, joining: new Map(), leaving: new Set() };

/** Exactly these members (PUT, POST). */
export function membersReplaced(references: readonly MemberReference[]): WantedMembers {
  return { replaces: true, joining: byId(references), leaving: new Set() };
}

/** True where the operations cannot be summed up without the members that the group has now. */
export function needsPresentMembers(operations: readonly MemberOperation[]): boolean {
  return operations.some(({ kind }) => kind === 'removeMatching');
}

/** Sums up the operations of a PATCH in their order; `present` is needed for `removeMatching` alone. */
export function sumUpMembers(
  operations: readonly MemberOperation[],
  present: readonly Member[],
  baseUrl: string,
): WantedMembers {
  let replaces = false;
  const joining = new Map<string, MemberReference>();
  const leaving = new Set<string>();
  const leave = (id: string): void => {
    joining.delete(id);
    leaving.add(id);
  };
  const join = (references: readonly MemberReference[]): void => {
    for (const reference of references) {
      leaving.delete(reference.value);
      joining.set(reference.value, reference);
    }
  };
  for (const operation of operations) {
    switch (operation.kind) {
      case 'add':
        join(operation.members);
        break;
      case 'remove':
        operation.ids.forEach(leave);
        break;
      case 'removeMatching': {
        // Waiting members too: who is taken out must not come back with a reactivation.
        const now = replaces ? [] : present.map(({ userId }) => userId);
        for (const id of new Set([...now, ...joining.keys()])) {
          if (matches(operation.filter, memberValue(baseUrl, id))) leave(id);
        }
        break;
      }
      default:
        replaces = true;
        joining.clear();
        leaving.clear();
        if (operation.kind === 'replace') join(operation.members);
    }
  }
  return { replaces, joining, leaving };
}

/** A membership change that can be written. */
export type MembershipPlan = {
  readonly add: readonly Standing[];
  readonly remove: readonly Standing[];
  /** Those who leave by a replacement that is too large for one transaction, for whom their memberships are enough. */
  readonly leave: readonly Member[];
};

/** Those whose membership differs from what is wanted; who is a member already and stays one is neither. */
export type MembershipDifference = {
  readonly joining: readonly MemberReference[];
  readonly leaving: readonly string[];
  /** True where the request names somebody who is a member already. */
  readonly namesMembers: boolean;
};

/** Holds what is wanted against the members as they are; `present` is empty where the members were not read. */
export function compareMembers(wanted: WantedMembers, present: readonly Member[]): MembershipDifference {
  const ids = new Set(present.map(({ userId }) => userId));
  const joining = [...wanted.joining.values()].filter(({ value }) => !ids.has(value));
  const leaving = wanted.replaces ? [...ids].filter((id) => !wanted.joining.has(id)) : [...wanted.leaving];
  return { joining, leaving, namesMembers: joining.length < wanted.joining.size };
}

/**
 * Turns a difference into standings to add and to remove (G7). Skipped ids become a notice. Throws invalidValue for a
 * group as a member, for unknown members where the organization rejects them, and where a replacement names nobody
 * who is known; 413 where more change than one request may (G8). `standings` holds those of all who join or leave, as far
 * as they are users; whoever is in `leave` needs none.
 */
export async function planMembership(
  context: Context,
  groupId: string,
  structure: Structure,
  difference: MembershipDifference & { readonly replaces: boolean; readonly leave?: readonly Member[] },
  standings: ReadonlyMap<string, Standing>,
): Promise<MembershipPlan> {
  const { joining, leaving, namesMembers, replaces, leave = [] } = difference;
  const add = joining.flatMap(({ value }) => standings.get(value) ?? []);
  const unknown = joining.filter(({ value }) => !standings.has(value));
  await refuseGroups(context, structure, unknown);
  const nobodyKnown = replaces && !namesMembers && add.length === 0;
  if (unknown.length > 0) await handleUnknown(context, groupId, unknown, nobodyKnown);
  const full = add.find((standing) => isFull(standing, groupId));
  if (full !== undefined) throw refusals.tooManyGroupsOfUser(full.userId, groupsOfUserLimit);
  const plan = { add, remove: leaving.flatMap((id) => standings.get(id) ?? []), leave };
  const changed = countChanged(plan, groupId);
  if (changed > memberChangeLimit) throw refusals.tooManyMemberChanges(changed, memberChangeLimit);
  return plan;
}

function countChanged({ add, remove, leave }: MembershipPlan, groupId: string): number {
  const isIn = ({ groups, waiting }: Standing): boolean => groups.has(groupId) || waiting.has(groupId);
  return leave.length + remove.filter(isIn).length + add.filter((standing) => !isIn(standing)).length;
}

async function handleUnknown(
  context: Context,
  groupId: string,
  unknown: readonly MemberReference[],
  nobodyKnown: boolean,
): Promise<void> {
  const ids = unknown.map(({ value }) => value);
  const shown = ids.slice(0, 10);
  const reject = (await context.refreshOrganization()).settings.unknownMembers === 'reject';
  if (reject) throw refusals.unknownMembers(shown, ids.length);
  if (nobodyKnown) throw refusals.noKnownMember(ids.length);
  context.notice({ kind: 'membersSkipped', groupId, ids: shown, count: ids.length });
}

async function refuseGroups(
  context: Context,
  structure: Structure,
  unknown: readonly MemberReference[],
): Promise<void> {
  const generated = generatedGroupIds(structure);
  const declared = unknown.find(
    ({ value, type }) => generated.has(value) || (type !== undefined && fold(type) === 'group'),
  );
  if (declared !== undefined) throw refusals.groupAsMember(declared.value);
  if (unknown.length === 0) return;
  const [ordinary] = (await context.directory.groups(unknown.map(({ value }) => value))).keys();
  if (ordinary !== undefined) throw refusals.groupAsMember(ordinary);
}

function isFull({ groups, waiting }: Standing, groupId: string): boolean {
  return groups.size + waiting.size >= groupsOfUserLimit && !groups.has(groupId) && !waiting.has(groupId);
}

function byId(references: readonly MemberReference[]): ReadonlyMap<string, MemberReference> {
  return new Map(references.map((reference) => [reference.value, reference]));
}

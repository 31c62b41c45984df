import type { ScimError } from '#scim/errors.ts';
import type { JsonObject } from '#scim/json.ts';
import type { Selection } from '#scim/project.ts';
import type { Precondition } from '#scim/version.ts';
import type { Context } from './context.ts';
import { assertGroupExternalId, assertGroupName } from './group-attributes.ts';
import { freeName } from './free-name.ts';
import { foldGroupName, generatedGroups } from './group-names.ts';
import { readGroup, showGroup } from './group-reading.ts';
import { groupVersion } from './group-resource.ts';
import type { Group, Member } from './group.ts';
import { memberChangesTogether, openChangeLimit } from './limits.ts';
import type { MembershipDifference, MembershipPlan, WantedMembers } from './membership.ts';
import { compareMembers, planMembership } from './membership.ts';
import { refusals } from './refusals.ts';
import { settleNoticing } from './settle.ts';
import type { Structure } from './structure.ts';

/** What a request wants of a group, told from the group as it is. */
export type WantedGroup = { readonly name: string; readonly externalId: string | undefined };

/** A change of a group as a request asks for it. */
export type GroupEdit = {
  /** What SCIM wants of the attributes; where it is missing they are not spoken of. */
  want?(group: Group, name: string): WantedGroup;
  /** Ids that the request adds or removes, which can be looked up before the group is known; no replacement's. */
  readonly memberIds: readonly string[];
  /** True where `members` has to know who is a member now. */
  readonly readsMembers: boolean;
  members(present: readonly Member[]): WantedMembers;
  /** What says that there is no such group; in SCIM's words where it is missing. */
  readonly missing?: (id: string) => ScimError;
};

/** What a change of a group came to, and the members before, as far as they were read. */
export type GroupChanged = MembershipPlan & { readonly present: readonly Member[] };

/** Changes a group as `changeGroup` does, and shows it where it is asked for. */
export async function updateGroup(
  context: Context,
  id: string,
  precondition: Precondition,
  selection: Selection | undefined,
  edit: GroupEdit,
): Promise<JsonObject> {
  const { add, present } = await changeGroup(context, id, precondition, edit);
  if (selection === undefined) return {};
  const known = [...present.map(({ userId, epoch, waiting }) => ({ userId, epoch, active: !waiting })), ...add];
  // Read again, because others may have changed it with us.
  return showGroup(context, id, selection, new Map(known.map((user) => [user.userId, user])));
}

/**
 * Changes a group's name, externalId and members, all or nothing (G6, G7, G8). Returns the users who were to join or
 * to leave, with their standings before; some of them had done so already. And the members before, as far as they were read.
 */
export async function changeGroup(
  context: Context,
  id: string,
  precondition: Precondition,
  edit: GroupEdit,
): Promise<GroupChanged> {
  const { missing = refusals.groupNotFound } = edit;
  return settleNoticing(context, async (noticing) => {
    const [{ group: before, structure, ...displayed }, asked] = await Promise.all([
      readGroup(context, id, missing),
      context.directory.standings(edit.memberIds),
    ]);
    const known = isUnsettled(before, context.now()) ? await context.directory.standings(edit.memberIds) : asked;
    const { name } = displayed;
    precondition.check(groupVersion(before, displayed));
    const after = await changeAttributes(noticing, before, name, structure, edit.want?.(before, name));
    const { plan, present, restsOnMembers } = await changeMembers(noticing, before, structure, edit, known);
    const isFull = before.journal !== undefined && before.journal.open.length >= openChangeLimit;
    if (isFull && concernsAnybody(plan)) throw refusals.tooManyOpenChanges(openChangeLimit);
    const exclusive = restsOnMembers || precondition.required;
    const outcome = await context.directory.changeGroup({ before, after, ...plan, exclusive });
    switch (outcome) {
      case 'gone':
        throw missing(id);
      case 'nameTaken':
        return freeName(context, after.place.kind === 'ordinary' ? after.place.name : name);
      default:
        return outcome === 'stale' ? outcome : { ...plan, present };
    }
  });
}

async function changeAttributes(
  context: Context,
  before: Group,
  name: string,
  structure: Structure,
  wanted: WantedGroup | undefined,
): Promise<Group> {
  const modifiedAt = context.now().toISOString();
  if (wanted === undefined) return { ...before, modifiedAt };
  const { externalId: _, ...rest } = await rename(context, before, name, structure, wanted.name);
  assertGroupExternalId(wanted.externalId);
  return {
    ...rest,
    ...(wanted.externalId === undefined ? {} : { externalId: wanted.externalId }),
    untouched: false,
    modifiedAt,
  };
}

async function changeMembers(
  context: Context,
  before: Group,
  structure: Structure,
  edit: GroupEdit,
  known: Awaited<ReturnType<Context['directory']['standings']>>,
): Promise<{
  readonly plan: MembershipPlan;
  readonly present: readonly Member[];
  readonly restsOnMembers: boolean;
}> {
  const { directory } = context;
  const read = edit.readsMembers ? await directory.membersAtOnce(before) : undefined;
  const wanted = edit.members(read ?? []);
  const present = wanted.replaces ? (read ?? (await directory.membersAtOnce(before))) : [];
  const difference = asMembers(before, compareMembers(wanted, present), wanted.replaces ? present : []);
  const asked = new Set(edit.memberIds);
  const ids = [...difference.joining.map(({ value }) => value), ...difference.leaving];
  const others = ids.filter((id) => !asked.has(id));
  const standings = others.length === 0 ? known : new Map([...known, ...(await directory.standings(others))]);
  const { replaces } = wanted;
  const plan = await planMembership(context, before.id, structure, { ...difference, replaces }, standings);
  return { plan, present: read ?? present, restsOnMembers: replaces || edit.readsMembers };
}

/** Of a replacement that is journaled, those who leave need no look at who they are: `present` knows their memberships. */
function asMembers(
  { journal }: Group,
  difference: MembershipDifference,
  present: readonly Member[],
): MembershipDifference & { readonly leave: readonly Member[] } {
  const { joining, leaving } = difference;
  const isJournaled = (journal?.open.length ?? 0) > 0 || joining.length + leaving.length > memberChangesTogether;
  const ids = new Set(isJournaled ? leaving : []);
  const leave = present.filter(({ userId }) => ids.has(userId));
  return leave.length > 0 ? { ...difference, leaving: [], leave } : { ...difference, leave };
}

/** Longer than a request takes, and than clocks differ. */
const unsettledTime = 60_000;

/** True where standings that were read beside the group may be from before the end of what was journaled. */
function isUnsettled({ journal }: Group, now: Date): boolean {
  if (journal?.endedAt === undefined || journal.open.length > 0) return false;
  return now.getTime() - Date.parse(journal.endedAt) < unsettledTime;
}

function concernsAnybody({ add, remove, leave }: MembershipPlan): boolean {
  return add.length + remove.length + leave.length > 0;
}

/** The group under the name that is wanted. Throws mutability where the name is generated (G6). */
async function rename(
  context: Context,
  group: Group,
  name: string,
  structure: Structure,
  wanted: string,
): Promise<Group> {
  if (wanted === name) return group;
  if (group.place.kind === 'ordinary') {
    assertGroupName(wanted);
    const { byName } = generatedGroups(structure, context.product);
    if (byName.has(foldGroupName(wanted))) throw refusals.groupNameTaken(wanted);
    return { ...group, place: { kind: 'ordinary', name: wanted } };
  }
  const folded = foldGroupName(wanted);
  const generated = generatedGroups(structure, context.product).byId.get(group.id);
  if (folded === foldGroupName(name) || generated?.earlierNames.has(folded) === true) return group;
  const { settings } = await context.refreshOrganization();
  if (settings.groupNames === 'refuse') throw refusals.groupRename(context.product, name);
  context.notice({ kind: 'groupNameKept', groupId: group.id });
  return group;
}

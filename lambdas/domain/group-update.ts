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
import { memberChangeLimit } from './limits.ts';
import type { MembershipPlan, WantedMembers } from './membership.ts';
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

/** Changes a group as `changeGroup` does, and shows it where it is asked for. */
export async function updateGroup(
  context: Context,
  id: string,
  precondition: Precondition,
  selection: Selection | undefined,
  edit: GroupEdit,
): Promise<JsonObject> {
  await changeGroup(context, id, precondition, edit);
  // Read again, because others may have changed it with us.
  return selection === undefined ? {} : showGroup(context, id, selection);
}

/**
 * Changes a group's name, externalId and members, all or nothing (G6, G7, G8). Returns the users who were to join or
 * to leave, with their standings before; some of them had done so already.
 */
export async function changeGroup(
  context: Context,
  id: string,
  precondition: Precondition,
  edit: GroupEdit,
): Promise<MembershipPlan> {
  const { missing = refusals.groupNotFound } = edit;
  return settleNoticing(context, async (noticing) => {
    const [{ group: before, structure, ...displayed }, known] = await Promise.all([
      readGroup(context, id, missing),
      context.directory.standings(edit.memberIds),
    ]);
    const { name } = displayed;
    precondition.check(groupVersion(before, displayed));
    const after = await changeAttributes(noticing, before, name, structure, edit.want?.(before, name));
    const { plan, restsOnMembers } = await changeMembers(noticing, before, structure, edit, known);
    const exclusive = restsOnMembers || precondition.required;
    const outcome = await context.directory.changeGroup({ before, after, ...plan, exclusive });
    switch (outcome) {
      case 'gone':
        throw missing(id);
      case 'tooLarge':
        throw refusals.tooManyMemberChanges(memberChangeLimit);
      case 'nameTaken':
        return freeName(context, after.place.kind === 'ordinary' ? after.place.name : name);
      default:
        return outcome === 'stale' ? outcome : plan;
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
): Promise<{ readonly plan: MembershipPlan; readonly restsOnMembers: boolean }> {
  const { directory } = context;
  const read = edit.readsMembers ? await directory.membersAtOnce(before) : undefined;
  const wanted = edit.members(read ?? []);
  const present = wanted.replaces ? (read ?? (await directory.membersAtOnce(before))) : [];
  const difference = { ...compareMembers(wanted, present), replaces: wanted.replaces };
  const asked = new Set(edit.memberIds);
  const ids = [...difference.joining.map(({ value }) => value), ...difference.leaving];
  const others = ids.filter((id) => !asked.has(id));
  const standings = others.length === 0 ? known : new Map([...known, ...(await directory.standings(others))]);
  const plan = await planMembership(context, before.id, structure, difference, standings);
  return { plan, restsOnMembers: wanted.replaces || edit.readsMembers };
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

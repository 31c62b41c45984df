import { invalidValue } from '#scim/errors.ts';
import type { Json, JsonObject } from '#scim/json.ts';

import { readMembers, splitMembers } from '#scim/members.ts';
import { applyPatch } from '#scim/patch.ts';
import type { Selection } from '#scim/project.ts';
import { readResource } from '#scim/validate.ts';
import type { Precondition } from '#scim/version.ts';
import type { Context, ResourceUseCases } from './context.ts';
import { createGroup } from './group-creation.ts';
import { listGroups } from './group-list.ts';
import { foldGroupName, generatedGroups } from './group-names.ts';
import { removeGroup } from './group-removal.ts';
import { displayName, groupResource, groupVersion } from './group-resource.ts';
import type { Group, Member } from './group.ts';
import { groupNameLimit, memberChangeLimit } from './limits.ts';
import type { WantedMembers } from './membership.ts';
import { membersReplaced, membersUnchanged, needsPresentMembers, planMembership, sumUpMembers } from './membership.ts';
import { refusals } from './refusals.ts';
import { groupType } from './resource-types.ts';
import { settle } from './settle.ts';
import type { Structure } from './structure.ts';

/** What SCIM may do with groups (contract §5). */
export const groupUseCases: ResourceUseCases = {
  resourceType: (context) => groupType(context.organization),

  create: createGroup,

  async read(context, id, selection) {
    const { group, name } = await readGroup(context, id);
    const members = selection.wants('members') ? await context.directory.members(group) : undefined;
    return groupResource(context, group, name, members);
  },

  async replace(context, id, body, precondition, selection) {
    const draft = readResource(body, groupType(context.organization));
    const wanted = draft['members'] === undefined ? undefined : membersReplaced(readMembers(draft['members']));
    const change = (group: Group, name: string): WantedGroup => ({
      name: typeof draft['displayName'] === 'string' ? draft['displayName'] : name,
      externalId: 'externalId' in draft ? text(draft['externalId']) : group.externalId,
      members: () => wanted ?? membersUnchanged,
      readsMembers: false,
    });
    return update(context, id, precondition, selection, change);
  },

  async patch(context, id, operations, precondition, selection) {
    const { members, rest } = splitMembers(operations);
    const change = (group: Group, name: string): WantedGroup => {
      const externalId = group.externalId === undefined ? {} : { externalId: group.externalId };
      const after = applyPatch({ displayName: name, ...externalId }, rest);
      return {
        name: text(after['displayName']) ?? name,
        externalId: text(after['externalId']),
        members: (present) => (members.length === 0 ? membersUnchanged : sumUpMembers(members, present)),
        readsMembers: needsPresentMembers(members),
      };
    };
    return update(context, id, precondition, selection, change);
  },

  remove: removeGroup,

  list: listGroups,
};

/** What a request wants of a group; `members` is asked with the present ones where `readsMembers` says so. */
type WantedGroup = {
  readonly name: string;
  readonly externalId: string | undefined;
  readonly readsMembers: boolean;
  members(present: readonly Member[]): WantedMembers;
};

async function update(
  context: Context,
  id: string,
  precondition: Precondition,
  selection: Selection | undefined,
  want: (group: Group, name: string) => WantedGroup,
): Promise<JsonObject> {
  return settle(async () => {
    const { group: before, name, structure } = await readGroup(context, id);
    precondition.check(groupVersion(before));
    const wanted = want(before, name);
    const { group: named, name: newName } = await rename(context, before, name, structure, wanted.name);
    const { externalId: _, ...rest } = named;
    const after: Group = {
      ...rest,
      ...(wanted.externalId === undefined ? {} : { externalId: wanted.externalId }),
      untouched: false,
      modifiedAt: context.now().toISOString(),
    };
    const read = wanted.readsMembers ? await context.directory.members(before) : [];
    const wantedMembers = wanted.members(read);
    const present = wantedMembers.replaces && !wanted.readsMembers ? await context.directory.members(before) : read;
    const plan = await planMembership(context, { id, members: present }, structure, wantedMembers);
    const exclusive = wantedMembers.replaces || wanted.readsMembers || precondition.required;
    const outcome = await context.directory.changeGroup({ before, after, ...plan, exclusive });
    switch (outcome) {
      case 'gone':
        throw refusals.groupNotFound(id);
      case 'tooLarge':
        throw refusals.tooManyMemberChanges(memberChangeLimit);
      case 'nameTaken':
        throw refusals.groupNameTaken(newName);
      case 'stale':
        return 'stale';
      default:
        return answer(context, id, selection);
    }
  });
}

/** The group as it is after the change; read again, because others may have changed it with us. */
async function answer(context: Context, id: string, selection: Selection | undefined): Promise<JsonObject> {
  return selection === undefined ? {} : groupUseCases.read(context, id, selection);
}

/** The group under the name that is wanted. Throws mutability where the name is generated (G6). */
async function rename(
  context: Context,
  group: Group,
  name: string,
  structure: Structure,
  wanted: string,
): Promise<{ readonly group: Group; readonly name: string }> {
  if (wanted === name) return { group, name };
  if (wanted.length > groupNameLimit) throw refusals.groupNameTooLong(groupNameLimit);
  if (group.place.kind === 'ordinary') {
    if (wanted.trim() === '') throw invalidValue('displayName is empty. Please give the group a name.');
    if (generatedGroups(structure, context.product).byName.has(foldGroupName(wanted)))
      throw refusals.groupNameTaken(wanted);
    return { group: { ...group, place: { kind: 'ordinary', name: wanted } }, name: wanted };
  }
  const folded = foldGroupName(wanted);
  const generated = generatedGroups(structure, context.product).byId.get(group.id);
  if (folded === foldGroupName(name) || generated?.earlierNames.has(folded) === true) return { group, name };
  const { settings } = await context.refreshOrganization();
  if (settings.groupNames === 'refuse') throw refusals.groupRename(context.product, name);
  context.notice({ kind: 'groupNameKept', groupId: group.id });
  return { group, name };
}

/** Reads a group that exists for this organization's readers. Throws 404. */
async function readGroup(
  context: Context,
  id: string,
): Promise<{ readonly group: Group; readonly name: string; readonly structure: Structure }> {
  const [group, structure] = await Promise.all([context.directory.group(id), context.directory.structure()]);
  const name = group === undefined ? undefined : displayName(context, structure, group);
  if (group === undefined || name === undefined) throw refusals.groupNotFound(id);
  return { group, name, structure };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { nonEmptyText } from '#scim/json.ts';
import type { MemberOperation } from '#scim/members.ts';
import { readMembers, splitMembers } from '#scim/members.ts';
import { applyPatch } from '#scim/patch.ts';
import { readResource } from '#scim/validate.ts';
import type { ResourceUseCases } from './context.ts';
import { createGroup } from './group-creation.ts';
import { listGroups } from './group-list.ts';
import { showGroup } from './group-reading.ts';
import { removeGroup } from './group-removal.ts';
import { updateGroup } from './group-update.ts';
import { membersReplaced, membersUnchanged, needsPresentMembers, sumUpMembers } from './membership.ts';
import { groupType } from './resource-types.ts';

/** What SCIM may do with groups (G1 to G10). */
export const groupUseCases: ResourceUseCases = {
  resourceType: (context) => groupType(context.organization),

  create: createGroup,

  read: showGroup,

  async replace(context, id, body, precondition, selection) {
    const draft = readResource(body, groupType(context.organization));
    const references = draft['members'] === undefined ? undefined : readMembers(draft['members']);
    return updateGroup(context, id, precondition, selection, {
      want: (group, name) => ({
        name: nonEmptyText(draft['displayName']) ?? name,
        externalId: 'externalId' in draft ? nonEmptyText(draft['externalId']) : group.externalId,
      }),
      memberIds: [],
      readsMembers: false,
      members: () => (references === undefined ? membersUnchanged : membersReplaced(references)),
    });
  },

  async patch(context, id, operations, precondition, selection) {
    const { members, rest } = splitMembers(operations);
    return updateGroup(context, id, precondition, selection, {
      want: (group, name) => {
        const externalId = group.externalId === undefined ? {} : { externalId: group.externalId };
        const after = applyPatch({ displayName: name, ...externalId }, rest);
        return { name: nonEmptyText(after['displayName']) ?? name, externalId: nonEmptyText(after['externalId']) };
      },
      memberIds: members.flatMap(changedMembers),
      readsMembers: needsPresentMembers(members),
      members: (present) => sumUpMembers(members, present, context.baseUrl),
    });
  },

  remove: removeGroup,

  list: listGroups,
};

/** Of a replacement nobody: most of those whom it names are members already, and need no look. */
function changedMembers(operation: MemberOperation): readonly string[] {
  switch (operation.kind) {
    case 'add':
      return operation.members.map(({ value }) => value);
    case 'remove':
      return operation.ids;
    default:
      return [];
  }
}

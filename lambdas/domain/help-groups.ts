import type { HelpPart } from './help-part.ts';

/** Refusals on groups, and what a push may leave out. */
export const helpOnGroups = {
  projectCreation: {
    cause:
      'A group was pushed whose name is that of no group here. The groups of an organization are made of its projects, ' +
      'teams and roles; a push fills them with people, it does not make projects.',
    solution:
      'Create the project in the Console (`rollcall project create`), press "Import Now" in Okta, then push your group ' +
      'with "Link Group" to the group that was imported. To push groups of your own under any name, set the setting groups ' +
      'to "open" (`rollcall org set`).',
  },
  roleCreation: {
    cause: 'The name of the pushed group begins with a project that exists and ends with a role that does not.',
    solution:
      'Correct the name, link your group to one of the project\'s groups ("Link Group"), or create the role in the Console ' +
      '(`rollcall role create`).',
  },
  projectDeletion: {
    cause:
      'The group of a project was to be deleted: in Okta by "Unlink pushed group" with deletion in the application.',
    solution:
      'Unlink the group and choose to leave it in the application. Projects and roles are deleted in the Console ' +
      '(`rollcall project delete`, `rollcall role delete`), and their groups vanish with them.',
  },
  groupNameTaken: {
    cause:
      'The identity provider wants to create a group that is here already. It does so when it has not imported groups, or ' +
      'when "Create Group" was chosen for the push instead of "Link Group".',
    solution:
      'In Okta press "Import Now", remove the push that failed, and add it again with "Link Group" and the existing group.',
  },
  groupNameAmbiguous: {
    cause: 'The name of the pushed group asks for a new team, and could mean teams of different projects.',
    solution:
      'Rename your group so that it fits one project only, or create the team in the Console (`rollcall team create`) and link.',
  },
  groupRename: {
    cause:
      'Your group has another name than the group that it is linked to, and the identity provider tries to rename the ' +
      'latter. These names are made of project, team and role.',
    solution:
      'In Okta switch off "Rename groups" in the settings of Push Groups (Rename app groups to match group name in Okta). ' +
      'Or set the setting groupNames to "keep" (`rollcall org set`): other names are then ignored, and the rest is applied.',
  },
  groupNameEmpty: {
    cause: 'A group was sent without a name.',
    solution: 'Give the group a name in the identity provider.',
  },
  groupNameTooLong: {
    cause: 'The name of the pushed group is longer than what is stored.',
    solution: 'Use a shorter name.',
  },
  groupExternalIdTooLong: {
    cause: 'The identity provider maps a long text to the externalId of groups.',
    solution: 'Map a shorter identifier to it, such as the id of the group.',
  },
  groupNotFound: {
    cause:
      'The identity provider remembers a group that is gone: its project, team or role was deleted, or the SCIM key is of ' +
      'another organization.',
    solution: 'In Okta remove the push, press "Import Now", and add the push again with "Link Group".',
  },
  membersSkipped: {
    cause:
      'The group was pushed with people whom this organization does not know. All others were added. Okta pushes whoever is ' +
      'in the group; whoever is not assigned to the application, or was removed in the Console, is unknown here.',
    solution:
      'Assign these people to the application, wait until they are provisioned, then use "Push now" on the group. Use one ' +
      'group to assign people and another one to push, so that assignments are there first.',
  },
  unknownMembers: {
    cause:
      'The setting unknownMembers is "reject", and the pushed group has people whom this organization does not know.',
    solution:
      'Assign these people to the application, then use "Push now". With the setting "skip" (`rollcall org set`) everybody ' +
      'else would be added, and the activity log would name those who are missing.',
  },
  noKnownMember: {
    cause:
      'A push would replace all members by people of whom nobody is known. That is what an application sends that points at ' +
      'the wrong organization, so the group was left as it is.',
    solution:
      'Check that the SCIM key is of the right organization. If it is, assign the people to the application first, then use ' +
      '"Push now".',
  },
  groupAsMember: {
    cause: 'The pushed group holds another group as a member.',
    solution: 'Push the people themselves: let your directory resolve nested groups, or push each group on its own.',
  },
  tooManyMemberChanges: {
    cause: 'One request adds and removes more people than one request may.',
    solution:
      'Fill or empty the Okta group in steps of fewer people than the message names, and let each be pushed before the next. A ' +
      '"Push now" sends all of the group, and changes only what differs.',
  },
  tooManyOpenChanges: {
    cause:
      'Large changes of the members of a group are applied in the order in which they come, and so many of them are waiting ' +
      'that no other is taken. That happens where a directory pushes the same group again and again without a pause.',
    solution:
      'Wait a few seconds and use "Push now" again. Identity providers that read the header Retry-After do that by themselves.',
  },
  groupNameKept: {
    cause:
      'The identity provider sent another name, and the setting groupNames is "keep". The rest of the push was applied.',
    solution: 'Nothing needs to be done. To stop it, switch off "Rename groups" in the settings of Push Groups.',
  },
} satisfies HelpPart;

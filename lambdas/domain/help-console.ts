import type { HelpPart } from './help-part.ts';

const gone = 'The id is mistyped, of another organization, or of something that was deleted.';

/** Refusals of the Console alone. */
export const helpOnConsole = {
  memberNotFound: {
    cause: gone,
    solution: 'List the members (`rollcall member list`) to see their ids.',
  },
  groupUnknown: {
    cause: gone,
    solution: 'List the groups (`rollcall group list`) to see their ids.',
  },
  restoreOfInactive: {
    cause: 'Role and groups are to be given back to somebody who is inactive, and whoever is inactive has neither.',
    solution: 'Activate the member first (`rollcall member activate`), then restore (`rollcall member restore`).',
  },
  restoreTooLate: {
    cause: 'It is kept for 30 days after the deactivation.',
    solution:
      'Set the role (`rollcall member set-role`), and push the groups again or add the member (`rollcall group add`).',
  },
  nothingToRestore: {
    cause: 'The member was never deactivated, was given back everything, or was in groups alone that no longer exist.',
    solution:
      'Set the role (`rollcall member set-role`) or add the member to groups (`rollcall group add`) where something is missing.',
  },
  restoreOfTooManyGroups: {
    cause: 'The member came into other groups since the deactivation.',
    solution:
      'Take the member out of some of them (`rollcall group remove`), then restore again: it goes on where it ended.',
  },
  restoreGoesOn: {
    cause: 'There are more of them than fit into the time of one request.',
    solution: 'Restore again (`rollcall member restore`): it goes on where it ended.',
  },
  restoreWaits: {
    cause: 'A group whose members were changed by hundreds shortly before is not yet done with this member.',
    solution: 'Restore again (`rollcall member restore`) in a few seconds: nothing is lost meanwhile.',
  },
  memberAddedAndRemoved: {
    cause: 'One request would add and remove the same person.',
    solution: 'Name each person in one of them.',
  },
  mappingOfGeneratedGroup: {
    cause: 'Roles were to be mapped to a group that is made of a project or team.',
    solution:
      'Map ordinary groups (`rollcall group map`), which identity providers create where the setting groups is "open".',
  },
  mappingTooLarge: {
    cause: 'More roles were mapped to one group than are stored with it.',
    solution: 'Map fewer roles, or use a second group.',
  },
  mappingUnknown: {
    cause: gone,
    solution: 'Look at `rollcall project list`, `rollcall team list` and `rollcall role list`.',
  },
  nameUnusable: {
    cause: 'The name is empty, too long, or has line breaks, tabs or other control characters.',
    solution: 'Give a name of up to 100 characters.',
  },
  nameFoldsToNothing: {
    cause: 'Names of groups are made of the names of project, team and role without their white space.',
    solution: 'Use a name with letters or digits.',
  },
  generatedNameTaken: {
    cause:
      'The new name would give a group the name of another one: white space is dropped, and case makes no difference, so ' +
      'that "Project A" and "projecta" are the same.',
    solution: 'Choose another name, or rename or delete what the other group belongs to. The message has its name.',
  },
  roleNameTaken: {
    cause: 'Another role has this name; case and white space make no difference.',
    solution: 'Choose another name.',
  },
  builtInRole: {
    cause: 'Admin, Member and Read-Only belong to every project, and can be neither changed nor deleted.',
    solution: 'Create a role of your own (`rollcall role create`).',
  },
  rankUnusable: {
    cause:
      'The rank says which role counts where somebody has several in a project, the highest; it is out of its range.',
    solution: 'Choose a number within the range in the message. Admin has 300, Member 200 and Read-Only 100.',
  },
  tooManyRoles: {
    cause: 'Each role makes a group in each project.',
    solution: 'Delete a role that is not used (`rollcall role delete`).',
  },
  tooManyGeneratedGroups: {
    cause: 'Each project has a group for each role, and each team two.',
    solution: 'Delete projects, teams or roles that are not used.',
  },
  projectNotFound: {
    cause: gone,
    solution: 'Look at `rollcall project list`.',
  },
  roleNotFound: {
    cause: gone,
    solution: 'Look at `rollcall role list`.',
  },
  teamNotFound: {
    cause: gone,
    solution: 'Look at `rollcall team list`.',
  },
  changeNotFound: {
    cause: 'The id is mistyped or of another organization, or the change ended more than 30 days ago.',
    solution: 'Use the id that the answer 202 of the change gave.',
  },
  organizationNotFound: {
    cause: 'The id is mistyped, or the organization was deleted.',
    solution: 'Look at `rollcall org list`.',
  },
  emailDomainUnusable: {
    cause: 'Something else was given than what stands after the @ of email addresses.',
    solution: 'Give the domain alone, such as example.com, or * to admit every userName.',
  },
  tooManyDomains: {
    cause: 'More domains were given than are stored.',
    solution: 'Remove those that nobody uses (`rollcall domain remove`), or give * to admit every userName.',
  },
  organizationRemovalUnconfirmed: {
    cause: 'Everything in an organization goes with it, so its name has to be given exactly.',
    solution: 'Give the name in the parameter "confirm"; `rollcall org delete` asks for it.',
  },
  requestUnsigned: {
    cause: 'The admin API takes requests of IAM principals alone, and this one has no signature.',
    solution:
      'Use `rollcall`, which signs with the usual AWS credentials, or sign with Signature Version 4 (service execute-api).',
  },
  adminKeyRefused: {
    cause: 'The local server was called without its admin key, or with the one of another data folder, or a SCIM key.',
    solution: 'Use `rollcall`, which finds the key, or send the adminKey that is in endpoint.json of the data folder.',
  },
  pathUnknown: {
    cause: 'The path is mistyped, has a slash at its end, or lacks /admin/v1.',
    solution: 'Compare the path with the reference of the admin API.',
  },
  methodNotOffered: {
    cause: 'The path is right, and the method is another one than it has.',
    solution: 'Use one of the methods in the header Allow.',
  },
  requestNotTaken: {
    cause: 'A field or parameter is missing, mistyped, of another kind, or not known to this operation.',
    solution: 'Correct what errors tells, each with its pointer or parameter, and send the request again.',
  },
  mediaTypeUnknown: {
    cause: 'The body was sent as something else than JSON.',
    solution: 'Send the body as application/json.',
  },
  personWithoutOrganization: {
    cause: 'The header names a person of one organization; organizations are listed and created for no person.',
    solution: 'Leave the header out.',
  },
  personMayNotAdminister: {
    cause: 'The header has the id of somebody who is no active Admin or Owner of the organization.',
    solution:
      'Send the id of an Admin or the Owner, make the person one (`rollcall member set-role`), or leave the header out.',
  },
  cursorInvalid: {
    cause: 'A page was asked with the cursor of another list, or with other parameters than the page before.',
    solution: 'Begin again without a cursor.',
  },
} satisfies HelpPart;

import type { ScimError } from '#scim/errors.ts';
import {
  coded,
  conflict,
  forbidden,
  invalidCursor,
  invalidValue,
  notFound,
  tooLarge,
  unavailable,
} from '#scim/errors.ts';
import { shortened } from '#scim/shortened.ts';

/** The refusals of the Console alone, in sentences for whoever administers the organization there. */
export const consoleRefusals = coded({
  cursorInvalid(): ScimError {
    return invalidCursor(
      'The cursor is not one that this list was given. Please begin again without a cursor, and ask each page with ' +
        'the same parameters.',
    );
  },

  memberNotFound(id: string): ScimError {
    return notFound(
      `There is no member "${shortened(id)}" in this organization. Please list the members (\`rollcall member list\`) ` +
        'to see their ids.',
    );
  },

  groupUnknown(id: string): ScimError {
    return notFound(
      `There is no such group in this organization: "${shortened(id)}". Please list the groups (\`rollcall group list\`) ` +
        'to see their ids.',
    );
  },

  /** O1: nobody is made the owner beside another one. */
  ownerByTransferOnly(): ScimError {
    return forbidden(
      'Cannot set multiple owners. An organization has exactly one owner. Please create the member as Member or Admin, ' +
        'then transfer the ownership (PUT …/owner, or `rollcall owner transfer`).',
    );
  },

  /** O1, O3: another transfer was first. */
  ownershipMoved(userName: string): ScimError {
    return conflict(
      `The ownership was transferred to ${userName} at the same moment. Nothing was changed by this request; please ` +
        'look at who the owner is now (GET …/owner, or `rollcall owner show`), and send it again if that is wrong.',
    );
  },

  /** U4 */
  restoreOfInactive(): ScimError {
    return conflict(
      'The member is inactive, and an inactive member has no role and no groups. Please activate the member first ' +
        '(PATCH …/members/{id} with active true, or `rollcall member activate`), then restore.',
    );
  },

  /** U4 */
  restoreTooLate(until: Date): ScimError {
    return conflict(
      `What the deactivation took could be restored until ${until.toISOString()}. Please set the org role of the ` +
        'member, and add the member to groups, one by one.',
    );
  },

  /** U4 */
  nothingToRestore(): ScimError {
    return conflict(
      'There is nothing to restore: no deactivation took anything from the member that still exists and was not given ' +
        'back. Please set the org role of the member, and add the member to groups, where something is missing.',
    );
  },

  restoreOfTooManyGroups(limit: number): ScimError {
    return tooLarge(
      `With what is to be restored the member would be in more than ${limit} groups, which is the limit. Please remove ` +
        'the member from some groups first, then restore again: it goes on where it ended.',
    );
  },

  /** Some was given back, and the time of the request is up. */
  restoreGoesOn(left: number): ScimError {
    return unavailable(
      `The time of the request was up: ${left} groups are still to be restored. Please send the same request again; it ` +
        'goes on where it ended.',
      1,
    );
  },

  /** What was taken is not yet certain, and the time of the request is up. */
  restoreWaits(): ScimError {
    return unavailable(
      'Large changes of groups that concern this member are still being applied, and nothing was restored yet. Please send ' +
        'the same request again in a few seconds.',
      5,
    );
  },

  memberAddedAndRemoved(id: string): ScimError {
    return invalidValue(
      `"${shortened(id)}" is named in both add and remove. Nothing was changed; please name each member in one of them.`,
    );
  },

  /** G10: what a generated group gives is in its name. */
  mappingOfGeneratedGroup(name: string): ScimError {
    return conflict(
      `The group "${name}" is generated: it gives the role in its name, and no other. Please map ordinary groups, ` +
        'which identity providers create in an organization whose setting groups is open.',
    );
  },

  mappingTooLarge(limit: number): ScimError {
    return tooLarge(`A group can give up to ${limit} roles. Please map fewer roles, or use another group as well.`);
  },

  /** G10: a mapping names what is not there. */
  mappingUnknown(kind: 'project' | 'team' | 'role', name: string, known: readonly string[] = []): ScimError {
    const choice = known.length === 0 ? '' : ` of ${known.map((one) => `"${one}"`).join(', ')}`;
    return invalidValue(
      `There is no ${kind} "${shortened(name)}" in this organization. Nothing was changed; please name one${choice} ` +
        'that exists.',
    );
  },

  nameUnusable(name: string, limit: number): ScimError {
    return invalidValue(
      `Nothing can be named "${shortened(name)}". Please give a name of 1 to ${limit} characters, without line breaks, ` +
        'tabs and other control characters.',
    );
  },

  organizationNotFound(id: string): ScimError {
    return notFound(
      `There is no organization "${shortened(id)}". Please list the organizations (\`rollcall org list\`) to see their ids.`,
    );
  },

  /** U2 */
  emailDomainUnusable(domain: string): ScimError {
    return invalidValue(
      `"${shortened(domain)}" is not an email domain. Please give what stands after the @ of the addresses alone, such ` +
        'as "example.com", or "*" to admit every userName.',
    );
  },

  tooManyDomains(limit: number): ScimError {
    return conflict(
      `An organization has at most ${limit} email domains. Nothing was changed; please give fewer of them, or "*" to ` +
        'admit every userName.',
    );
  },

  organizationRemovalUnconfirmed(): ScimError {
    return conflict(
      'The organization was not removed, because its name was not given to confirm it. Please give the name exactly ' +
        'as the Console shows it in the parameter "confirm" (`rollcall org delete` asks for it).',
    );
  },

  keyNotFound(id: string): ScimError {
    return notFound(
      `There is no SCIM key "${shortened(id)}" in this organization. Please list the keys (\`rollcall key list\`) to see ` +
        'their ids.',
    );
  },

  keyEndHasPassed(moment: string): ScimError {
    return invalidValue(
      `A SCIM key cannot expire at "${shortened(moment)}", which is no moment in the future. Please give a later one, or ` +
        'leave expiresAt out for a key that does not expire.',
    );
  },

  tooManyKeys(limit: number): ScimError {
    return conflict(
      `The organization has as many SCIM keys as it may have: ${limit} that are live, or very many that ended within ` +
        'the last 90 days. Please deactivate keys that nobody uses (`rollcall key deactivate`).',
    );
  },

  /** T2 */
  keyEnded(): ScimError {
    return conflict(
      'The SCIM key is deactivated or has expired, and cannot be made anew. Please create another key (`rollcall key ' +
        'create`) and enter it in the identity provider.',
    );
  },

  /** T2 */
  tooManyReplacedKeys(limit: number): ScimError {
    return conflict(
      `The SCIM key was made anew ${limit} times and all of those before it still count. Please wait until one of them ` +
        'has ended, make the key anew with a grace of 0 seconds, or deactivate it.',
    );
  },

  /** The header On-Behalf-Of. */
  personMayNotAdminister(): ScimError {
    return forbidden(
      'On-Behalf-Of names nobody who may administer this organization. Please send the id of an active member who is ' +
        'an Admin or the Owner, or leave the header out.',
    );
  },

  projectNotFound(id: string): ScimError {
    return notFound(
      `There is no project "${shortened(id)}" in this organization. Please look for it in the list of projects ` +
        '(`rollcall project list`).',
    );
  },

  roleNotFound(id: string): ScimError {
    return notFound(
      `There is no role "${shortened(id)}" in this organization. Please look for it in the list of roles ` +
        '(`rollcall role list`).',
    );
  },

  teamNotFound(id: string): ScimError {
    return notFound(
      `There is no team "${shortened(id)}" in this organization. Please look for it in the list of its project's teams ` +
        '(`rollcall team list`).',
    );
  },

  changeNotFound(id: string): ScimError {
    return notFound(
      `There is no change "${shortened(id)}" in this organization. Please use the id of an answer 202; 30 days after ` +
        'its end a change is forgotten.',
    );
  },

  /** G1: what names of groups are made of. */
  nameFoldsToNothing(): ScimError {
    return invalidValue(
      'Nothing of the name would be seen in the names of groups. Please use a name with letters or digits.',
    );
  },

  /** G3 */
  generatedNameTaken(name: string): ScimError {
    return conflict(
      `A group named "${name}" already exists. Nothing was changed; please choose another name for the project, team or ` +
        'role, or rename or delete what that group belongs to.',
    );
  },

  roleNameTaken(name: string): ScimError {
    return conflict(
      `A role named "${name}" already exists; case and white space make no difference. Please choose another name.`,
    );
  },

  builtInRole(name: string): ScimError {
    return forbidden(
      `The role "${name}" is built in: it can be neither changed nor deleted. Please create a role of your own instead.`,
    );
  },

  rankUnusable(lowest: number, highest: number): ScimError {
    return invalidValue(
      `The rank of a role is a whole number from ${lowest} to ${highest}. Please choose one; Admin has 300, Member 200 ` +
        'and Read-Only 100.',
    );
  },

  tooManyRoles(limit: number): ScimError {
    return tooLarge(
      `The organization has ${limit} roles of its own, which is the limit. Please delete one that is not used first.`,
    );
  },
});

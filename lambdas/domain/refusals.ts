import type { ScimError } from '#scim/errors.ts';
import {
  coded,
  forbidden,
  invalidValue,
  mutability,
  notFound,
  tooLarge,
  tooManyRequests,
  unavailable,
  uniqueness,
} from '#scim/errors.ts';
import { shortened } from '#scim/shortened.ts';
import type { Product } from './product.ts';

/**
 * Every refusal of the product's rules. The first sentence is a promise, word for word (docs/rules.md); what follows
 * tells the administrator who reads it in the identity provider what to do.
 */
export const refusals = coded({
  /** U2 */
  domainNotAllowed(product: Product, userName: string, address: string): ScimError {
    const domain = address.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : address;
    return forbidden(
      `User ${userName} is not allowed to be created in this organization. Please add the email domain "${domain}" ` +
        `to the organization's domains in the ${product.name} Console, or use an address in one of them.`,
    );
  },

  /** U1 */
  userNameIsNoAddress(userName: string): ScimError {
    return invalidValue(
      `userName "${userName}" is not an email address. Please map an attribute that holds the person's email address ` +
        `to userName (in Okta: Sign On > Application username format > Email).`,
    );
  },

  /** U1 */
  userNameTaken(userName: string): ScimError {
    return uniqueness(
      `User ${userName} already exists in this organization. Please import users from the application and match ` +
        `this person to the existing user, or choose another userName.`,
    );
  },

  userNameTooLong(limit: number): ScimError {
    return tooLarge(`userName is longer than ${limit} characters. Please use a shorter userName.`);
  },

  userTooLarge(limit: number): ScimError {
    return tooLarge(
      `The user is larger than ${limit / 1024} KB. Please map fewer or shorter attributes to this application.`,
    );
  },

  tooManyAddresses(limit: number): ScimError {
    return tooLarge(`The user has more than ${limit} different email addresses. Please map fewer of them to emails.`);
  },

  /** O2 */
  ownerProtected(product: Product): ScimError {
    return forbidden(
      `Owner cannot be modified. Please transfer the ownership to another user first: set "${product.orgRole}" of that ` +
        `user to Owner, or use the ${product.name} Console.`,
    );
  },

  /** O4: a new user cannot be the owner, because there is one. */
  secondOwner(product: Product): ScimError {
    return forbidden(
      `Cannot set multiple owners. An organization has exactly one owner; please create the user as Member or Admin, ` +
        `then set "${product.orgRole}" of the existing user to Owner, or transfer the ownership in the ${product.name} Console.`,
    );
  },

  /** O4: one Bulk request names two owners. */
  ownersInOneRequest(product: Product): ScimError {
    return forbidden(
      `Cannot set multiple owners. An earlier operation of this request names another user as the owner; please make ` +
        `sure that your directory maps "${product.orgRole}" = Owner to one person only.`,
    );
  },

  /** O4: somebody else became the owner while this request was under way. */
  ownershipRaceLost(product: Product): ScimError {
    return forbidden(
      `Cannot set multiple owners. Another user became the owner at the same moment; please make sure that your ` +
        `directory maps "${product.orgRole}" = Owner to one person only.`,
    );
  },

  /** O4: the last replacement by SCIM is too recent. */
  ownershipCoolingDown(product: Product, until: Date): ScimError {
    return forbidden(
      `Cannot set multiple owners. The owner was replaced a short while ago and can be replaced via SCIM again after ` +
        `${until.toISOString()}; please make sure that your directory maps "${product.orgRole}" = Owner to one person ` +
        `only, or transfer the ownership in the ${product.name} Console.`,
    );
  },

  /** O4: the organization keeps ownership to its Console. */
  ownershipByConsoleOnly(product: Product): ScimError {
    return forbidden(
      `Cannot set multiple owners. This organization changes its owner in the ${product.name} Console only; please ` +
        `transfer the ownership there, and map "${product.orgRole}" to Member or Admin in your directory.`,
    );
  },

  /** O4: the previous owner is still mapped to Owner. */
  ownershipLost(product: Product): ScimError {
    return forbidden(
      `Cannot set multiple owners. This user was the owner before and the ownership has moved on; please set ` +
        `"${product.orgRole}" of this user to Member or Admin in your directory, or transfer the ownership in the ` +
        `${product.name} Console.`,
    );
  },

  /** O5 */
  unknownOrgRole(product: Product, value: string): ScimError {
    return invalidValue(
      `"${shortened(value)}" is not a value of ${product.orgRole}. Please map one of Member, Admin, Owner to it.`,
    );
  },

  /** O5 */
  ownerMustBeActive(product: Product): ScimError {
    return invalidValue(
      `An inactive user cannot be the owner. Please activate the user first, or set ${product.orgRole} to Member or Admin.`,
    );
  },

  /** G4 */
  projectCreation(product: Product): ScimError {
    return forbidden(
      `Project creation is not supported via SCIM. Please create projects in the ${product.name} Console; their groups ` +
        `"${product.groupPrefix}-<Project>-<Role>" then appear here, ready to be imported and linked.`,
    );
  },

  /** G4 */
  roleCreation(product: Product, project: string): ScimError {
    return forbidden(
      `Role creation is not supported via SCIM. The project "${project}" has no such role; please create roles in the ` +
        `${product.name} Console, or link your group to one of the project's existing groups.`,
    );
  },

  /** G5 */
  projectDeletion(product: Product): ScimError {
    return forbidden(
      `Project deletion is not supported via SCIM. Please delete projects and roles in the ${product.name} Console; to ` +
        `stop pushing this group, unlink it and leave the group in the application.`,
    );
  },

  /** G3, G4 */
  groupNameTaken(name: string): ScimError {
    return uniqueness(
      `A group named "${name}" already exists. Please import groups from the application, then link your group to the ` +
        `existing one (in Okta: Push Groups > Link Group) instead of creating it.`,
    );
  },

  /** G4 */
  groupNameAmbiguous(name: string, readings: readonly string[]): ScimError {
    return invalidValue(
      `"${name}" can be read in more than one way: ${readings.join('; ')}. Please rename the group so that it fits ` +
        `one project only, or create the team in the Console.`,
    );
  },

  /** G6 */
  groupRename(product: Product, name: string): ScimError {
    return mutability(
      `Group names cannot be changed via SCIM. The group is named "${name}" after its project, team and role; please ` +
        `switch off "Rename groups" in the push settings of Okta, or rename the project or team in the ${product.name} Console.`,
    );
  },

  /** G7 */
  unknownMembers(ids: readonly string[], total: number): ScimError {
    const more = total > ids.length ? ` and ${total - ids.length} more` : '';
    return invalidValue(
      `Some members are not users of this organization: ${ids.map((id) => shortened(id)).join(', ')}${more}. Nothing was changed; please assign ` +
        `these people to the application first, then push the group again.`,
    );
  },

  /** G7 */
  noKnownMember(count: number): ScimError {
    return invalidValue(
      `Not one of the ${count} members is a user of this organization. Nothing was changed; please check that the ` +
        `application points at the right organization, assign the people to it, then push the group again.`,
    );
  },

  /** G7 */
  groupAsMember(id: string): ScimError {
    return invalidValue(
      `"${shortened(id)}" is a group, and groups cannot be members of groups. Please push the people themselves: ` +
        `nested groups have to be flattened in your directory.`,
    );
  },

  /** G8 */
  tooManyMemberChanges(changed: number, limit: number): ScimError {
    return tooLarge(
      `The request changes ${changed} members, which is more than the limit of ${limit} in one request. Nothing was ` +
        `changed; please push fewer changes at a time (in Okta: fill or empty the group in steps).`,
    );
  },

  /** G8 */
  tooManyOpenChanges(limit: number): ScimError {
    return unavailable(
      `${limit} changes of this group's members are still being applied, in the order in which they came. Nothing was ` +
        `changed by this one; please send the same request again in a few seconds.`,
      5,
    );
  },

  tooManyGroupsOfUser(id: string, limit: number): ScimError {
    return tooLarge(`User ${id} is in ${limit} groups, which is the limit. Please remove the user from a group first.`);
  },

  groupNameEmpty(): ScimError {
    return invalidValue('displayName is empty. Please give the group a name.');
  },

  groupNameTooLong(limit: number): ScimError {
    return tooLarge(`displayName is longer than ${limit} characters. Please use a shorter group name.`);
  },

  groupExternalIdTooLong(limit: number): ScimError {
    return tooLarge(`externalId is longer than ${limit} characters. Please map a shorter identifier to it.`);
  },

  userNotFound(id: string): ScimError {
    return notFound(
      `There is no user "${shortened(id)}" in this organization. Please import users again, or remove and assign the person anew.`,
    );
  },

  groupNotFound(id: string): ScimError {
    return notFound(
      `There is no group "${shortened(id)}" in this organization. Please import groups again and link your group to an existing one.`,
    );
  },

  tooManyRequests(product: Product, rate: number, retryAfter: number): ScimError {
    return tooManyRequests(
      `The SCIM keys of this organization sent more than ${rate} requests a second. Please send this request again a ` +
        `little later, which identity providers do by themselves; the ${product.name} Console sets the limit.`,
      retryAfter,
    );
  },

  tooManyWrongKeys(product: Product, retryAfter: number): ScimError {
    return tooManyRequests(
      'The SCIM key is missing or not valid, and many requests like this one came from the same address. Please create ' +
        `a SCIM key in the ${product.name} Console, enter it as the API token of the provisioning connection, and try ` +
        'again in a minute.',
      retryAfter,
    );
  },

  busy(): ScimError {
    return unavailable('Too many changes of the same item at the same moment. Please try again.', 1);
  },

  tooManyGeneratedGroups(limit: number): ScimError {
    return tooLarge(
      `The organization would have more than ${limit} groups of projects and teams, which is the limit. Please delete ` +
        'projects, teams or roles that are not used first.',
    );
  },
});

/** Actions that one transaction holds (a limit of DynamoDB). */
export const transactionActions = 100;

/** Members that one request may change (G8). */
export const memberChangeLimit = 20_000;

/** Members that one transaction changes: a standing and a member item each, and the group. */
export const memberChangesTogether = Math.floor((transactionActions - 1) / 2);

/** Changes of one group's members that may be committed and not yet applied. */
export const openChangeLimit = 100;

/** Different email addresses that one user may have: each is a lookup of its own in the transaction that writes the user. */
export const addressLimit = 20;

/** Groups that one transaction gives back to a user: beside them stands the standing. */
export const restoreSliceLimit = transactionActions - 1;

/** Roles that the Console may let one ordinary group give. */
export const mappedRoleLimit = 100;

/** Groups that one user may be in. */
export const groupsOfUserLimit = 5000;

/** The longest displayName of a group, in characters. */
export const groupNameLimit = 256;

/** The longest externalId of a group, in characters. */
export const groupExternalIdLimit = 1024;

/** Resources that a filter without an index may look at before it is refused. */
export const scanLimit = 20_000;

/** Groups that the projects, roles and teams of one organization may generate together. */
export const generatedGroupLimit = 10_000;

/** Roles that an organization may have beside those that are built in. */
export const customRoleLimit = 200;

/** Earlier names of a project, role or team that are still understood (G6): the latest ones. */
export const earlierNameLimit = 20;

/** The ranks that a custom role may have. */
export const lowestRank = 1;
export const highestRank = 1_000;

/** Where a group comes from: it is generated for a pair (G1), or an ordinary group of an open organization (G10). */
export type GroupPlace =
  | { readonly kind: 'project'; readonly projectId: string; readonly roleId: string }
  | { readonly kind: 'team'; readonly teamId: string; readonly role: TeamRole }
  | { readonly kind: 'ordinary'; readonly name: string };

/** The roles of every team. */
export const teamRoles = ['Admin', 'Member'] as const;
export type TeamRole = (typeof teamRoles)[number];

/** A role that a group gives its members; it counts while project or team and role exist (G9, G10). */
export type GivenRole =
  | { readonly projectId: string; readonly roleId: string }
  | { readonly teamId: string; readonly role: TeamRole };

/** A group as it is stored: no name but an ordinary group's, and no members. */
export type Group = {
  readonly id: string;
  readonly place: GroupPlace;
  readonly externalId?: string;
  /** What the Console lets an ordinary group give; no attribute of SCIM, so that it does not raise the version (G10). */
  readonly roles?: readonly GivenRole[];
  /** True for the sibling of a group that SCIM created, until SCIM writes to it (G4). */
  readonly untouched: boolean;
  /** Where the store keeps members of it; the store's own word, carried from what was read to what is written. */
  readonly memberPartitions: ReadonlySet<string>;
  /** Changes of its members that are committed and not yet applied; the store's own word too. */
  readonly journal?: GroupJournal;
  /** Raised after every change of the group or of its members. */
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

/** How far the changes of a group's members have come that are too large for one transaction (G8). */
export type GroupJournal = {
  /** How many there have ever been, and replacements beside them: whoever writes beside the group holds on to it. */
  readonly commits: number;
  /** The changes that are still to be applied, in the order in which they were committed. */
  readonly open: readonly string[];
  /**
   * When the members were last replaced at once, or one of these changes was applied to its end (ISO 8601): whoever was
   * looked at before may have been seen half-way.
   */
  readonly endedAt?: string;
};

/** One membership, seen from the group. */
export type Member = {
  readonly userId: string;
  /** True while the user is inactive: kept, and not shown (G7). */
  readonly waiting: boolean;
  /** The user's epoch when the membership was written. */
  readonly epoch: number;
};

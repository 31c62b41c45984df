import type { ChangeView } from './change.ts';
import type { Context } from './context.ts';
import type { Registry, RequestStamp } from './directory.ts';
import type { TeamRole } from './group.ts';
import type { KeyScope } from './key.ts';
import type { OrgRole } from './org-role.ts';
import type { OrganizationSettings } from './organization.ts';
import type { Product } from './product.ts';

/** What the Console works with where no organization is named: its list, and the founding of another. */
export type ConsoleDesk = {
  readonly registry: Registry;
  readonly product: Product;
  /** Who calls, for whatever is written. */
  readonly stamp: RequestStamp;
  now(): Date;
  newId(): string;
};

/** One request of the Console for one organization. `baseUrl` of it is the admin API's. */
export type Console = Context & {
  readonly registry: Registry;
  /** The principal that calls, as it stands in the activity log. */
  readonly actor: string;
  /** The user for whom the product's backend acts: an `Admin` or the `Owner`. */
  readonly onBehalfOf?: string;
  /** Milliseconds since 1970 at which the answer has to be given, done or with a change to follow. */
  readonly answerBy: number;
};

/** Which part of a list is wanted; `limit` is between 1 and 200. */
export type PageRequest = { readonly limit: number; readonly cursor?: string };

/** A part of a list; without `nextCursor` it is the last one. It may be shorter than asked where things are left out. */
export type ConsolePage<Item> = { readonly items: readonly Item[]; readonly nextCursor?: string };

/** What a change that may outlast a request came to: it is done, or goes on and can be followed. */
export type Settled<Value> =
  | { readonly done: true; readonly value: Value }
  | { readonly done: false; readonly change: ChangeView };

export type OrganizationView = {
  readonly id: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly settings: OrganizationSettings;
  readonly createdAt: string;
};

/** A group beside what generates it. */
export type GeneratedGroupView = { readonly id: string; readonly displayName: string; readonly role: string };

export type ProjectView = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly groups: readonly GeneratedGroupView[];
};

export type RoleView = {
  readonly id: string;
  readonly name: string;
  /** The effective role of a member in a project is the one with the highest rank (G9). */
  readonly rank: number;
  readonly builtIn: boolean;
};

export type TeamView = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly createdBy: 'scim' | 'console';
  readonly createdAt: string;
  readonly groups: readonly GeneratedGroupView[];
};

/** A member in a list. */
export type MemberSummary = {
  readonly id: string;
  readonly userName: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly active: boolean;
  readonly orgRole: OrgRole;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export type GroupReference = { readonly id: string; readonly displayName: string };

/** What a member may do in a project or a team, by whatever groups (G9, G10). */
export type ProjectAccess = {
  readonly projectId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly effectiveRole: string;
};
export type TeamAccess = ProjectAccess & { readonly teamId: string; readonly effectiveRole: TeamRole };

export type MemberView = MemberSummary & {
  readonly externalId?: string;
  readonly groups: readonly GroupReference[];
  /** Pushed while inactive, in effect from the reactivation on (G7). */
  readonly waitingGroups: readonly GroupReference[];
  readonly access: { readonly projects: readonly ProjectAccess[]; readonly teams: readonly TeamAccess[] };
  /** What the last deactivation that found anything took, and `restore` can give back until then (U4). */
  readonly taken?: {
    readonly at: string;
    readonly orgRole: OrgRole;
    readonly groups: readonly GroupReference[];
    readonly restorableUntil: string;
  };
  /** The owner, whose deactivation was refused then: the next transfer carries it out (O2). */
  readonly deactivationRefusedAt?: string;
};

/** What a restore gave back; groups that no longer exist are missing. */
export type RestoreView = { readonly member: MemberView; readonly restoredGroups: readonly GroupReference[] };

export type GroupSummary = {
  readonly id: string;
  readonly displayName: string;
  readonly kind: 'project' | 'team' | 'ordinary';
  readonly projectId?: string;
  readonly teamId?: string;
  readonly role?: string;
  readonly externalId?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export type GroupView = GroupSummary & {
  readonly memberCount: number;
  /** The last change of the group by an identity provider, and whom it skipped (G7). */
  readonly lastPush?: {
    readonly at: string;
    readonly keyId: string;
    readonly requestId: string;
    readonly outcome: string;
    readonly skipped?: { readonly count: number; readonly ids: readonly string[] };
  };
  /** Members who are inactive and come in with their reactivation (G7): the first hundred, and how many there are. */
  readonly waiting: { readonly count: number; readonly members: readonly MemberReference[] };
};

export type MemberReference = { readonly id: string; readonly userName: string; readonly active: boolean };

/** What a change of members came to: who joined, waits or left, and who is no member of the organization. */
export type MembershipView = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly skipped: readonly string[];
};

/** One role that an ordinary group gives its members (G10). */
export type MappedRole =
  | { readonly projectId: string; readonly role: string }
  | { readonly teamId: string; readonly role: string };

export type MappingView = { readonly groupId: string; readonly roles: readonly MappedRole[] };

export type OwnerView = {
  readonly userId: string;
  readonly userName: string;
  readonly deactivationRefusedAt?: string;
};

export type KeyView = {
  readonly id: string;
  readonly name: string;
  readonly scope: KeyScope;
  readonly state: 'active' | 'expired' | 'deactivated';
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly deactivatedAt?: string;
  readonly lastUsedAt?: string;
  /** Keys that this one replaced and that still count for a while. */
  readonly replaced?: readonly { readonly until: string }[];
};

/** A key that has just been made: `key` is shown here and never again (T2). */
export type NewKeyView = KeyView & { readonly key: string };

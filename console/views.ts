/** What the admin API answers, as far as it is shown to people; test/console/views.test.ts holds it against the API. */

export type Organization = {
  readonly id: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly settings: {
    readonly ownerTransfer: string;
    readonly ownerTransferCooldown: number;
    readonly unknownMembers: string;
    readonly groupNames: string;
    readonly groups: string;
    readonly rateLimit: number | null;
  };
  readonly createdAt: string;
};

export type GeneratedGroup = { readonly id: string; readonly displayName: string; readonly role: string };

export type Project = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly groups: readonly GeneratedGroup[];
};

export type Role = { readonly id: string; readonly name: string; readonly rank: number; readonly builtIn: boolean };

export type Team = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly groups: readonly GeneratedGroup[];
};

/** A member in a list. */
export type MemberSummary = {
  readonly id: string;
  readonly userName: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly active: boolean;
  readonly orgRole: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

type GroupReference = { readonly id: string; readonly displayName: string };
type Access = {
  readonly projectId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly effectiveRole: string;
};

export type Member = MemberSummary & {
  readonly externalId?: string;
  readonly groups: readonly GroupReference[];
  readonly waitingGroups: readonly GroupReference[];
  readonly access: { readonly projects: readonly Access[]; readonly teams: readonly (Access & { teamId: string })[] };
  readonly taken?: {
    readonly at: string;
    readonly orgRole: string;
    readonly groups: readonly GroupReference[];
    readonly restorableUntil: string;
  };
  readonly deactivationRefusedAt?: string;
};

export type Restored = { readonly member: Member; readonly restoredGroups: readonly GroupReference[] };

/** A group in a list. */
export type GroupSummary = {
  readonly id: string;
  readonly displayName: string;
  readonly kind: string;
  readonly role?: string;
  readonly externalId?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export type MemberReference = { readonly id: string; readonly userName: string; readonly active: boolean };

export type Group = GroupSummary & {
  readonly memberCount: number;
  readonly lastPush?: {
    readonly at: string;
    readonly keyId: string;
    readonly requestId: string;
    readonly outcome: string;
    readonly skipped?: { readonly count: number; readonly ids: readonly string[] };
  };
  readonly waiting: { readonly count: number; readonly members: readonly MemberReference[] };
};

export type Membership = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly skipped: readonly string[];
};

export type MappedRole =
  | { readonly projectId: string; readonly role: string }
  | { readonly teamId: string; readonly role: string };
export type Mapping = { readonly groupId: string; readonly roles: readonly MappedRole[] };

export type Owner = { readonly userId: string; readonly userName: string; readonly deactivationRefusedAt?: string };

export type Key = {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly state: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly deactivatedAt?: string;
  readonly lastUsedAt?: string;
  readonly replaced?: readonly { readonly until: string }[];
};
export type NewKey = Key & { readonly key: string };

export type Change = {
  readonly id: string;
  readonly kind: string;
  readonly targetId: string;
  readonly status: 'running' | 'done';
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly handled: number;
};

/** An entry of the activity log. */
export type Activity = {
  readonly at: string;
  readonly requestId: string;
  readonly actor: { readonly type: string; readonly id: string; readonly name?: string };
  readonly onBehalfOf?: { readonly id: string; readonly name?: string };
  readonly outcome: string;
  readonly actions: readonly string[];
  readonly target?: { readonly type: string; readonly id?: string; readonly name?: string };
  readonly operation?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly changed?: readonly string[];
  readonly joined?: readonly { readonly id: string; readonly name?: string }[];
  readonly left?: readonly { readonly id: string; readonly name?: string }[];
  readonly skipped?: { readonly ids: readonly string[]; readonly count: number };
  readonly leftOut?: number;
  readonly help?: { readonly title: string; readonly cause: string; readonly solution: string; readonly url?: string };
};

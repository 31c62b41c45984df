/** How something ended. `partly`: applied, with something left out; `failed`: a fault of ours, or no time left. */
export const activityOutcomes = ['done', 'partly', 'refused', 'failed', 'warning'] as const;
export type ActivityOutcome = (typeof activityOutcomes)[number];

export const targetTypes = ['user', 'group', 'project', 'role', 'team', 'key', 'organization'] as const;
export type TargetType = (typeof targetTypes)[number];

/** What something was done to; without an id where a request named something that is not there. */
export type ActivityTarget = { readonly type: TargetType; readonly id?: string; readonly name?: string };

/** One entry of the activity log: what one request did to one thing, or what was refused. */
export type Activity = {
  /** When the request began (ISO 8601). */
  readonly at: string;
  readonly requestId: string;
  /** The id of the key, or the principal of the Console. */
  readonly actor: string;
  readonly onBehalfOf?: string;
  readonly outcome: ActivityOutcome;
  /** What was done, in words of `activityActions`; several where one request did several things to it. */
  readonly actions: readonly string[];
  readonly target?: ActivityTarget;
  /** The request as its route: `PATCH /Groups/{id}`; of refusals and notices alone. */
  readonly operation?: string;
  readonly status?: number;
  /** The refusal's place in the catalogue of help. */
  readonly code?: string;
  /** The sentence that the caller was given. */
  readonly detail?: string;
  /** Names of attributes that changed; never their values. */
  readonly changed?: readonly string[];
  /** Users who became members of the group or ceased to be, some of them where they are many; groups, of a user. */
  readonly joined?: readonly string[];
  readonly left?: readonly string[];
  /** How many they are, where that is known. */
  readonly joinedCount?: number;
  readonly leftCount?: number;
  /** Members that the organization does not know (G7). */
  readonly skipped?: { readonly ids: readonly string[]; readonly count: number };
  /** How many refusals were not recorded before this one, because there were too many at once. */
  readonly leftOut?: number;
};

/** What is looked for in the activity log; `from` and `to` are moments (ISO 8601), `to` not included. */
export type ActivityQuery = {
  readonly outcome?: ActivityOutcome;
  readonly actor?: string;
  /** The id of a user, group, project, role, team or key. */
  readonly target?: string;
  readonly from?: string;
  readonly to?: string;
};

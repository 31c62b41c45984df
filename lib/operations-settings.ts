/** What may differ from one deployment to the next in how it is watched. */
export type OperationsSettings = {
  /** Where docs/runbook.md is published for whoever is on call; absent: alarms name the file. */
  readonly runbookUrl?: string;
  /** How many users one organization may lose in ten minutes, deactivated or deleted, before an alarm tells of it. */
  readonly manyUsersLost: number;
  /** Plays a small round of Okta in an organization of its own, again and again; absent: nobody does. */
  readonly canary?: Canary;
};

/** Minutes from one round of the canary to the next unless given. */
export const usualMinutes = 5;

/** How often the canary plays; its key is put into its secret by hand (docs/monitoring.md). */
export type Canary = {
  /** Minutes from one round to the next, 1 to 60; 5 unless given. */
  readonly everyMinutes?: number;
};

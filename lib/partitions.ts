/** One character each of an organization's id. */
const organization = `ORG#${'?'.repeat(36)}`;

/** Partitions of the table as a policy names them: `?` stands for a character, `*` for any number of them. */
export const partitions = {
  /** What a SCIM key leads to, by its hash. */
  keys: `KEY#${'?'.repeat(64)}`,
  /** What an organization says of itself, its structure, and its keys in a list. */
  organization,
  /** The activity log. */
  activity: `${organization}#ACTIVITY#*`,
  /** How many requests were let in. */
  rates: `${organization}#RATE`,
  /** Where walks go on. */
  walks: `${organization}#WALKS`,
} as const;

/** Actions that are granted in some partitions of the table alone. */
export type NarrowGrant = { readonly actions: readonly string[]; readonly partitions: readonly string[] };

/** The types of items from whose changes something follows, in the words of the table. */
const written = [
  'profile',
  'standing',
  'tombstone',
  'group',
  'structure',
  'organization',
  'scimKey',
  'change',
  'sweep',
] as const;

/** The types of items whose end leads to something: what found a user, and marks whose time has come. */
const ended = ['profile', 'sweep', 'creation', 'keyReminder', 'purge'] as const;

const ofAnOrganization = { PK: { S: [{ prefix: 'ORG#' }] } };

/**
 * Which records of the table's stream the worker is given: a record has to match one of these. Lambda charges nothing for
 * the others, which are most of them: names, lookups, counters, memberships, slices of big changes, bookmarks and the
 * entries of the activity log.
 */
export const streamPatterns: readonly object[] = [
  { dynamodb: { Keys: ofAnOrganization, NewImage: { type: { S: written } } } },
  { eventName: ['REMOVE'], dynamodb: { Keys: ofAnOrganization, OldImage: { type: { S: ended } } } },
  // What requests noted themselves is copied to where it is found by its target.
  { eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ suffix: '#ACTIVITY#NOTED' }] } } } },
];

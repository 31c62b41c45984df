/** The types of items whose changes lead to something, in the words of the table. */
const types = [
  'profile',
  'standing',
  'group',
  'structure',
  'organization',
  'owner',
  'scimKey',
  'keyReminder',
  'change',
  'sweep',
  'creation',
  'purge',
  'tombstone',
] as const;

const ofAnOrganization = { PK: { S: [{ prefix: 'ORG#' }] } };

/**
 * Which records of the table's stream the worker is given: a record has to match one of these. Lambda charges nothing for
 * the others, which are most of them: names, lookups, counters, memberships and the entries of the activity log.
 */
export const streamPatterns: readonly object[] = [
  { dynamodb: { Keys: ofAnOrganization, NewImage: { type: { S: types } } } },
  { eventName: ['REMOVE'], dynamodb: { Keys: ofAnOrganization, OldImage: { type: { S: types } } } },
  // What requests noted themselves is copied to where it is found by its target.
  { eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ suffix: '#ACTIVITY#NOTED' }] } } } },
];

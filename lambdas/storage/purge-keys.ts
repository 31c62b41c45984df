import { wholePartition } from './key-ranges.ts';
import { scimKeyEntryRange } from './keys.ts';
import type { Key, KeyRange } from './keys.ts';

/** Goes, by its time to live, when nobody writes any more to an organization that was removed. */
export function purgeKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'META#PURGE' };
}

/** The parts of an organization that are one partition each. */
export type WholePart = 'USERS' | 'NAMES' | 'FIND' | 'COUNT' | 'GROUPS' | 'PENDING' | 'CHANGES' | 'OPEN';

/** All of one part. */
export function wholePart(organization: string, part: WholePart): KeyRange {
  return { PK: `ORG#${organization}#${part}`, ...wholePartition };
}

/** All of an organization that is found by no other item but the logs of its activity, its SCIM keys and the people first. */
export function purgeRanges(organization: string): readonly KeyRange[] {
  const parts = ['USERS', 'OPEN', 'NAMES', 'FIND', 'COUNT', 'GROUPS', 'PENDING', 'WALKS', 'LOST', 'RATE'];
  return [
    scimKeyEntryRange(organization),
    ...parts.map((part) => ({ PK: `ORG#${organization}#${part}`, ...wholePartition })),
  ];
}

/**
 * The same, and what requests read that began before the organization was removed: owner and structure. Changes too, among
 * which is the one that tells how far the deletion has come.
 */
export function remainsRanges(organization: string): readonly KeyRange[] {
  return [
    ...purgeRanges(organization),
    { PK: `ORG#${organization}`, from: 'OWNER', to: 'TEAM$' },
    { PK: `ORG#${organization}#CHANGES`, ...wholePartition },
  ];
}

import type { Key } from '#storage/keys.ts';

/** What `verify` finds in a table: `damage` breaks a promise; a `note` is a leftover that does no harm or goes by itself. */
export type Finding = {
  readonly code: FindingCode;
  readonly severity: 'damage' | 'note';
  /** The items that it is about, the one at which it was found first. */
  readonly keys: readonly Key[];
  readonly words: string;
  readonly advice: string;
};

const repeat =
  'Please send the user once more from the identity provider, or change it in the Console, and verify again.';
const ask =
  'Please keep the table as it is (a backup by point-in-time recovery) and report this: no request writes it.';
const worker = 'Please look whether the stream worker runs, and at its alarms; what was set aside can be replayed.';
const wake = `${worker} In a table that was restored nothing tells the worker of it: docs/backup.md says how to wake it.`;
const nothing = 'Nothing needs to be done.';

/** Each kind of finding: how bad it is, and what to do about it. */
export const findingKinds = {
  unknownItem: ['damage', ask],
  unreadable: ['damage', ask],
  misplaced: ['damage', ask],
  insane: ['damage', ask],
  organizationNotListed: ['damage', 'Please change the name of the organization in the Console, which lists it again.'],
  ownerMissing: ['damage', ask],
  ownerNotUser: ['damage', 'Please transfer ownership in the Console.'],
  ownerWithoutFlag: ['damage', 'Please transfer ownership in the Console, and back.'],
  secondOwner: ['damage', ask],
  keyMissing: ['damage', 'Please regenerate the key in the Console.'],
  profileWithoutStanding: ['damage', ask],
  standingWithoutProfile: ['damage', ask],
  userNameMissing: ['damage', repeat],
  userNameNotHeld: ['damage', ask],
  lookupMissing: ['damage', repeat],
  lookupLeft: ['damage', ask],
  nameLookupMissing: ['damage', worker],
  nameLookupLeft: ['note', nothing],
  inactiveWithGroups: ['damage', 'Please activate and deactivate the user.'],
  activeWaiting: ['damage', 'Please deactivate and activate the user.'],
  groupTwice: ['damage', ask],
  memberMissing: ['damage', 'Please remove the user from the group and add the user again.'],
  memberDiffers: ['damage', 'Please remove the user from the group and add the user again.'],
  memberNotInStanding: ['damage', 'Please add the user to the group and remove the user again.'],
  memberOutOfSight: ['damage', 'Please remove the user from the group and add the user again.'],
  memberOfNobody: ['damage', ask],
  memberOfNoGroup: ['damage', ask],
  membershipWithoutGroup: ['damage', ask],
  membersToSweep: ['note', 'The stream worker removes them. Please verify again in a quarter of an hour.'],
  sweepOfLivingGroup: ['damage', ask],
  groupMissing: ['damage', ask],
  groupOfNothing: ['damage', ask],
  groupNameMissing: ['damage', 'Please rename the group.'],
  groupNameNotHeld: ['damage', ask],
  reservationMissing: ['damage', 'Please rename the project, role or team, and back.'],
  nameClash: ['damage', 'Please rename the ordinary group, or the project, role or team.'],
  reservationLeft: [
    'note',
    'It keeps the name from ordinary groups. Please rename something to it and back to free it.',
  ],
  partOfNoProject: ['damage', ask],
  deletionWithoutChange: ['damage', ask],
  countDiffers: ['damage', ask],
  changeStandsStill: ['damage', wake],
  headWithoutChange: ['damage', worker],
  headMissing: ['damage', ask],
  journalWithoutChange: ['damage', ask],
  sliceOfNothing: ['note', 'Its request ended before it counted. The table removes it by its time to live.'],
  sliceLeft: ['damage', worker],
  reminderOfNothing: ['note', nothing],
  changesTooFast: ['note', 'Please verify again when less is written.'],
} as const satisfies Readonly<Record<string, readonly [severity: Finding['severity'], advice: string]>>;

/** The name of a kind of finding. */
export type FindingCode = keyof typeof findingKinds;

/** What looks wrong in an item; it is reported where a second look finds the same. */
export type Suspicion = {
  readonly code: FindingCode;
  readonly words: string;
  /** Other items that it is about. */
  readonly keys?: readonly Key[];
  /** For so many milliseconds it may be so, while somebody works on it. */
  readonly patience?: number;
};

/** The finding that a suspicion about an item has become. */
export function findingOf({ code, words, keys = [] }: Suspicion, at: Key): Finding {
  const [severity, advice] = findingKinds[code];
  return { code, severity, keys: [{ PK: at.PK, SK: at.SK }, ...keys], words, advice };
}

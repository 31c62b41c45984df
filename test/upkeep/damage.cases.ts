import type { Item } from '#storage/item.ts';
import type { FindingCode } from '../../upkeep/finding.ts';

/** What is done to a table, and what has to be found. */
export type Damage = {
  readonly words: string;
  /** The item that it is done to: the first of these. */
  readonly to: (item: Item) => boolean;
  /** What it becomes; nothing where it goes. */
  readonly becomes?: (item: Item, items: readonly Item[]) => Item;
  /** What comes beside it; the item itself stays. */
  readonly beside?: (item: Item) => Item;
  readonly finds: readonly FindingCode[];
};

const of =
  (type: string, holds: (item: Item) => boolean = () => true) =>
  (item: Item) =>
    item['type'] === type && holds(item);

/** Ada is active, in "Everybody" and in a group of a team; Bob is inactive and waits for "Everybody". An id may have "ada" within. */
const adas = (type: string) => of(type, (item) => /\bada\b/u.test(JSON.stringify(item)));
const active = of(
  'standing',
  ({ active: is, owner, groups }) => is === true && owner === false && groups instanceof Set,
);
const inactive = of('standing', ({ active: is }) => is === false);
const owners = of('standing', ({ owner }) => owner === true);
const ordinary = of('group', ({ place }) => (place as { kind: string }).kind === 'ordinary');
const generated = of('group', ({ place, memberPartitions }) => {
  return (place as { kind: string }).kind === 'project' && memberPartitions === undefined;
});
const nobody = '00000000-0000-4000-8000-000000000000';
const change = '11111111-1111-4111-8111-111111111111';

const runningChange = ({ PK }: Item, more: object = {}): Item => ({
  PK: `${organizationPart(PK)}#CHANGES`,
  SK: change,
  type: 'change',
  v: 1,
  by: {},
  id: change,
  kind: 'projectRename',
  targetId: nobody,
  status: 'running',
  startedAt: '2026-03-01T12:00:00.000Z',
  handled: 0,
  work: {},
  ...more,
});

function organizationPart(partition: string): string {
  return partition.split('#').slice(0, 2).join('#');
}

/** Each kind of damage. */
export const damages: readonly Damage[] = [
  {
    words: 'a profile goes',
    to: adas('profile'),
    finds: [
      'standingWithoutProfile',
      'userNameNotHeld',
      'lookupLeft',
      'lookupLeft',
      'nameLookupLeft',
      'nameLookupLeft',
      'countDiffers',
    ],
  },
  { words: 'a standing goes', to: active, finds: ['profileWithoutStanding', 'memberOfNobody', 'memberOfNobody'] },
  { words: 'a userName goes', to: of('userName'), finds: ['userNameMissing'] },
  {
    words: "a userName becomes another's",
    to: adas('userName'),
    becomes: (item) => ({ ...item, userId: nobody }),
    finds: ['userNameMissing', 'userNameNotHeld'],
  },
  { words: 'an externalId goes', to: of('externalId'), finds: ['lookupMissing'] },
  { words: 'an address goes', to: adas('email'), finds: ['lookupMissing'] },
  { words: 'a name goes', to: adas('name'), finds: ['nameLookupMissing'] },
  {
    words: 'an address leads to somebody else',
    to: adas('email'),
    beside: (item) => ({ ...item, SK: item.SK.replace('ada@', 'eda@') }),
    finds: ['lookupLeft'],
  },
  {
    words: 'a name leads to somebody else',
    to: adas('name'),
    beside: (item) => ({ ...item, SK: item.SK.replace('ada', 'eda') }),
    finds: ['nameLookupLeft'],
  },
  { words: 'a membership goes', to: of('member'), finds: ['memberMissing'] },
  {
    words: 'a membership waits that is in effect',
    to: of('member', ({ waiting }) => waiting === false),
    becomes: (item) => ({ ...item, waiting: true }),
    finds: ['memberDiffers'],
  },
  {
    words: 'a membership is of an older epoch',
    to: of('member', ({ waiting }) => waiting === true),
    becomes: (item) => ({ ...item, epoch: 0 }),
    finds: ['memberDiffers'],
  },
  {
    words: "a membership is in another's partition",
    to: of('member'),
    becomes: (item, items) => ({ ...item, PK: partitionWithout(items, item.PK.slice(0, -1)) }),
    finds: ['memberMissing', 'memberOutOfSight', 'misplaced'],
  },
  {
    words: 'a membership is of a group that is none',
    to: of('member'),
    beside: (item) => ({ ...item, PK: `${item.PK.slice(0, -38)}${nobody}#${item.PK.slice(-1)}` }),
    finds: ['memberOfNoGroup'],
  },
  {
    words: 'a standing forgets its groups',
    to: active,
    becomes: ({ groups: _, ...item }) => item as Item,
    finds: ['memberNotInStanding', 'memberNotInStanding'],
  },
  {
    words: 'a standing is inactive, and in groups',
    to: active,
    becomes: (item) => ({ ...item, active: false }),
    finds: ['inactiveWithGroups'],
  },
  {
    words: 'a standing is active, and waits',
    to: inactive,
    becomes: (item) => ({ ...item, active: true }),
    finds: ['activeWaiting'],
  },
  {
    words: 'a standing is in a group and waits for it',
    to: active,
    becomes: (item) => ({ ...item, waiting: item['groups'] as unknown }),
    finds: ['activeWaiting', 'groupTwice', 'memberDiffers', 'memberDiffers'],
  },
  {
    words: 'a standing has no number',
    to: inactive,
    becomes: (item) => ({ ...item, revision: 0.5 }),
    finds: ['insane'],
  },
  {
    words: 'a moment is none',
    to: adas('profile'),
    becomes: (item) => ({ ...item, createdAt: 'yesterday' }),
    finds: ['insane'],
  },
  {
    words: 'a second standing has the flag of the owner',
    to: active,
    becomes: (item) => ({ ...item, owner: true, role: 'Admin' }),
    finds: ['secondOwner'],
  },
  { words: 'the owner is inactive', to: owners, becomes: (item) => ({ ...item, active: false }), finds: ['insane'] },
  {
    words: 'the owner has no flag',
    to: owners,
    becomes: (item) => ({ ...item, owner: false }),
    finds: ['ownerWithoutFlag'],
  },
  {
    words: 'the owner is nobody',
    to: of('owner'),
    becomes: (item) => ({ ...item, userId: nobody }),
    finds: ['ownerNotUser', 'secondOwner'],
  },
  { words: 'there is no owner', to: of('owner'), finds: ['ownerMissing', 'secondOwner'] },
  { words: 'there is no structure', to: of('structure'), finds: ['insane'] },
  { words: 'the organization is not listed', to: of('organizationName'), finds: ['organizationNotListed'] },
  { words: 'a SCIM key has no hash', to: of('scimKey', ({ SK }) => SK === 'KEY'), finds: ['keyMissing'] },
  {
    words: 'an ordinary group goes',
    to: ordinary,
    finds: [
      'membershipWithoutGroup',
      'membershipWithoutGroup',
      'memberOfNoGroup',
      'memberOfNoGroup',
      'groupNameNotHeld',
      'countDiffers',
    ],
  },
  { words: 'a generated group goes', to: generated, finds: ['groupMissing'] },
  {
    words: 'a generated group becomes another',
    to: generated,
    becomes: (item) => ({ ...item, place: { kind: 'project', projectId: nobody, roleId: 'admin' } }),
    finds: ['groupMissing', 'groupOfNothing'],
  },
  {
    words: 'a generated group becomes one of a project that is being created',
    to: generated,
    becomes: (item) => ({ ...item, place: { kind: 'project', projectId: nobody, roleId: 'admin' } }),
    beside: ({ PK }) => ({
      PK: `${organizationPart(PK)}#PENDING`,
      SK: `CREATION#${nobody}`,
      type: 'creation',
      v: 1,
      partId: nobody,
      expiresAt: 9e9,
    }),
    finds: ['groupMissing'],
  },
  {
    words: 'a group does not look for its members',
    to: ordinary,
    becomes: ({ memberPartitions: _, ...item }) => item as Item,
    finds: ['memberOutOfSight', 'memberOutOfSight'],
  },
  {
    words: 'the name of an ordinary group goes',
    to: of('groupName', ({ kind }) => kind === 'ordinary'),
    finds: ['groupNameMissing'],
  },
  {
    words: 'a name belongs to an ordinary group that has another',
    to: of('groupName', ({ kind }) => kind === 'ordinary'),
    beside: (item) => ({ ...item, SK: `${item.SK}2` }),
    finds: ['groupNameNotHeld'],
  },
  {
    words: 'the name of a generated group is not kept',
    to: of('groupName', ({ kind }) => kind === 'project'),
    finds: ['reservationMissing'],
  },
  {
    words: 'the name of a generated group is that of an ordinary one',
    to: of('groupName', ({ kind }) => kind === 'project'),
    becomes: (item) => ({ ...item, kind: 'ordinary' }),
    finds: ['nameClash', 'groupNameNotHeld'],
  },
  {
    words: 'a name is kept that no group has',
    to: of('groupName', ({ kind }) => kind === 'project'),
    beside: (item) => ({ ...item, SK: `${item.SK}2` }),
    finds: ['reservationLeft'],
  },
  {
    words: 'a project goes',
    to: of('project', ({ name }) => name === 'Mobile App'),
    finds: [
      'groupOfNothing',
      'groupOfNothing',
      'groupOfNothing',
      'reservationLeft',
      'reservationLeft',
      'reservationLeft',
    ],
  },
  {
    words: 'a team has no project',
    to: of('team'),
    becomes: (item) => ({ ...item, projectId: nobody }),
    finds: ['partOfNoProject', 'reservationLeft', 'reservationLeft'],
  },
  {
    words: 'a marked project is cleared by nobody',
    to: of('project', ({ name }) => name === 'Mobile App'),
    becomes: (item) => ({ ...item, deletedBy: change }),
    finds: ['deletionWithoutChange', 'reservationLeft', 'reservationLeft', 'reservationLeft'],
  },
  {
    words: 'a counter of users is wrong',
    to: of('count', ({ SK }) => SK.startsWith('USERS')),
    becomes: ({ PK, SK, type, v }) => ({ PK, SK, type, v }),
    finds: ['countDiffers'],
  },
  {
    words: 'a counter of groups goes',
    to: of('count', ({ SK, ...item }) => SK.startsWith('GROUPS') && Object.values(item).includes(1)),
    finds: ['countDiffers'],
  },
  { words: 'a change stands still', to: of('organization'), beside: runningChange, finds: ['changeStandsStill'] },
  {
    words: 'a change is of no kind',
    to: of('organization'),
    beside: (item) => runningChange(item, { kind: 'nothing' }),
    finds: ['unreadable'],
  },
  {
    words: 'a change has handled less than nothing',
    to: of('organization'),
    beside: (item) => runningChange(item, { status: 'done', handled: -1 }),
    finds: ['insane'],
  },
  {
    words: 'a user is in transit without a change',
    to: of('owner'),
    beside: (item) => ({
      ...item,
      PK: `${item.PK}#OPEN`,
      SK: `USER#${String(item['userId'])}#${change}`,
      type: 'openUser',
      left: 9,
    }),
    finds: ['headWithoutChange', 'insane'],
  },
  {
    words: 'a group is open without a change',
    to: ordinary,
    beside: (item) => ({
      ...item,
      PK: `${organizationPart(item.PK)}#OPEN`,
      SK: `GROUP#${item.SK}#${change}`,
      type: 'openGroup',
      groupId: item.SK,
    }),
    finds: ['headWithoutChange'],
  },
  {
    words: 'a group waits for a change that is none',
    to: ordinary,
    becomes: (item) => ({ ...item, journal: [change], journalCommits: 1 }),
    finds: ['journalWithoutChange', 'headMissing'],
  },
  { words: 'a slice is of no change', to: ordinary, beside: (item) => sliceOf(item), finds: ['sliceOfNothing'] },
  {
    words: 'a group is swept that is there',
    to: ordinary,
    beside: (item) => sweepOf(item, item.SK),
    finds: ['sweepOfLivingGroup'],
  },
  {
    words: 'a group is swept that is gone',
    to: of('member'),
    becomes: (item) => ({ ...item, PK: `${item.PK.slice(0, -38)}${nobody}#${item.PK.slice(-1)}` }),
    beside: (item) => sweepOf(item, nobody),
    finds: ['memberMissing', 'membersToSweep'],
  },
  {
    words: 'a deleted user has a profile',
    to: adas('profile'),
    beside: ({ PK, SK }) => ({ PK, SK: `${SK}#M`, type: 'tombstone', v: 1, userId: SK, name: 'ada', expiresAt: 9e9 }),
    finds: ['profileWithoutStanding', 'profileWithoutStanding', 'memberOfNobody', 'memberOfNobody'],
  },
  {
    words: 'there is a reminder of no key',
    to: of('organization'),
    beside: ({ PK }) => ({
      PK: `${PK}#PENDING`,
      SK: `REMINDER#${nobody}`,
      type: 'keyReminder',
      v: 1,
      keyId: nobody,
      endsAt: '2027-01-01T00:00:00Z',
      expiresAt: 9e9,
    }),
    finds: ['reminderOfNothing'],
  },
  {
    words: 'an item is of a type that nobody knows',
    to: of('userName'),
    becomes: (item) => ({ ...item, type: 'nickname' }),
    finds: ['unknownItem'],
  },
  {
    words: 'an item is of a version to come',
    to: inactive,
    becomes: (item) => ({ ...item, v: 2 }),
    finds: ['unreadable'],
  },
  {
    words: 'an item stands in the place of another',
    to: inactive,
    beside: (item) => ({ ...item, SK: `${nobody}#M` }),
    finds: ['misplaced'],
  },
];

/** A slice of a change of a group. */
export function sliceOf({ PK, SK }: Item, changeId = change): Item {
  const key = { PK: `${organizationPart(PK)}#JOURNAL#${SK}`, SK: `${changeId}#0000` };
  return { ...key, type: 'slice', v: 1, entries: new Uint8Array(20), expiresAt: 9e9 };
}

function sweepOf({ PK }: Item, groupId: string): Item {
  const key = { PK: `${organizationPart(PK)}#PENDING`, SK: `SWEEP#${groupId}` };
  return { ...key, type: 'sweep', v: 1, groupId, expiresAt: 9e9 };
}

/** A change that has come to its end. */
export function doneChange(item: Item): Item {
  return runningChange(item, { status: 'done' });
}

/** A partition of a group that has no member, so that nobody who reads the group looks into it. */
function partitionWithout(items: readonly Item[], partitions: string): string {
  const free = '0123456789abcdef'.split('').find((digit) => items.every(({ PK }) => PK !== partitions + digit));
  if (free === undefined) throw new Error('Each partition has a member.');
  return partitions + free;
}

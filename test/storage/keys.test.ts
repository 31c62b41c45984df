import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeEntry, changeRanges } from '#storage/changed-keys.ts';
import {
  countAttribute,
  firstBucketOfCounter,
  groupCountKey,
  markAttribute,
  userCountKey,
} from '#storage/count-keys.ts';
import { groupKey, groupNameKey, groupsBeside, groupsFrom, sweepKey } from '#storage/group-keys.ts';
import {
  changeKey,
  keyReminderKey,
  organizationKey,
  organizationNameKey,
  organizationsAfter,
  ownerKey,
  projectKey,
  roleKey,
  scimKeyEntryKey,
  scimKeyEntryRange,
  scimKeyKey,
  structureKey,
  structureRange,
  teamKey,
} from '#storage/keys.ts';
import type { Entry, Key, KeyRange } from '#storage/keys.ts';
import { emailKey, emailRange, externalIdKey, externalIdRange } from '#storage/lookup-keys.ts';
import { memberKey, memberRanges } from '#storage/member-keys.ts';
import { purgeKey, purgeRanges, remainsRanges } from '#storage/purge-keys.ts';
import {
  profileKey,
  standingKey,
  userIdAtEnd,
  userIdAtStart,
  userNameKey,
  userRange,
  usersBeside,
  usersFrom,
  usersOf,
} from '#storage/user-keys.ts';
import { bookmarkKey } from '#storage/walk-keys.ts';
import { fold } from '#scim/fold.ts';

const id = 'abc01234-5678-4abc-8def-0123456789ab';
const group = '11111111-2222-4333-8444-555555555555';

describe('keys', () => {
  it.each<[Key, string, string]>([
    [organizationKey('o'), 'ORG#o', 'META'],
    [ownerKey('o'), 'ORG#o', 'OWNER'],
    [structureKey('o'), 'ORG#o', 'STRUCTURE'],
    [projectKey('o', 'p'), 'ORG#o', 'PROJECT#p'],
    [roleKey('o', 'r'), 'ORG#o', 'ROLE#r'],
    [teamKey('o', 't'), 'ORG#o', 'TEAM#t'],
    [scimKeyKey('h'), 'KEY#h', 'KEY'],
    [scimKeyEntryKey('o', 'k'), 'ORG#o', 'KEY#k'],
    [organizationNameKey({ id, name: 'Ácme Co' }), 'ORGANIZATIONS', `NAME#ácme co\t${id}`],
    [keyReminderKey('o', 'k'), 'ORG#o#PENDING', 'REMINDER#k'],
    [purgeKey('o'), 'ORG#o', 'META#PURGE'],
    [profileKey('o', id), 'ORG#o#USERS', id],
    [standingKey('o', id), 'ORG#o#USERS', `${id}#M`],
    [userNameKey('o', 'Ada@Example.com'), 'ORG#o#NAMES', 'USER#ada@example.com'],
    [groupNameKey('o', 'Statsig-Project A-Read-Only'), 'ORG#o#NAMES', 'GROUP#statsig-projecta-read-only'],
    [externalIdKey('o', 'E#1%', id), 'ORG#o#FIND', `EXT#E%231%25#${id}`],
    [emailKey('o', 'Ada@Example.com', id), 'ORG#o#FIND', `MAIL#ada@example.com#${id}`],
    [userCountKey('o', id), 'ORG#o#COUNT', 'USERS#ab'],
    [groupCountKey('o', id), 'ORG#o#COUNT', 'GROUPS#ab'],
    [groupKey('o', group), 'ORG#o#GROUPS', group],
    [memberKey('o', group, id), `ORG#o#MEMBERS#${group}#a`, id],
    [sweepKey('o', group), 'ORG#o#PENDING', `SWEEP#${group}`],
  ])('are %j', (key, PK, SK) => {
    expect(key).toEqual({ PK, SK });
  });

  it('lead the index of changes to the hour', () => {
    expect(changeEntry('o', id, '2026-11-23T15:42:34.123Z')).toEqual({
      ChangedPK: 'ORG#o#CHANGED#a',
      ChangedSK: '2026-11-23T15',
    });
    expect(userIdAtStart(standingKey('o', id).SK)).toBe(id);
    expect(userIdAtStart(profileKey('o', id).SK)).toBe(id);
  });

  it('count an id by its first three digits', () => {
    expect(firstBucketOfCounter(userCountKey('o', id).SK)).toBe(0xab0);
    expect(countAttribute(id)).toBe('dc');
    expect(markAttribute(id)).toBe('hc');
  });
});

describe('ranges', () => {
  const holds = (range: KeyRange, { PK, SK }: Key): boolean => PK === range.PK && range.from <= SK && SK <= range.to;

  it('hold both halves of one user and nothing of the neighbours', () => {
    const range = userRange('o', id);
    expect(holds(range, profileKey('o', id)) && holds(range, standingKey('o', id))).toBe(true);
    expect(holds(range, profileKey('o', id.replace(/b$/u, 'c')))).toBe(false);
    expect(holds(range, standingKey('o', id.replace(/b$/u, 'a')))).toBe(false);
  });

  it('begin with the bucket and go to the end', () => {
    expect(usersFrom('o', 0x0a).from).toBe('00a');
    expect(holds(usersFrom('o', 0xabc), profileKey('o', id))).toBe(true);
    expect(holds(usersFrom('o', 0xabd), profileKey('o', id))).toBe(false);
    expect(holds(groupsFrom('o', 0), groupKey('o', 'ffffffff-ffff-4fff-8fff-ffffffffffff'))).toBe(true);
  });

  it('end before another bucket', () => {
    expect(holds(usersFrom('o', 0, 0xabd), standingKey('o', id))).toBe(true);
    expect(holds(usersFrom('o', 0, 0xabc), profileKey('o', id))).toBe(false);
    expect(holds(groupsFrom('o', 0xabc, 0xabd), groupKey('o', id))).toBe(true);
    expect(holds(groupsFrom('o', 0, 0xabc), groupKey('o', id))).toBe(false);
    expect(usersOf('o', 0xabc)).toEqual({ PK: 'ORG#o#USERS', prefix: 'abc' });
    expect(usersOf('o', 0xa)).toEqual({ PK: 'ORG#o#USERS', prefix: '00a' });
  });

  it('hold what is beside an id, and of the id itself at most the first item', () => {
    const [lower, higher] = [id.replace(/b$/u, 'a'), id.replace(/b$/u, 'c')];
    for (const side of ['after', 'before'] as const) {
      const users = usersBeside('o', id, side);
      const groups = groupsBeside('o', id, side);
      for (const other of [lower, higher]) {
        const isThere = side === 'after' ? other > id : other < id;
        expect(holds(users, profileKey('o', other)) && holds(users, standingKey('o', other))).toBe(isThere);
        expect(holds(groups, groupKey('o', other))).toBe(isThere);
      }
      expect(holds(users, standingKey('o', id))).toBe(false);
      expect(holds(usersBeside('o', undefined, side), profileKey('o', id))).toBe(true);
      expect(holds(groupsBeside('o', undefined, side), groupKey('o', id))).toBe(true);
    }
  });

  it('hold each change in one of seventeen', () => {
    const holdsEntry = (range: KeyRange, { ChangedPK: PK, ChangedSK: SK }: Entry) => holds(range, { PK, SK });
    const ranges = changeRanges('o', '2026-11-23T14', '2026-11-23T15');
    expect(ranges).toHaveLength(16);
    const counted = (entry: Entry) => ranges.filter((range) => holdsEntry(range, entry)).length;
    for (const [hour, found] of [
      ['13', 0],
      ['14', 1],
      ['15', 1],
      ['16', 0],
    ] as const) {
      for (const digit of '0123456789abcdef') {
        expect(counted(changeEntry('o', `${digit}${id.slice(1)}`, `2026-11-23T${hour}:59:59.999Z`))).toBe(found);
      }
    }
    expect(counted(changeEntry('other', id, '2026-11-23T14:00:00.000Z'))).toBe(0);
  });

  it('hold all of the structure and neither owner nor keys', () => {
    const range = structureRange('o');
    for (const key of [projectKey('o', 'x'), roleKey('o', 'x'), structureKey('o'), teamKey('o', 'x')]) {
      expect(holds(range, key)).toBe(true);
    }
    for (const key of [organizationKey('o'), purgeKey('o'), ownerKey('o'), scimKeyEntryKey('o', 'x')]) {
      expect(holds(range, key)).toBe(false);
    }
  });

  it('hold the organizations after a name and id, and without one all of them', () => {
    const first = { id, name: 'Acme' };
    const after = [
      { id: `b${id.slice(1)}`, name: 'acme' },
      { id, name: 'Acme 2' },
      { id, name: 'Zebra' },
      { id, name: '\u{1F600}' },
    ];
    const before = [first, { id: `9${id.slice(1)}`, name: 'ACME' }, { id, name: 'Abc' }];
    for (const place of after) expect(holds(organizationsAfter(first), organizationNameKey(place))).toBe(true);
    for (const place of before) expect(holds(organizationsAfter(first), organizationNameKey(place))).toBe(false);
    for (const place of [...before, ...after]) {
      expect(holds(organizationsAfter(), organizationNameKey(place))).toBe(true);
    }
  });

  it('hold the keys in the list of an organization, and nothing else beside them', () => {
    const range = scimKeyEntryRange('o');
    expect(holds(range, scimKeyEntryKey('o', id))).toBe(true);
    for (const key of [organizationKey('o'), ownerKey('o'), purgeKey('o'), structureKey('o')]) {
      expect(holds(range, key)).toBe(false);
    }
  });

  it('of what is erased hold everything but the organization itself, and not at first what requests still read', () => {
    const isIn = (ranges: readonly KeyRange[], key: Key): boolean => ranges.some((range) => holds(range, key));
    const erased = [
      scimKeyEntryKey('o', 'k'),
      profileKey('o', id),
      standingKey('o', `f${id.slice(1)}`),
      userNameKey('o', 'ada@example.com'),
      groupNameKey('o', 'Crew'),
      externalIdKey('o', 'E', id),
      emailKey('o', 'a@example.com', id),
      userCountKey('o', id),
      groupCountKey('o', id),
      groupKey('o', id),
      sweepKey('o', id),
      keyReminderKey('o', id),
      bookmarkKey('o', { keyId: id, question: 'q', startIndex: 101 }),
    ];
    for (const key of erased) expect(isIn(purgeRanges('o'), key)).toBe(true);
    const remains = [
      ownerKey('o'),
      projectKey('o', 'x'),
      roleKey('o', 'x'),
      structureKey('o'),
      teamKey('o', 'x'),
      changeKey('o', id),
    ];
    for (const key of remains) expect(isIn(purgeRanges('o'), key)).toBe(false);
    for (const key of [...erased, ...remains]) expect(isIn(remainsRanges('o'), key)).toBe(true);
    expect(isIn(remainsRanges('o'), organizationKey('o'))).toBe(false);
  });

  it('hold each member in one of sixteen', () => {
    const found = memberRanges('o', group).filter((range) => holds(range, memberKey('o', group, id)));
    expect(found).toHaveLength(1);
    expect(memberRanges('o', group)).toHaveLength(16);
  });

  it('hold the users of one value and of no other, whatever the values are', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[ab#%]{0,4}$/u),
      fc.constant(`a#${id}`),
    );
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(holds(externalIdRange('o', one), externalIdKey('o', other, id))).toBe(one === other);
        expect(userIdAtEnd(emailKey('o', other, id).SK)).toBe(id);
        expect(holds(emailRange('o', one), emailKey('o', other, id))).toBe(fold(one) === fold(other));
      }),
    );
  });
});

describe('long values', () => {
  it('are kept whole up to 800 bytes', () => {
    expect(userNameKey('o', 'x'.repeat(800)).SK).toBe(`USER#${'x'.repeat(800)}`);
  });

  it.each([
    ['one-byte characters', 'x'.repeat(801)],
    ['two-byte characters', 'é'.repeat(401)],
    ['four-byte characters', `x${'𝒳'.repeat(300)}`.normalize('NFD')],
  ])('of %s fit into a sort key, and differ where the values differ', (_, text) => {
    const key = externalIdKey('o', text, id).SK;
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1_024);
    expect(key).toMatch(/^EXT#.{200,800}~[0-9a-f]{64}#/su);
    expect(key).not.toContain('\uFFFD');
    expect(externalIdKey('o', `${text}y`, id).SK).not.toBe(key);
    expect(externalIdKey('o', text, id).SK).toBe(key);
  });

  it('never read as a value that was kept whole', () => {
    const cut = externalIdKey('o', 'x'.repeat(900), id).SK.slice('EXT#'.length, -id.length - 1);
    expect(externalIdKey('o', cut, id).SK).not.toBe(externalIdKey('o', 'x'.repeat(900), id).SK);
  });
});

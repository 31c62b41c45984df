import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  countAttribute,
  emailKey,
  emailRange,
  externalIdKey,
  externalIdRange,
  firstBucketOfCounter,
  groupCountKey,
  groupKey,
  groupNameKey,
  groupsFrom,
  memberKey,
  memberRanges,
  organizationKey,
  ownerKey,
  profileKey,
  projectKey,
  roleKey,
  scimKeyEntryKey,
  scimKeyKey,
  standingKey,
  structureKey,
  structureRange,
  sweepKey,
  teamKey,
  userCountKey,
  userIdAtEnd,
  userNameKey,
  userRange,
  usersFrom,
} from '#storage/keys.ts';
import { fold } from '#scim/fold.ts';
import type { Key, KeyRange } from '#storage/keys.ts';

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

  it('count an id by its first three digits', () => {
    expect(bucketOf(id)).toBe(0xabc);
    expect(firstBucketOfCounter(userCountKey('o', id).SK)).toBe(0xab0);
    expect(countAttribute(id)).toBe('dc');
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

  it('hold all of the structure and neither owner nor keys', () => {
    const range = structureRange('o');
    for (const key of [projectKey('o', 'x'), roleKey('o', 'x'), structureKey('o'), teamKey('o', 'x')]) {
      expect(holds(range, key)).toBe(true);
    }
    for (const key of [organizationKey('o'), ownerKey('o'), scimKeyEntryKey('o', 'x')]) {
      expect(holds(range, key)).toBe(false);
    }
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

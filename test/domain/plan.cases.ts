import type { Plan } from '#domain/plan.ts';

const id = '7b0f1d3c-0000-4000-8000-000000000001';
const day = '2026-03-01T00:00:00.000Z';
const later = '2026-03-02T00:00:00.000Z';
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** Filters on users with their plans; undefined where everything has to be looked at. */
export const userPlans: readonly (readonly [string, Plan | undefined])[] = [
  [`id eq "${id}"`, [{ index: 'id', value: id }]],
  ['USERNAME eq "A"', [{ index: 'userName', value: 'A' }]],
  ['userName sw "A"', [{ index: 'userNamePrefix', value: 'A' }]],
  ['userName sw ""', undefined],
  ['userName eq "\\"\\u00e9"', [{ index: 'userName', value: '"é' }]],
  ['externalId eq ""', [{ index: 'externalId', value: '' }]],
  ['emails eq "a"', [{ index: 'email', value: 'a' }]],
  ['emails.value eq "a"', [{ index: 'email', value: 'a' }]],
  ['emails[type eq "work" and value eq "a"]', [{ index: 'email', value: 'a' }]],
  [
    'emails[value eq "a" or value eq "b"]',
    [
      { index: 'email', value: 'a' },
      { index: 'email', value: 'b' },
    ],
  ],
  ['emails[type eq "work"]', undefined],
  ['emails[not (value eq "a")]', undefined],
  ['phoneNumbers[value eq "a"]', undefined],
  ['groups eq "g"', [{ index: 'group', value: 'g' }]],
  ['groups[value eq "g"]', [{ index: 'group', value: 'g' }]],
  ['userName pr', undefined],
  ['userName ne "a"', undefined],
  ['userName eq null', undefined],
  ['userName ew "a"', undefined],
  ['active eq true', undefined],
  ['not (userName eq "a")', undefined],
  // Spans of modification, with zones and beyond the years of four digits.
  ['meta.lastModified gt "2026-03-01T02:00:00+02:00"', [{ index: 'lastModified', span: { from: day } }]],
  ['meta.lastModified ge "2026-03-01"', [{ index: 'lastModified', span: { from: day } }]],
  ['meta.lastModified lt "2026-03-01T00:00:00Z"', [{ index: 'lastModified', span: { to: day } }]],
  ['meta.lastModified le "2026-03-01T00:00:00Z"', [{ index: 'lastModified', span: { to: day } }]],
  ['meta.lastModified eq "2026-03-01T00:00:00Z"', [{ index: 'lastModified', span: { from: day, to: day } }]],
  ['meta.lastModified ne "2026-03-01T00:00:00Z"', undefined],
  ['meta.lastModified sw "2026"', undefined],
  ['meta.created gt "2026-03-01T00:00:00Z"', undefined],
  [
    'meta.lastModified lt "9999-12-31T23:59:59-12:00"',
    [{ index: 'lastModified', span: { to: '9999-12-31T23:59:59.999Z' } }],
  ],
  [
    'meta.lastModified gt "0000-01-01T00:00:00+12:00"',
    [{ index: 'lastModified', span: { from: '0000-01-01T00:00:00.000Z' } }],
  ],
  [
    `meta.lastModified ge "${day}" and meta.lastModified lt "${later}"`,
    [{ index: 'lastModified', span: { from: day, to: later } }],
  ],
  [
    `meta.lastModified ge "${day}" and (active eq true and meta.lastModified gt "${later}")`,
    [{ index: 'lastModified', span: { from: later } }],
  ],
  [`meta.lastModified gt "${later}" and meta.lastModified lt "${day}"`, []],
  [
    `meta.lastModified eq "${day}" or meta.lastModified eq "${later}"`,
    [{ index: 'lastModified', span: { from: day, to: later } }],
  ],
  [`meta.lastModified lt "${day}" or meta.lastModified gt "${later}"`, undefined],
  [
    `meta.lastModified lt "${day}" or meta.lastModified lt "${later}" or userName eq "a"`,
    [
      { index: 'userName', value: 'a' },
      { index: 'lastModified', span: { to: later } },
    ],
  ],
  // The narrowest of several conjuncts.
  [`meta.lastModified gt "${day}" and groups.value eq "g"`, [{ index: 'group', value: 'g' }]],
  ['groups.value eq "g" and userName sw "a"', [{ index: 'userNamePrefix', value: 'a' }]],
  ['userName sw "a" and externalId eq "e"', [{ index: 'externalId', value: 'e' }]],
  ['externalId eq "e" and userName eq "a" and active eq true', [{ index: 'userName', value: 'a' }]],
  ['(userName eq "a" or title eq "x") and externalId eq "e"', [{ index: 'externalId', value: 'e' }]],
  [
    '(userName eq "a" or userName eq "b") and groups.value eq "g"',
    [
      { index: 'userName', value: 'a' },
      { index: 'userName', value: 'b' },
    ],
  ],
  // A union only where each operand has a plan.
  ['userName eq "a" or title eq "x"', undefined],
  [
    'userName eq "a" or (title eq "x" and id eq "i")',
    [
      { index: 'userName', value: 'a' },
      { index: 'id', value: 'i' },
    ],
  ],
  // Each question once, and of beginnings of a userName the shortest.
  ['externalId eq "e" or externalId eq "e"', [{ index: 'externalId', value: 'e' }]],
  [
    'externalId eq "e" or emails eq "e" or externalId eq "E"',
    [
      { index: 'externalId', value: 'e' },
      { index: 'email', value: 'e' },
      { index: 'externalId', value: 'E' },
    ],
  ],
  [
    'userName sw "Ab" or userName sw "b" or (userName sw "a" or userName eq "ab") or userName sw "A"',
    [
      { index: 'userNamePrefix', value: 'b' },
      { index: 'userNamePrefix', value: 'a' },
      { index: 'userName', value: 'ab' },
    ],
  ],
  // What is the same for all users.
  ['meta.resourceType eq "User"', undefined],
  ['meta.resourceType eq "user"', []],
  ['meta.resourceType eq "Group"', []],
  ['meta.resourceType ne "User"', []],
  ['meta.resourceType eq "Group" or userName eq "a"', [{ index: 'userName', value: 'a' }]],
  [`${group}:displayName eq "a"`, []],
  [`${group}:displayName ne "a"`, undefined],
  [`${group}:displayName eq null`, undefined],
  [`${group}:members pr`, []],
  [`${group}:members[value eq "${id}"]`, []],
  [`not (${group}:members pr)`, undefined],
  [`${group}:members.value eq "${id}" and title eq "x"`, []],
];

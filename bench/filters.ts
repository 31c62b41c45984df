import { urns } from '#scim/urns.ts';
import { idOf, type Person } from './people.ts';

/** A filter and, told without any parser, whom it selects. */
export type FilterInput = {
  readonly name: string;
  readonly filter: string;
  readonly selects: (person: Person) => boolean;
};

const several = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index * 3);
const anyOf = (attribute: string, values: readonly string[]): string =>
  values.map((value) => `${attribute} eq "${value}"`).join(' or ');

/** What identity providers ask, the examples of RFC 7644 §3.4.2.2, and what is longer or deeper than both. */
export const filterInputs: readonly FilterInput[] = [
  {
    name: 'Okta: userName eq',
    filter: 'userName eq "user42@example.com"',
    selects: ({ userName }) => userName === 'user42@example.com',
  },
  {
    name: 'Entra ID: externalId eq',
    filter: `externalId eq "00u000000000294"`,
    selects: ({ externalId }) => externalId === '00u000000000294',
  },
  {
    name: 'Entra ID: emails[…].value eq',
    filter: 'emails[type eq "work"].value eq "user42@example.com"',
    selects: ({ emails }) => emails.some(({ type, value }) => type === 'work' && value === 'user42@example.com'),
  },
  {
    name: 'Entra ID: id eq and manager eq',
    filter: `id eq "${idOf(42)}" and ${urns.enterpriseUser}:manager.value eq "${idOf(2)}"`,
    selects: (person) => person.id === idOf(42) && person[urns.enterpriseUser].manager.value === idOf(2),
  },
  {
    name: 'enterprise department',
    filter: `${urns.enterpriseUser}:department eq "Finance"`,
    selects: (person) => person[urns.enterpriseUser].department === 'Finance',
  },
  {
    name: 'name part and active',
    filter: 'name.familyName sw "S" and active eq true',
    selects: ({ name, active }) => name.familyName.startsWith('S') && active,
  },
  {
    name: 'changed since',
    filter: 'meta.lastModified gt "2026-06-30T00:00:00Z"',
    selects: ({ meta }) => meta.lastModified > '2026-06-30T00:00:00Z',
  },
  {
    name: 'value path with two conditions',
    filter: 'emails[type eq "home" and value co "@example.org"]',
    selects: ({ emails }) => emails.some(({ type, value }) => type === 'home' && value.includes('@example.org')),
  },
  {
    name: 'RFC: and with a group of or',
    filter: 'userType eq "Employee" and (emails.value co "user4" or emails.value ew "7@example.org")',
    selects: ({ userType, emails }) =>
      userType === 'Employee' && emails.some(({ value }) => value.includes('user4') || value.endsWith('7@example.org')),
  },
  {
    name: 'RFC: and not (… or …)',
    filter: 'userType eq "Employee" and not (title eq "Engineer" or displayName co "Smith")',
    selects: ({ userType, title, displayName }) =>
      userType === 'Employee' && !(title === 'Engineer' || displayName.includes('Smith')),
  },
  {
    name: 'escaped quotation mark',
    filter: String.raw`displayName ne "the \"boss\"" and title pr and phoneNumbers pr`,
    selects: () => true,
  },
  {
    name: '20 userNames',
    filter: anyOf(
      'userName',
      several(20).map((number) => `user${number}@example.com`),
    ),
    selects: ({ userName }) => several(20).some((number) => userName === `user${number}@example.com`),
  },
  {
    name: '100 ids',
    filter: anyOf('id', several(100).map(idOf)),
    selects: ({ id }) => several(100).some((number) => id === idOf(number)),
  },
  {
    name: '10 levels of parentheses',
    filter: `${'(active eq true and '.repeat(10)}title eq "Tour Guide"${')'.repeat(10)}`,
    selects: ({ active, title }) => active && title === 'Tour Guide',
  },
];

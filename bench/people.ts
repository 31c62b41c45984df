import { urns } from '#scim/urns.ts';

/** A user as SCIM shows it, with the enterprise extension; plain enough for every library to take. */
export type Person = ReturnType<typeof person>;

const departments = ['Sales', 'Engineering', 'Finance', 'Support'];
const givenNames = ['Jane', 'Ahmed', 'Mei', 'Olga', 'Luís', 'Noor', 'Björn'];
const familyNames = [
  'Doe',
  'Haddad',
  'Chen',
  'Petrova',
  'Silva',
  'Visser',
  'Åström',
  'Okafor',
  'Smith',
  'Kim',
  'Rossi',
];

/** The person of that number; the same each time. */
export function person(number: number) {
  const givenName = pick(givenNames, number);
  const familyName = pick(familyNames, number);
  const userName = `user${number}@example.com`;
  return {
    schemas: [urns.user, urns.enterpriseUser],
    id: idOf(number),
    externalId: `00u${idOf(number * 7).slice(-12)}`,
    userName,
    name: { givenName, familyName, formatted: `${givenName} ${familyName}` },
    displayName: `${givenName} ${familyName}`,
    title: number % 3 === 0 ? 'Tour Guide' : 'Engineer',
    userType: number % 5 === 0 ? 'Contractor' : 'Employee',
    active: number % 10 !== 9,
    emails: [
      { value: userName, type: 'work', primary: true },
      { value: `${familyName.toLowerCase()}${number}@example.org`, type: 'home' },
    ],
    phoneNumbers: [{ value: `+1 555 ${String(1000 + number)}`, type: 'work' }],
    [urns.enterpriseUser]: {
      employeeNumber: String(70_000 + number),
      department: pick(departments, number),
      manager: { value: idOf(number % 10) },
    },
    meta: {
      resourceType: 'User',
      created: '2024-01-15T08:00:00Z',
      lastModified: `2026-${String((number % 12) + 1).padStart(2, '0')}-10T12:00:00Z`,
    },
  };
}

/** The first so many people. */
export function people(count: number): readonly Person[] {
  return Array.from({ length: count }, (_, number) => person(number));
}

/** The id of the person of that number. */
export function idOf(number: number): string {
  return `5f0c3a52-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function pick(list: readonly string[], number: number): string {
  return list[number % list.length] ?? '';
}

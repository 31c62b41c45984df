import type { Json, JsonObject } from '#scim/json.ts';
import { urns } from '#scim/urns.ts';
import { idOf, person } from './people.ts';

/** A PATCH and what it makes of the resource. */
export type PatchInput = {
  readonly name: string;
  readonly type: 'User' | 'Group';
  readonly before: JsonObject;
  readonly operations: readonly JsonObject[];
  readonly after: JsonObject;
};

const jane: JsonObject = person(42);
const janeEmails = person(42).emails;
const janeEnterprise = person(42)[urns.enterpriseUser];
const members = (from: number, to: number): readonly JsonObject[] =>
  Array.from({ length: to - from }, (_, index) => ({ value: idOf(from + index) }));
const push: JsonObject = {
  schemas: [urns.group],
  id: idOf(9000),
  displayName: 'Statsig-ProjectA-Admin',
  members: members(0, 100),
  meta: { resourceType: 'Group' },
};

function ofJane(name: string, operations: readonly JsonObject[], changes: Readonly<Record<string, Json>>): PatchInput {
  return { name, type: 'User', before: jane, operations, after: { ...jane, ...changes } };
}

function ofGroup(name: string, operations: readonly JsonObject[], changed: readonly Json[]): PatchInput {
  return { name, type: 'Group', before: push, operations, after: { ...push, members: changed } };
}

/** What Okta and Entra ID send, as their documentation prints it. */
export const patchInputs: readonly PatchInput[] = [
  ofJane('Okta: deactivate, no path', [{ op: 'replace', value: { active: false } }], { active: false }),
  ofJane(
    'Okta: profile, no path',
    [
      {
        op: 'replace',
        value: {
          name: { givenName: 'Ann', familyName: 'Lee', formatted: 'Ann Lee' },
          displayName: 'Ann Lee',
          title: 'Director',
          emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
        },
      },
    ],
    {
      name: { givenName: 'Ann', familyName: 'Lee', formatted: 'Ann Lee' },
      displayName: 'Ann Lee',
      title: 'Director',
      emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
    },
  ),
  ofJane(
    'Entra ID: three paths, capital op',
    [
      { op: 'Replace', path: 'title', value: 'Director' },
      { op: 'Replace', path: 'name.familyName', value: 'Lee' },
      { op: 'Replace', path: 'displayName', value: 'Jane Lee' },
    ],
    { title: 'Director', name: { ...person(42).name, familyName: 'Lee' }, displayName: 'Jane Lee' },
  ),
  ofJane(
    'Entra ID: replace a filtered value',
    [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@example.com' }],
    { emails: [{ value: 'new@example.com', type: 'work', primary: true }, janeEmails[1] ?? null] },
  ),
  ofJane(
    'Entra ID: add a filtered value that is absent',
    [{ op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555 7' }],
    { phoneNumbers: [...person(42).phoneNumbers, { value: '+1 555 7', type: 'mobile' }] },
  ),
  ofJane(
    'Entra ID: enterprise attribute by URN',
    [{ op: 'Replace', path: `${urns.enterpriseUser}:department`, value: 'Legal' }],
    { [urns.enterpriseUser]: { ...janeEnterprise, department: 'Legal' } },
  ),
  ofJane(
    'Entra ID: dotted and URN keys, no path',
    [
      {
        op: 'replace',
        value: {
          'name.givenName': 'Ann',
          'name.familyName': 'Lee',
          title: 'Director',
          [`${urns.enterpriseUser}:department`]: 'Legal',
        },
      },
    ],
    {
      name: { ...person(42).name, givenName: 'Ann', familyName: 'Lee' },
      title: 'Director',
      [urns.enterpriseUser]: { ...janeEnterprise, department: 'Legal' },
    },
  ),
  ofJane(
    'RFC: add an email address',
    [{ op: 'add', path: 'emails', value: [{ value: 'j@x.example', type: 'other' }] }],
    {
      emails: [...janeEmails, { value: 'j@x.example', type: 'other' }],
    },
  ),
  ofJane(
    'RFC: remove elements by two conditions',
    [{ op: 'remove', path: 'emails[type eq "home" and value ew "example.org"]' }],
    { emails: janeEmails.slice(0, 1) },
  ),
  ofJane(
    'twelve operations on one user',
    [
      ...['formatted', 'familyName', 'givenName', 'middleName'].map((part) => ({
        op: 'replace',
        path: `name.${part}`,
        value: 'x',
      })),
      ...['displayName', 'title', 'nickName', 'preferredLanguage', 'locale', 'timezone'].map((path) => ({
        op: 'add',
        path,
        value: 'x',
      })),
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'x@example.com' },
      { op: 'remove', path: 'phoneNumbers' },
    ],
    {
      name: { formatted: 'x', familyName: 'x', givenName: 'x', middleName: 'x' },
      ...Object.fromEntries(
        ['displayName', 'title', 'nickName', 'preferredLanguage', 'locale', 'timezone'].map((name) => [name, 'x']),
      ),
      emails: [{ value: 'x@example.com', type: 'work', primary: true }, janeEmails[1] ?? null],
      phoneNumbers: null,
    },
  ),
  ofGroup(
    'Okta: two members out, one in, of 100',
    [
      { op: 'remove', path: `members[value eq "${idOf(0)}"]` },
      { op: 'remove', path: `members[value eq "${idOf(1)}"]` },
      { op: 'add', path: 'members', value: members(100, 101) },
    ],
    members(2, 101),
  ),
  ofGroup('Okta: push of 100 members', [{ op: 'replace', path: 'members', value: members(50, 150) }], members(50, 150)),
  ofGroup('Entra ID: 20 members in', [{ op: 'Add', path: 'members', value: members(100, 120) }], members(0, 120)),
];

import { patchesMembers, patchesUser, refusesUserPatch } from './patching.ts';
import { work, home, other } from './phones.ts';
import type { Case } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

/** `remove`: RFC 7644 §3.5.2.2. */
export const removes: readonly Case[] = [
  patchesUser({
    name: 'remove of a single-valued attribute',
    proves: '§3.5.2.2',
    before: { title: 'Clerk' },
    operations: [{ op: 'remove', path: 'title' }],
    after: { title: null },
  }),
  patchesUser({
    name: 'remove of an attribute that has no value',
    proves: '§3.5.2.2, P2',
    operations: [{ op: 'remove', path: 'title' }],
    after: {},
  }),
  patchesUser({
    name: 'remove of a complex attribute',
    proves: '§3.5.2.2',
    operations: [{ op: 'remove', path: 'name' }],
    after: { name: null },
  }),
  patchesUser({
    name: 'remove of a sub-attribute',
    proves: '§3.5.2.2',
    operations: [{ op: 'remove', path: 'name.familyName' }],
    after: { name: { givenName: 'Conf' } },
  }),
  patchesUser({
    name: 'remove of a multi-valued attribute: takes all its values',
    proves: '§3.5.2.2',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'remove', path: 'phoneNumbers' }],
    after: { phoneNumbers: null },
  }),
  patchesUser({
    name: 'remove of the values that a filter selects',
    proves: '§3.5.2.2',
    before: { phoneNumbers: [work, home, other] },
    operations: [{ op: 'remove', path: 'phoneNumbers[type eq "work" or value ew "other"]' }],
    after: { phoneNumbers: [home] },
  }),
  patchesUser({
    name: 'remove of the last value: leaves the attribute without a value',
    proves: '§3.5.2.2',
    before: { phoneNumbers: [work] },
    operations: [{ op: 'remove', path: 'phoneNumbers[type eq "work"]' }],
    after: { phoneNumbers: null },
  }),
  patchesUser({
    name: 'remove of a sub-attribute of the values that a filter selects',
    proves: '§3.5.2.2',
    before: { phoneNumbers: [{ ...work, display: 'Desk' }, home] },
    operations: [{ op: 'remove', path: 'phoneNumbers[type eq "work"].display' }],
    after: { phoneNumbers: [work, home] },
  }),
  patchesUser({
    name: 'remove of an attribute of an extension',
    proves: '§3.5.2.2, §3.10',
    before: { [enterprise]: { department: 'Sales', division: 'West' } },
    operations: [{ op: 'remove', path: `${enterprise}:division` }],
    after: { [enterprise]: { department: 'Sales' } },
  }),
  patchesUser({
    name: 'remove of an extension: takes its URN from schemas',
    proves: '§3.5.2.2, RFC 7643 §3.3',
    before: { [enterprise]: { department: 'Sales' } },
    operations: [{ op: 'remove', path: enterprise }],
    after: { [enterprise]: null },
  }),
  refusesUserPatch({
    name: 'remove without a path is noTarget',
    proves: '§3.5.2.2',
    operations: [{ op: 'remove' }],
    scimType: 'noTarget',
  }),
  refusesUserPatch({
    name: 'remove of a required attribute is mutability',
    proves: '§3.5.2.2',
    operations: [{ op: 'remove', path: 'userName' }],
    scimType: 'mutability',
  }),
  refusesUserPatch({
    name: 'remove of a read-only attribute is mutability',
    proves: '§3.5.2.2',
    operations: [{ op: 'remove', path: 'meta.created' }],
    scimType: 'mutability',
  }),
  patchesMembers({
    name: 'remove of one member by a filter',
    proves: '§3.5.2.2, G7',
    operations: ([first]) => [{ op: 'remove', path: `members[value eq "${first}"]` }],
    after: [1],
  }),
  patchesMembers({
    name: 'remove of two members by one filter',
    proves: '§3.5.2.2, G7',
    operations: ([first, second]) => [{ op: 'remove', path: `members[value eq "${first}" or value eq "${second}"]` }],
    after: [],
  }),
  patchesMembers({
    name: 'remove of a member who is not in',
    proves: '§3.5.2.2, G7',
    operations: ([, , third]) => [{ op: 'remove', path: `members[value eq "${third}"]` }],
    after: [0, 1],
  }),
  patchesMembers({
    name: 'remove of all members',
    proves: '§3.5.2.2, G7',
    operations: () => [{ op: 'remove', path: 'members' }],
    after: [],
  }),
];

import { bodyOf, expectSame } from './expect.ts';
import { patchesMembers, patchesUser } from './patching.ts';
import { work, home, other } from './phones.ts';
import { makeUser, pathOf } from './resources.ts';
import type { Case } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

/** `add`: RFC 7644 §3.5.2.1. */
export const adds: readonly Case[] = [
  patchesUser({
    name: 'add without a path: sets the attributes of the value',
    proves: '§3.5.2.1',
    before: { title: 'Clerk' },
    operations: [{ op: 'add', value: { title: 'Head', nickName: 'Connie' } }],
    after: { title: 'Head', nickName: 'Connie' },
  }),
  patchesUser({
    name: 'add without a path: puts values beside those that are there',
    proves: '§3.5.2.1',
    before: { phoneNumbers: [work] },
    operations: [{ op: 'add', value: { phoneNumbers: [home] } }],
    after: { phoneNumbers: [work, home] },
  }),
  patchesUser({
    name: 'add without a path: sets attributes of an extension',
    proves: '§3.5.2.1, §3.10',
    operations: [{ op: 'add', value: { [enterprise]: { department: 'Sales' } } }],
    after: { [enterprise]: { department: 'Sales' } },
  }),
  patchesUser({
    name: 'add to a single-valued attribute: replaces it',
    proves: '§3.5.2.1',
    before: { title: 'Clerk' },
    operations: [{ op: 'add', path: 'title', value: 'Head' }],
    after: { title: 'Head' },
  }),
  patchesUser({
    name: 'add to a complex attribute: leaves the sub-attributes that it does not name',
    proves: '§3.5.2.1',
    operations: [{ op: 'add', path: 'name', value: { middleName: 'M' } }],
    after: { name: { givenName: 'Conf', familyName: 'Ormance', middleName: 'M' } },
  }),
  patchesUser({
    name: 'add to a sub-attribute',
    proves: '§3.5.2.1',
    operations: [{ op: 'add', path: 'name.givenName', value: 'Con' }],
    after: { name: { givenName: 'Con', familyName: 'Ormance' } },
  }),
  patchesUser({
    name: 'add to a multi-valued attribute: appends a list',
    proves: '§3.5.2.1',
    before: { phoneNumbers: [work] },
    operations: [{ op: 'add', path: 'phoneNumbers', value: [home, other] }],
    after: { phoneNumbers: [work, home, other] },
  }),
  patchesUser({
    name: 'add to a multi-valued attribute: takes one value without a list',
    proves: '§3.5.2.1, P2',
    before: { phoneNumbers: [work] },
    operations: [{ op: 'add', path: 'phoneNumbers', value: home }],
    after: { phoneNumbers: [work, home] },
  }),
  patchesUser({
    name: 'add of a value that is there: leaves one of it',
    proves: '§3.5.2.1',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'add', path: 'phoneNumbers', value: [work] }],
    after: { phoneNumbers: [work, home] },
  }),
  {
    name: 'add of what is there already: does not change meta.lastModified',
    proves: '§3.5.2.1',
    run: async (session) => {
      const user = await makeUser(session, 'same', { title: 'Clerk', phoneNumbers: [work] });
      const operations = [
        { op: 'add', path: 'title', value: 'Clerk' },
        { op: 'add', path: 'phoneNumbers', value: [work] },
      ];
      expectSame(bodyOf(await session.patch(pathOf(user), operations)), user);
      expectSame(bodyOf(await session.get(pathOf(user))), user);
    },
  },
  patchesUser({
    name: 'add to a sub-attribute of the values that a filter selects',
    proves: '§3.5.2.1',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'add', path: 'phoneNumbers[type eq "home"].display', value: 'At home' }],
    after: { phoneNumbers: [work, { ...home, display: 'At home' }] },
  }),
  patchesUser({
    name: 'add to the values that a filter selects: sub-attributes beside those that they have',
    proves: '§3.5.2.1',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'add', path: 'phoneNumbers[type eq "home"]', value: { display: 'At home' } }],
    after: { phoneNumbers: [work, { ...home, display: 'At home' }] },
  }),
  patchesUser({
    name: 'add to an attribute of an extension',
    proves: '§3.5.2.1, §3.10',
    before: { [enterprise]: { department: 'Sales' } },
    operations: [{ op: 'add', path: `${enterprise}:employeeNumber`, value: '701984' }],
    after: { [enterprise]: { department: 'Sales', employeeNumber: '701984' } },
  }),
  patchesUser({
    name: 'add to an extension as a whole',
    proves: '§3.5.2.1, §3.10',
    before: { [enterprise]: { department: 'Sales' } },
    operations: [{ op: 'add', path: enterprise, value: { division: 'West' } }],
    after: { [enterprise]: { department: 'Sales', division: 'West' } },
  }),
  patchesUser({
    name: 'add of a primary value: no other value stays primary',
    proves: '§3.5.2',
    before: { phoneNumbers: [{ ...work, primary: true }, home] },
    operations: [{ op: 'add', path: 'phoneNumbers', value: [{ ...other, primary: true }] }],
    after: { phoneNumbers: [{ ...work, primary: false }, home, { ...other, primary: true }] },
  }),
  patchesMembers({
    name: 'add of a member, by path',
    proves: '§3.5.2.1, G7',
    operations: ([, , third]) => [{ op: 'add', path: 'members', value: [{ value: third }] }],
    after: [0, 1, 2],
  }),
  patchesMembers({
    name: 'add of members without a path, one of whom is in already',
    proves: '§3.5.2.1, G7',
    operations: ([first, , third]) => [{ op: 'add', value: { members: [{ value: first }, { value: third }] } }],
    after: [0, 1, 2],
  }),
];

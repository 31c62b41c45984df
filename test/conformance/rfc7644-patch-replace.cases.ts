import { bodyOf, expectGroup, expectSame } from './expect.ts';
import { patchesMembers, patchesUser, refusesUserPatch } from './patching.ts';
import { work, home, other } from './phones.ts';
import { makeGroup, pathOf, sentOf } from './resources.ts';
import { openGroups, type Case } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

/** `replace`: RFC 7644 §3.5.2.3. */
export const replaces: readonly Case[] = [
  patchesUser({
    name: 'replace without a path: replaces the attributes of the value, and no others',
    proves: '§3.5.2.3',
    before: { title: 'Clerk', nickName: 'Connie', phoneNumbers: [work] },
    operations: [{ op: 'replace', value: { title: 'Head', phoneNumbers: [home] } }],
    after: { title: 'Head', phoneNumbers: [home] },
  }),
  patchesUser({
    name: 'replace of a single-valued attribute',
    proves: '§3.5.2.3',
    before: { title: 'Clerk' },
    operations: [{ op: 'replace', path: 'title', value: 'Head' }],
    after: { title: 'Head' },
  }),
  patchesUser({
    name: 'replace of an attribute that has no value: adds it',
    proves: '§3.5.2.3',
    operations: [{ op: 'replace', path: 'nickName', value: 'Connie' }],
    after: { nickName: 'Connie' },
  }),
  patchesUser({
    name: 'replace of a complex attribute: leaves the sub-attributes that it does not name',
    proves: '§3.5.2.3',
    operations: [{ op: 'replace', path: 'name', value: { familyName: 'Orm' } }],
    after: { name: { givenName: 'Conf', familyName: 'Orm' } },
  }),
  patchesUser({
    name: 'replace of a sub-attribute',
    proves: '§3.5.2.3',
    operations: [{ op: 'replace', path: 'name.familyName', value: 'Orm' }],
    after: { name: { givenName: 'Conf', familyName: 'Orm' } },
  }),
  patchesUser({
    name: 'replace of a multi-valued attribute: replaces all its values',
    proves: '§3.5.2.3',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'replace', path: 'phoneNumbers', value: [other] }],
    after: { phoneNumbers: [other] },
  }),
  patchesUser({
    name: 'replace of a multi-valued attribute by an empty list: leaves it without a value',
    proves: '§3.5.2.3, RFC 7643 §2.5',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'replace', path: 'phoneNumbers', value: [] }],
    after: { phoneNumbers: null },
  }),
  patchesUser({
    name: 'replace of the values that a filter selects: whole, whatever they had',
    proves: '§3.5.2.3',
    before: { phoneNumbers: [{ ...work, display: 'Desk' }, home] },
    operations: [{ op: 'replace', path: 'phoneNumbers[type eq "work"]', value: { value: '+1-new', type: 'work' } }],
    after: { phoneNumbers: [{ value: '+1-new', type: 'work' }, home] },
  }),
  patchesUser({
    name: 'replace of a sub-attribute of all values that a filter selects',
    proves: '§3.5.2.3',
    before: { phoneNumbers: [work, home, other] },
    operations: [{ op: 'replace', path: 'phoneNumbers[type ne "home"].display', value: 'Elsewhere' }],
    after: { phoneNumbers: [{ ...work, display: 'Elsewhere' }, home, { ...other, display: 'Elsewhere' }] },
  }),
  patchesUser({
    name: 'replace of a sub-attribute that a filter does not mention: keeps the rest of the value',
    proves: '§3.5.2.3',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '+1-new' }],
    after: { phoneNumbers: [{ ...work, value: '+1-new' }, home] },
  }),
  patchesUser({
    name: 'replace of a sub-attribute without a filter: of every value',
    proves: '§3.5.2.3',
    before: { phoneNumbers: [work, home] },
    operations: [{ op: 'replace', path: 'phoneNumbers.display', value: 'Phone' }],
    after: {
      phoneNumbers: [
        { ...work, display: 'Phone' },
        { ...home, display: 'Phone' },
      ],
    },
  }),
  patchesUser({
    name: 'replace by a filter that sets primary: no other value stays primary',
    proves: '§3.5.2',
    before: { phoneNumbers: [{ ...work, primary: true }, home] },
    operations: [{ op: 'replace', path: 'phoneNumbers[type eq "home"].primary', value: true }],
    after: {
      phoneNumbers: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  }),
  patchesUser({
    name: 'replace of an attribute of an extension, by its URN in any case',
    proves: '§3.5.2.3, §3.10',
    before: { [enterprise]: { department: 'Sales' } },
    operations: [{ op: 'replace', path: `${enterprise.toUpperCase()}:DEPARTMENT`, value: 'Support' }],
    after: { [enterprise]: { department: 'Support' } },
  }),
  {
    ...refusesUserPatch({
      name: 'replace where a filter selects nothing is noTarget',
      proves: '§3.5.2.3',
      before: { phoneNumbers: [work] },
      operations: [{ op: 'replace', path: 'phoneNumbers[type eq "home"].value', value: '+1-home' }],
      scimType: 'noTarget',
    }),
    deviation: {
      reason: 'the value is made, once, with what the filter says, as Entra ID expects',
      run: patchesUser({
        name: 'makes the value',
        proves: 'P2',
        before: { phoneNumbers: [work] },
        operations: [{ op: 'replace', path: 'phoneNumbers[type eq "home"].value', value: '+1-home' }],
        after: { phoneNumbers: [work, home] },
      }).run,
    },
  },
  patchesMembers({
    name: 'replace of the members',
    proves: '§3.5.2.3, G7',
    operations: ([, second, third]) => [
      { op: 'replace', path: 'members', value: [{ value: second }, { value: third }] },
    ],
    after: [1, 2],
  }),
  patchesUser({
    name: 'replace of the whole extension: leaves the attributes that it does not name',
    proves: '§3.5.2.3, §3.10',
    before: { [enterprise]: { department: 'Sales', division: 'West' } },
    operations: [{ op: 'replace', path: enterprise, value: { division: 'East' } }],
    after: { [enterprise]: { department: 'Sales', division: 'East' } },
  }),
  patchesMembers({
    name: 'replace of the members by nobody',
    proves: '§3.5.2.3, G7',
    operations: () => [{ op: 'replace', path: 'members', value: [] }],
    after: [],
  }),
  {
    name: 'replace of the name of a group',
    proves: '§3.5.2.3, G10',
    needs: openGroups,
    run: async (session) => {
      const group = await makeGroup(session, 'rename');
      const displayName = `Conformance ${session.newWord('renamed')}`;
      const operations = [{ op: 'replace', path: 'displayName', value: displayName }];
      const answer = await session.patch(`${pathOf(group)}?attributes=displayName`, operations);
      expectSame(bodyOf(answer)['displayName'], displayName, 'displayName');
      expectGroup(session, await session.get(pathOf(group)), 200, { ...sentOf(group), displayName });
    },
  },
];

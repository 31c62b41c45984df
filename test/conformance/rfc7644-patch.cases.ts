import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectGroup, expectRefusal, expectSame, expectThat, expectUser } from './expect.ts';
import { patchesMembers, patchesUser, refusesUserPatch } from './patching.ts';
import { makeGroup, makeUser, pathOf, sentOf } from './resources.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;
const phone = (type: string): JsonObject => ({ value: `+1-${type}`, type });
const [work, home, other] = [phone('work'), phone('home'), phone('other')];

const adds: readonly Case[] = [
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

const removes: readonly Case[] = [
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

const replaces: readonly Case[] = [
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

const refusals: readonly Case[] = [
  ...(
    [
      ['an operation that is none is invalidSyntax', [{ op: 'move', path: 'title', value: 'x' }], 'invalidSyntax'],
      ['an operation without op is invalidSyntax', [{ path: 'title', value: 'x' }], 'invalidSyntax'],
      ['add without a value is invalidValue', [{ op: 'add', path: 'title' }], 'invalidValue'],
      ['add without a path and without an object is invalidValue', [{ op: 'add', value: 'x' }], 'invalidValue'],
      ['a path that cannot be read is invalidPath', [{ op: 'add', path: 'x y', value: 'x' }], 'invalidPath'],
      ['a path to nothing is invalidPath', [{ op: 'add', path: 'shoeSize', value: 7 }], 'invalidPath'],
      ['a path to no sub-attribute is invalidPath', [{ op: 'add', path: 'name.size', value: 'x' }], 'invalidPath'],
      ['a write to id is mutability', [{ op: 'replace', path: 'id', value: 'x' }], 'mutability'],
      ['a write to groups is mutability', [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }], 'mutability'],
      ['a number for a text is invalidValue', [{ op: 'add', path: 'title', value: { a: 1 } }], 'invalidValue'],
      ['a text for a boolean is invalidValue', [{ op: 'replace', path: 'active', value: 'perhaps' }], 'invalidValue'],
      ['a text for a complex attribute is invalidValue', [{ op: 'add', path: 'name', value: 'x' }], 'invalidValue'],
      ['an empty userName is invalidValue', [{ op: 'replace', path: 'userName', value: '' }], 'invalidValue'],
      [
        'all or nothing: a good operation before a bad one is not done',
        [
          { op: 'add', path: 'title', value: 'Head' },
          { op: 'add', path: 'shoeSize', value: 7 },
        ],
        'invalidPath',
      ],
    ] as const
  ).map(([name, operations, scimType]) => refusesUserPatch({ name, proves: '§3.5.2, §3.12', operations, scimType })),
  {
    name: 'a body without Operations is invalidSyntax',
    proves: '§3.5.2, §3.12',
    run: async (session) => {
      const user = await makeUser(session, 'patch');
      const answer = await session.send({ method: 'PATCH', path: pathOf(user), body: { schemas: [urns.patchOp] } });
      expectRefusal(answer, 400, 'invalidSyntax');
    },
  },
  {
    name: 'a PATCH of nobody is 404',
    proves: '§3.5.2, T1',
    run: async (session) => {
      const operations = [{ op: 'replace', value: { active: false } }];
      expectRefusal(await session.patch('/Users/5e1b7d2c-0000-4000-8000-000000000000', operations), 404);
    },
  },
];

const answers: readonly Case[] = [
  patchesUser({
    name: 'several operations: each on what the one before has left',
    proves: '§3.5.2',
    before: { phoneNumbers: [work] },
    operations: [
      { op: 'add', path: 'phoneNumbers', value: [home] },
      { op: 'remove', path: 'phoneNumbers[type eq "work"]' },
      { op: 'replace', path: 'phoneNumbers[type eq "home"].display', value: 'Home' },
    ],
    after: { phoneNumbers: [{ ...home, display: 'Home' }] },
  }),
  {
    name: 'a change raises meta.lastModified and meta.version',
    proves: '§3.5.2, §3.14',
    run: async (session) => {
      const user = await makeUser(session, 'meta');
      const answer = await session.patch(pathOf(user), [{ op: 'add', path: 'title', value: 'Head' }]);
      const patched = expectUser(session, answer, 200, { ...sentOf(user), title: 'Head' });
      const [before, after] = [user['meta'] as JsonObject, patched['meta'] as JsonObject];
      expectThat(after['version'] !== before['version'], 'meta.version is the same');
      expectThat(
        Date.parse(String(after['lastModified'])) > Date.parse(String(before['lastModified'])),
        'meta.lastModified is the same',
      );
    },
  },
  {
    name: 'attributes: the answer has only these',
    proves: '§3.5.2, §3.9',
    run: async (session) => {
      const user = await makeUser(session, 'select');
      const operations = [{ op: 'add', path: 'title', value: 'Head' }];
      const body = bodyOf(await session.patch(`${pathOf(user)}?attributes=title`, operations));
      expectSame(body, { schemas: [urns.user], id: user['id'] ?? '', title: 'Head' });
    },
  },
  {
    name: 'the answer to a PATCH of a group is 200 with the group',
    proves: '§3.5.2; two public suites',
    needs: openGroups,
    run: async (session) => {
      const group = await makeGroup(session, 'answer');
      const operations = [{ op: 'add', path: 'externalId', value: 'x' }];
      expectGroup(session, await session.patch(pathOf(group), operations), 200, { ...sentOf(group), externalId: 'x' });
    },
    deviation: {
      reason: 'a group is answered with 204, as Microsoft documents; 200 where attributes are asked for',
      run: async (session) => {
        const group = await makeGroup(session, 'answer');
        const operations = [{ op: 'add', path: 'externalId', value: 'x' }];
        expectSame((await session.patch(pathOf(group), operations)).status, 204, 'the status');
      },
    },
  },
];

/** PATCH: every operation on every kind of target, and how it is refused. */
export const patch: Suite = {
  title: 'RFC 7644 §3.5.2 PATCH',
  source: 'RFC 7644 §3.5.2',
  cases: [...adds, ...removes, ...replaces, ...refusals, ...answers],
};

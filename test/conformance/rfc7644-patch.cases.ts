import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectGroup, expectRefusal, expectSame, expectThat, expectUser } from './expect.ts';
import { patchesUser, refusesUserPatch } from './patching.ts';
import { work, home } from './phones.ts';
import { makeGroup, makeUser, pathOf, sentOf } from './resources.ts';
import { adds } from './rfc7644-patch-add.cases.ts';
import { removes } from './rfc7644-patch-remove.cases.ts';
import { replaces } from './rfc7644-patch-replace.cases.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

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

import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectNoContent, expectRefusal, expectSame, expectStatus, expectThat } from './expect.ts';
import { makeGroup, makeUser, pathOf, queryOf, sentOf } from './resources.ts';
import { openGroups, type Case, type Suite } from './suite.ts';

const addTitle = [{ op: 'add', path: 'title', value: 'Head' }];

/** A write, to be sent with If-Match. */
const writes: readonly (readonly [
  method: 'PUT' | 'PATCH' | 'DELETE',
  body: (user: JsonObject) => JsonObject | undefined,
])[] = [
  ['PUT', (user) => ({ ...user, title: 'Head' })],
  ['PATCH', () => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: addTitle })],
  ['DELETE', () => undefined],
];

const matching: readonly Case[] = writes.flatMap(([method, bodyFor]): readonly Case[] => {
  const request = (user: JsonObject, condition: string) => {
    const body = bodyFor(user);
    return { method, path: pathOf(user), headers: { 'if-match': condition }, ...(body !== undefined && { body }) };
  };
  return [
    {
      name: `${method} with the version that is there is done`,
      proves: '§3.14, P5',
      run: async (session) => {
        const user = await makeUser(session, 'version');
        const answer = await session.send(request(user, versionOf(user)));
        expectStatus(answer, method === 'DELETE' ? 204 : 200);
      },
    },
    {
      name: `${method} with an older version: 412, and nothing changes`,
      proves: '§3.14, P5',
      run: async (session) => {
        const user = await makeUser(session, 'version');
        const newer = bodyOf(await session.patch(pathOf(user), [{ op: 'add', path: 'nickName', value: 'C' }]));
        expectRefusal(await session.send(request(user, versionOf(user))), 412);
        expectSame(bodyOf(await session.get(pathOf(user))), newer);
      },
    },
    {
      name: `${method} with several versions, or any`,
      proves: '§3.14, RFC 9110 §13.1.1',
      run: async (session) => {
        for (const conditionOf of [(version: string) => `W/"none", ${version}`, () => '*']) {
          const user = await makeUser(session, 'version');
          const answer = await session.send(request(user, conditionOf(versionOf(user))));
          expectStatus(answer, method === 'DELETE' ? 204 : 200);
        }
      },
    },
  ];
});

const reading: readonly Case[] = [
  {
    name: 'GET says the version in ETag and in meta, and a list says the same',
    proves: '§3.14, P5',
    run: async (session) => {
      const user = await makeUser(session, 'version');
      const answer = await session.get(pathOf(user));
      expectSame(answer.headers.get('etag'), versionOf(user), 'ETag');
      const filter = `userName eq "${String(user['userName'])}"`;
      const { Resources: found } = bodyOf(await session.get(`/Users${queryOf({ filter })}`));
      expectSame(versionOf((found as readonly JsonObject[])[0] ?? {}), versionOf(user), 'meta.version in the list');
    },
  },
  {
    name: 'GET with the version that is there: 304 without a body',
    proves: '§3.14, P5',
    run: async (session) => {
      const user = await makeUser(session, 'version');
      for (const condition of [versionOf(user), `W/"none", ${versionOf(user)}`, '*']) {
        const answer = await session.get(pathOf(user), { 'if-none-match': condition });
        expectStatus(answer, 304);
        expectSame(answer.headers.get('etag'), versionOf(user), 'ETag');
      }
    },
  },
  {
    name: 'GET with another version gives the user',
    proves: '§3.14, P5',
    run: async (session) => {
      const user = await makeUser(session, 'version');
      expectSame(bodyOf(await session.get(pathOf(user), { 'if-none-match': 'W/"none"' })), user);
    },
  },
  {
    name: 'the version is another after every change',
    proves: '§3.14',
    run: async (session) => {
      const user = await makeUser(session, 'version');
      const seen = new Set([versionOf(user)]);
      for (const value of ['one', 'two', 'three']) {
        const patched = bodyOf(await session.patch(pathOf(user), [{ op: 'replace', path: 'title', value }]));
        seen.add(versionOf(patched));
      }
      expectThat(seen.size === 4, `4 states have ${seen.size} versions`);
    },
  },
  {
    name: 'a group has versions too, and its members change it',
    proves: '§3.14, P5',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'member');
      const group = await makeGroup(session, 'version');
      const operations = [{ op: 'add', path: 'members', value: [{ value: user['id'] ?? '' }] }];
      const path = pathOf(group);
      expectNoContent(await session.patch(path, operations, { 'if-match': versionOf(group) }));
      expectRefusal(await session.patch(path, operations, { 'if-match': versionOf(group) }), 412);
      const now = bodyOf(await session.get(path));
      expectThat(versionOf(now) !== versionOf(group), 'the version of the group is the same');
      expectStatus(await session.get(path, { 'if-none-match': versionOf(now) }), 304);
      expectRefusal(await session.put(path, sentOf(group), { 'if-match': versionOf(group) }), 412);
      expectRefusal(await session.delete(path, { 'if-match': versionOf(group) }), 412);
      expectNoContent(await session.delete(path, { 'if-match': versionOf(now) }));
    },
  },
  {
    name: 'If-Match on what does not exist: 404',
    proves: '§3.14',
    run: async (session) => {
      const path = '/Users/5e1b7d2c-0000-4000-8000-000000000000';
      expectRefusal(await session.patch(path, addTitle, { 'if-match': 'W/"1"' }), 404);
    },
  },
  {
    name: 'without If-Match both of two changes at once take effect',
    proves: 'P5',
    run: async (session) => {
      const user = await makeUser(session, 'at once');
      const answers = await Promise.all(
        ['title', 'nickName', 'locale', 'timezone'].map((path) =>
          session.patch(pathOf(user), [{ op: 'add', path, value: 'x' }]),
        ),
      );
      for (const answer of answers) expectStatus(answer, 200);
      const { title, nickName, locale, timezone } = bodyOf(await session.get(pathOf(user)));
      expectSame([title ?? null, nickName ?? null, locale ?? null, timezone ?? null], ['x', 'x', 'x', 'x']);
    },
  },
];

function versionOf({ meta }: JsonObject): string {
  return String((meta as JsonObject | undefined)?.['version']);
}

/** ETags, If-Match and If-None-Match. */
export const versions: Suite = {
  title: 'RFC 7644 §3.14 versions',
  source: 'RFC 7644 §3.14, RFC 9110 §13.1',
  cases: [...reading, ...matching],
};

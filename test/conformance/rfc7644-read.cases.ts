import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectRefusal, expectSame, expectUser } from './expect.ts';
import { idOf, makeGroup, makeUser, pathOf, sentOf } from './resources.ts';
import { openGroups, type Case, type Suite } from './suite.ts';

const nobody = '5e1b7d2c-0000-4000-8000-000000000000';

/** GET of one resource. */
export const read: Suite = {
  title: 'RFC 7644 §3.4.1 read',
  source: 'RFC 7644 §3.4.1',
  cases: [
    {
      name: 'GET of a user gives what POST gave',
      proves: '§3.4.1',
      run: async (session) => {
        const user = await makeUser(session, 'read');
        const answer = await session.get(pathOf(user));
        expectSame(expectUser(session, answer, 200, sentOf(user)), user);
        expectSame(answer.headers.get('location'), (user['meta'] as JsonObject)['location'], 'Location');
      },
    },
    {
      name: 'GET of a group gives what POST gave',
      proves: '§3.4.1',
      needs: openGroups,
      run: async (session) => {
        const group = await makeGroup(session, 'read');
        expectSame(bodyOf(await session.get(pathOf(group))), group);
      },
    },
    ...[`/Users/${nobody}`, `/Groups/${nobody}`, '/Users/no-id-of-anybody', '/Users/%C3%A9'].map((path): Case => ({
      name: `GET ${path}: 404`,
      proves: '§3.4.1, §3.12, T1',
      run: async (session) => expectRefusal(await session.get(path), 404),
    })),
    {
      name: 'HEAD tells what GET would, without the body',
      proves: 'RFC 9110 §9.3.2',
      run: async (session) => {
        const path = pathOf(await makeUser(session, 'head'));
        const [got, headers] = [await session.get(path), await session.send({ method: 'HEAD', path })];
        expectSame([headers.status, headers.headers.get('etag')], [200, got.headers.get('etag')], 'HEAD');
        expectSame((await session.send({ method: 'HEAD', path: `/Users/${nobody}` })).status, 404, 'HEAD of nobody');
      },
    },
    {
      name: 'a user is no group, and a group is no user',
      proves: '§3.2',
      run: async (session) => {
        const user = await makeUser(session, 'other type');
        expectRefusal(await session.get(`/Groups/${idOf(user)}`), 404);
      },
    },
    {
      name: 'a filter beside an id is invalidFilter: it is not passed over',
      proves: '§3.4.2, §3.4.2.2, P1',
      run: async (session) => {
        const path = pathOf(await makeUser(session, 'filtered'));
        for (const filter of ['userName eq "somebody"', 'userName pr', 'nonsense']) {
          expectRefusal(await session.get(`${path}?filter=${encodeURIComponent(filter)}`), 400, 'invalidFilter');
        }
      },
    },
    {
      name: 'an inactive user is read like any other',
      proves: '§3.4.1, U6',
      run: async (session) => {
        const user = await makeUser(session, 'inactive', { active: false });
        expectUser(session, await session.get(pathOf(user)), 200, sentOf(user));
      },
    },
  ],
};

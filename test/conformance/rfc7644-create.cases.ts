import { bodyOf, expectGroup, expectList, expectRefusal, expectSame, expectUser } from './expect.ts';
import { makeUser, newGroup, newUser, pathOf, queryOf } from './resources.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

/** Media types and POST. */
export const create: Suite = {
  title: 'RFC 7644 §3.1-3.3 create',
  source: 'RFC 7644 §3.1 to §3.3',
  cases: [
    {
      name: 'POST of a user: 201, Location and the whole user',
      proves: '§3.3',
      run: async (session) => {
        const sent = newUser(session, 'create');
        expectUser(session, await session.post('/Users', sent), 201, sent);
      },
    },
    {
      name: 'POST of a group: 201, Location and the whole group',
      proves: '§3.3, G10',
      needs: openGroups,
      run: async (session) => {
        const sent = newGroup(session, 'create');
        expectGroup(session, await session.post('/Groups', sent), 201, sent);
      },
    },
    {
      name: 'the location leads to the resource',
      proves: '§3.1, P7',
      run: async (session) => {
        const answer = await session.post('/Users', newUser(session, 'location'));
        const path = String(answer.headers.get('location')).replace(session.baseUrl, '');
        expectSame(bodyOf(await session.get(path)), bodyOf(answer, 201));
      },
    },
    {
      name: 'the new user is found at once',
      proves: '§3.3, §3.4.2',
      run: async (session) => {
        const user = await makeUser(session, 'at once');
        const filter = `userName eq "${String(user['userName'])}"`;
        const [found] = expectList(await session.get(`/Users${queryOf({ filter })}`), { totalResults: 1 });
        expectSame(found, user);
      },
    },
    ...['application/scim+json', 'application/json', 'application/scim+json; charset=utf-8'].map((type): Case => ({
      name: `a body of type ${type} is understood`,
      proves: '§3.1, §8.1, P7',
      run: async (session) => {
        const sent = newUser(session, 'type');
        expectUser(session, await session.post('/Users', sent, { 'content-type': type }), 201, sent);
      },
    })),
    ...['application/scim+json', 'application/json', '*/*'].map((accept): Case => ({
      name: `Accept ${accept} is answered with application/scim+json`,
      proves: '§3.1, §8.1, P7',
      run: async (session) => {
        const answer = await session.get('/Users?count=1', { accept });
        bodyOf(answer);
        expectSame(answer.headers.get('content-type'), 'application/scim+json', 'Content-Type');
      },
    })),
    {
      name: 'a userName that is taken: 409 uniqueness, and nothing changes',
      proves: '§3.3, U1',
      run: async (session) => {
        const user = await makeUser(session, 'taken');
        for (const userName of [String(user['userName']), String(user['userName']).toUpperCase()]) {
          const again = { ...newUser(session, 'again'), userName };
          expectRefusal(await session.post('/Users', again), 409, 'uniqueness');
        }
        expectSame(bodyOf(await session.get(pathOf(user))), user);
      },
    },
    {
      name: 'a body without schemas is understood',
      proves: '§3.3, U3',
      run: async (session) => {
        const { schemas: _schemas, ...sent } = newUser(session, 'schemas');
        expectUser(session, await session.post('/Users', sent), 201, sent);
      },
    },
    {
      name: 'a user without userName: 400 invalidValue',
      proves: '§3.3, §3.12, U1',
      run: async (session) => {
        const body = { schemas: [urns.user], name: { givenName: 'Conf' } };
        expectRefusal(await session.post('/Users', body), 400, 'invalidValue');
      },
    },
    {
      name: 'attributes: the answer to POST has only these',
      proves: '§3.3, §3.9',
      run: async (session) => {
        const sent = newUser(session, 'select');
        const body = bodyOf(await session.post('/Users?attributes=userName', sent), 201);
        expectSame(body, { schemas: [urns.user], id: body['id'] ?? '', userName: sent['userName'] ?? '' });
      },
    },
  ],
};

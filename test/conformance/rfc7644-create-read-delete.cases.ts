import type { JsonObject } from '../../lambdas/scim/json.ts';
import {
  bodyOf,
  expectGroup,
  expectList,
  expectNoContent,
  expectRefusal,
  expectSame,
  expectThat,
  expectUser,
} from './expect.ts';
import { idOf, makeGroup, makeUser, newGroup, newUser, pathOf, queryOf, sentOf } from './resources.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const nobody = '5e1b7d2c-0000-4000-8000-000000000000';

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
      name: 'a user is no group, and a group is no user',
      proves: '§3.2',
      run: async (session) => {
        const user = await makeUser(session, 'other type');
        expectRefusal(await session.get(`/Groups/${idOf(user)}`), 404);
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

/** PUT. */
export const replace: Suite = {
  title: 'RFC 7644 §3.5.1 PUT',
  source: 'RFC 7644 §3.5.1',
  cases: [
    {
      name: 'PUT replaces the user, and clears what it leaves out',
      proves: '§3.5.1, U7',
      run: async (session) => {
        const user = await makeUser(session, 'put', {
          title: 'Clerk',
          phoneNumbers: [{ value: '+1-1' }],
          [urns.enterpriseUser]: { department: 'Sales' },
        });
        const body = { schemas: [urns.user], userName: user['userName'] ?? '', nickName: 'Connie' };
        const put = expectUser(session, await session.put(pathOf(user), body), 200, body);
        expectSame(put['id'], user['id'], 'id');
        expectSame((put['meta'] as JsonObject)['created'], (user['meta'] as JsonObject)['created'], 'meta.created');
        expectSame(bodyOf(await session.get(pathOf(user))), put);
      },
    },
    {
      name: 'PUT of what GET gave changes nothing',
      proves: '§3.5.1, U7',
      run: async (session) => {
        const user = await makeUser(session, 'same', { title: 'Clerk' });
        expectUser(session, await session.put(pathOf(user), user), 200, sentOf(user));
      },
    },
    {
      name: 'PUT ignores what is read-only: id, meta, groups',
      proves: '§3.5.1, U7',
      run: async (session) => {
        const user = await makeUser(session, 'read only');
        const body = { ...user, id: nobody, meta: { created: '1999-01-01T00:00:00Z' }, groups: [{ value: nobody }] };
        const put = expectUser(session, await session.put(pathOf(user), body), 200, sentOf(user));
        expectSame(put['id'], user['id'], 'id');
      },
    },
    {
      name: 'PUT changes the userName, and the old one is free',
      proves: '§3.5.1, U1',
      run: async (session) => {
        const user = await makeUser(session, 'old');
        const userName = session.newUserName('new');
        const put = await session.put(pathOf(user), { ...user, userName });
        expectUser(session, put, 200, { ...sentOf(user), userName });
        const sent = { ...newUser(session, 'again'), userName: user['userName'] ?? '' };
        expectUser(session, await session.post('/Users', sent), 201, sent);
      },
    },
    {
      name: 'PUT of the userName of somebody else: 409 uniqueness',
      proves: '§3.5.1, §3.12, U1',
      run: async (session) => {
        const [one, other] = [await makeUser(session, 'one'), await makeUser(session, 'other')];
        const body = { ...other, userName: one['userName'] ?? '' };
        expectRefusal(await session.put(pathOf(other), body), 409, 'uniqueness');
        expectSame(bodyOf(await session.get(pathOf(other))), other);
      },
    },
    {
      name: 'PUT without a required attribute: 400 invalidValue',
      proves: '§3.5.1, §3.12',
      run: async (session) => {
        const user = await makeUser(session, 'required');
        expectRefusal(await session.put(pathOf(user), { schemas: [urns.user], title: 'x' }), 400, 'invalidValue');
      },
    },
    {
      name: 'PUT of nobody: 404, and nobody is made',
      proves: '§3.5.1',
      run: async (session) => {
        expectRefusal(await session.put(`/Users/${nobody}`, newUser(session, 'nobody')), 404);
        expectRefusal(await session.get(`/Users/${nobody}`), 404);
      },
    },
    {
      name: 'PUT deactivates and activates',
      proves: '§3.5.1, U4',
      run: async (session) => {
        const user = await makeUser(session, 'active');
        for (const active of [false, true]) {
          const body = { ...bodyOf(await session.get(pathOf(user))), active };
          expectUser(session, await session.put(pathOf(user), body), 200, { ...sentOf(user), active });
        }
      },
    },
    {
      name: 'PUT replaces the members of a group, and clears its externalId never',
      proves: '§3.5.1, G7, U7',
      needs: openGroups,
      run: async (session) => {
        const [one, two] = [await makeUser(session, 'one'), await makeUser(session, 'two')];
        const group = await makeGroup(session, 'put', [one]);
        const named = { schemas: [urns.group], displayName: group['displayName'] ?? '', externalId: 'Ext-2' };
        const put = await session.put(pathOf(group), { ...named, members: [{ value: idOf(two) }] });
        expectGroup(session, put, 200, named, [idOf(two)]);
        const { externalId: _externalId, ...unnamed } = named;
        const emptied = await session.put(pathOf(group), { ...unnamed, members: [] });
        expectGroup(session, emptied, 200, named);
      },
    },
    {
      name: 'attributes: the answer to PUT has only these',
      proves: '§3.5.1, §3.9',
      run: async (session) => {
        const user = await makeUser(session, 'select');
        const body = bodyOf(await session.put(`${pathOf(user)}?attributes=active`, user));
        expectSame(body, { schemas: [urns.user], id: idOf(user), active: true });
      },
    },
  ],
};

/** DELETE. */
export const remove: Suite = {
  title: 'RFC 7644 §3.6 DELETE',
  source: 'RFC 7644 §3.6',
  cases: [
    {
      name: 'DELETE of a user: 204, then 404 for GET, PUT, PATCH and DELETE',
      proves: '§3.6, U5',
      run: async (session) => {
        const user = await makeUser(session, 'delete');
        const path = pathOf(user);
        expectNoContent(await session.delete(path));
        expectRefusal(await session.get(path), 404);
        expectRefusal(await session.put(path, user), 404);
        expectRefusal(await session.patch(path, [{ op: 'replace', value: { active: false } }]), 404);
        expectRefusal(await session.delete(path), 404);
      },
    },
    {
      name: 'a deleted user is in no list, and the userName is free again',
      proves: '§3.6, U5',
      run: async (session) => {
        const user = await makeUser(session, 'free');
        const query = queryOf({ filter: `userName eq "${String(user['userName'])}"` });
        expectNoContent(await session.delete(pathOf(user)));
        expectList(await session.get(`/Users${query}`), { totalResults: 0 });
        const again = expectUser(session, await session.post('/Users', sentOf(user)), 201, sentOf(user));
        expectThat(idOf(again) !== idOf(user), 'the id of the deleted user is used again');
      },
    },
    {
      name: 'DELETE of a user takes the membership away',
      proves: '§3.6, U5',
      needs: openGroups,
      run: async (session) => {
        const [leaver, stayer] = [await makeUser(session, 'leaver'), await makeUser(session, 'stayer')];
        const group = await makeGroup(session, 'left', [leaver, stayer]);
        expectNoContent(await session.delete(pathOf(leaver)));
        const expected = { displayName: group['displayName'] ?? '' };
        expectGroup(session, await session.get(pathOf(group)), 200, expected, [idOf(stayer)]);
      },
    },
    {
      name: 'DELETE of a group: 204, then 404, and its members are in it no more',
      proves: '§3.6, G10',
      needs: openGroups,
      run: async (session) => {
        const user = await makeUser(session, 'member');
        const group = await makeGroup(session, 'delete', [user]);
        expectNoContent(await session.delete(pathOf(group)));
        expectRefusal(await session.get(pathOf(group)), 404);
        expectRefusal(await session.delete(pathOf(group)), 404);
        expectUser(session, await session.get(pathOf(user)), 200, sentOf(user));
      },
    },
    {
      name: 'DELETE of nobody: 404',
      proves: '§3.6',
      run: async (session) => expectRefusal(await session.delete(`/Users/${nobody}`), 404),
    },
  ],
};

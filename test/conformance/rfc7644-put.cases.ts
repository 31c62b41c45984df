import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectGroup, expectRefusal, expectSame, expectUser } from './expect.ts';
import { idOf, makeGroup, makeUser, newUser, pathOf, sentOf } from './resources.ts';
import { openGroups, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const nobody = '5e1b7d2c-0000-4000-8000-000000000000';

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

import { expectGroup, expectList, expectNoContent, expectRefusal, expectThat, expectUser } from './expect.ts';
import { idOf, makeGroup, makeUser, pathOf, queryOf, sentOf } from './resources.ts';
import { openGroups, type Suite } from './suite.ts';

const nobody = '5e1b7d2c-0000-4000-8000-000000000000';

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

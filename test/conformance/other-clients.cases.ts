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
import { patchesUser } from './patching.ts';
import { idOf, makeGroup, makeUser, newUser, pathOf, queryOf, sentOf } from './resources.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

const clients: readonly Case[] = [
  {
    name: 'OneLogin: schemas of SCIM 1, active as text, id null',
    proves: 'OneLogin’s template, U3, U7',
    run: async (session) => {
      const { schemas: _schemas, ...sent } = newUser(session, 'onelogin');
      const body = { ...sent, schemas: ['urn:scim:schemas:core:1.0'], active: 'true', id: null };
      expectUser(session, await session.post('/Users', body), 201, sent);
    },
  },
  {
    name: 'OneLogin: managerId of SCIM 1 is passed over',
    proves: 'OneLogin’s template, U3',
    run: async (session) => {
      const sent = newUser(session, 'onelogin');
      const body = { ...sent, [enterprise]: { department: 'Mail', manager: { managerId: 'm-1' } } };
      const expected = { ...sent, [enterprise]: { department: 'Mail' } };
      expectUser(session, await session.post('/Users', body), 201, expected);
    },
  },
  {
    name: 'JumpCloud: activation makes a test user and a test group, and deletes them',
    proves: 'JumpCloud’s documentation, G10',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'jumpcloud');
      const group = await makeGroup(session, 'jumpcloud');
      const value = [{ value: idOf(user) }];
      const expected = { displayName: group['displayName'] ?? '' };
      expectNoContent(await session.patch(pathOf(group), [{ op: 'add', path: 'members', value }]));
      expectGroup(session, await session.get(pathOf(group)), 200, expected, [idOf(user)]);
      expectNoContent(await session.patch(pathOf(group), [{ op: 'remove', path: 'members', value }]));
      expectGroup(session, await session.get(pathOf(group)), 200, expected);
      expectNoContent(await session.delete(pathOf(group)));
      expectNoContent(await session.delete(pathOf(user)));
    },
  },
  {
    name: 'PingFederate: groups by listing, users by PUT, Accept application/json',
    proves: 'PingFederate’s documentation, P7',
    needs: openGroups,
    run: async (session) => {
      const headers = { accept: 'application/json', 'user-agent': 'Apache-HttpClient/4.5.13 (Java/11.0.12)' };
      const group = await makeGroup(session, 'ping');
      let found = false;
      for (let startIndex = 1, total = 1; startIndex <= total; startIndex += 100) {
        const body = bodyOf(await session.get(`/Groups?startIndex=${startIndex}&count=100`, headers));
        total = Number(body['totalResults']);
        found ||= ((body['Resources'] ?? []) as readonly JsonObject[]).some(({ id }) => id === group['id']);
      }
      expectThat(found, 'the group is on no page');
      const user = await makeUser(session, 'ping');
      const put = await session.put(pathOf(user), { ...sentOf(user), active: false }, headers);
      expectUser(session, put, 200, { ...sentOf(user), active: false });
    },
  },
  {
    name: 'Google Workspace: inactive from the start',
    proves: 'getprobo/probo#711, U7',
    run: async (session) => {
      const sent = newUser(session, 'google', { active: false });
      expectUser(session, await session.post('/Users', sent), 201, sent);
    },
  },
];

/** What has broken other servers: one case for each report, as far as no other suite has it. */
const reports: readonly Case[] = [
  ...['Replace', 'REPLACE', 'rEpLaCe'].map((op) =>
    patchesUser({
      name: `an operation in any case: ${op}`,
      proves: 'langwatch/langwatch#6972, P2',
      operations: [{ op, path: 'title', value: 'x' }],
      after: { title: 'x' },
    }),
  ),
  ...['False', 'false', 'FALSE'].map((value) =>
    patchesUser({
      name: `active as text: ${value}`,
      proves: 'scimmyjs/scimmy#51, U4',
      operations: [{ op: 'replace', path: 'active', value }],
      after: { active: false },
    }),
  ),
  patchesUser({
    name: 'a filtered add, three times: one value',
    proves: 'pingidentity/scim2#213, P2',
    operations: [1, 2, 3].map(() => ({ op: 'add', path: 'ims[type eq "skype"].value', value: 'conf' })),
    after: { ims: [{ type: 'skype', value: 'conf' }] },
  }),
  patchesUser({
    name: 'no operation changes anything: 200 all the same',
    proves: 'better-auth/better-auth#8650, P2',
    operations: [{ op: 'replace', path: 'active', value: true }],
    after: {},
  }),
  patchesUser({
    name: 'a nested object without a path',
    proves: 'Captain-P-Goldfish/SCIM-SDK#267, P2',
    operations: [{ op: 'replace', value: { name: { givenName: 'Con' }, active: 'true' } }],
    after: { name: { givenName: 'Con', familyName: 'Ormance' } },
  }),
  patchesUser({
    name: 'the core schema’s URN before a path',
    proves: 'thomaspoignant/scim-patch#132, P2',
    operations: [{ op: 'replace', path: `${urns.user}:name.givenName`, value: 'Con' }],
    after: { name: { givenName: 'Con', familyName: 'Ormance' } },
  }),
  patchesUser({
    name: 'an attribute that nobody advertises: passed over',
    proves: 'U3',
    operations: [
      { op: 'add', path: 'urn:example:other:2.0:User:badge', value: 'x' },
      { op: 'add', path: 'title', value: 'x' },
    ],
    after: { title: 'x' },
  }),
  ...(['PUT', 'PATCH'] as const).map((method): Case => ({
    name: `${method} without members: they stay`,
    proves: 'langwatch/langwatch#7131, G7',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'kept');
      const group = await makeGroup(session, 'kept', [user]);
      const expected = { displayName: group['displayName'] ?? '', externalId: 'Ext-1' };
      const answer =
        method === 'PUT'
          ? await session.put(pathOf(group), { schemas: [urns.group], ...expected })
          : await session.patch(pathOf(group), [{ op: 'replace', value: expected }]);
      expectThat(answer.status < 300, `${method} gives ${answer.status}`);
      expectGroup(session, await session.get(pathOf(group)), 200, expected, [idOf(user)]);
    },
  })),
  {
    name: 'PUT without active: it stays',
    proves: 'vouch#1415, U7',
    run: async (session) => {
      const user = await makeUser(session, 'inactive', { active: false });
      const { active: _active, ...body } = sentOf(user);
      expectUser(session, await session.put(pathOf(user), body), 200, sentOf(user));
    },
  },
  {
    name: 'a filter that is not understood finds neither everybody nor nobody',
    proves: 'langwatch/tasks#616, P1',
    run: async (session) => {
      for (const filter of ['userName = "x"', "userName eq 'x'", 'username:x']) {
        expectRefusal(await session.get(`/Users${queryOf({ filter })}`), 400, 'invalidFilter');
      }
    },
  },
  {
    name: 'an id in the body does not choose whom a PUT writes',
    proves: 'msaad00/agent-bom#3534, U7',
    run: async (session) => {
      const [victim, user] = [await makeUser(session, 'victim'), await makeUser(session, 'user')];
      const put = await session.put(pathOf(user), { ...user, id: idOf(victim), title: 'x' });
      expectUser(session, put, 200, { ...sentOf(user), title: 'x' });
      expectSame(bodyOf(await session.get(pathOf(victim))), victim);
    },
  },
  {
    name: 'a name with signs that URLs and JSON escape',
    proves: 'wso2/product-is#6919, P1',
    run: async (session) => {
      const title = `50 % & more + "quotes" \\ /?#[] é ${session.newWord('title')}`;
      const user = await makeUser(session, 'signs', { title });
      const filter = `title eq ${JSON.stringify(title)}`;
      expectSame(expectList(await session.get(`/Users${queryOf({ filter })}`), { totalResults: 1 })[0], user);
    },
  },
  {
    name: 'GET with a Content-Type and no body',
    proves: 'medplum/medplum#4143, P7',
    run: async (session) => {
      bodyOf(await session.get('/Users?count=1', { 'content-type': 'application/json; charset=utf-8' }));
    },
  },
  {
    name: 'unknown parameters of a query are passed over',
    proves: 'P7',
    run: async (session) => {
      bodyOf(await session.get('/Users?count=1&tenant=acme&_=1700000000'));
    },
  },
];

/** Other clients as far as it is known what they send, and what has broken other servers. */
export const otherClients: Suite = {
  title: 'Other clients and reports',
  source: 'documentation of OneLogin, JumpCloud and PingFederate; public issues of other servers',
  cases: [...clients, ...reports],
};

import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectGroup, expectRefusal, expectSame, expectThat, expectUser } from './expect.ts';
import { idOf, makeGroup, makeUser, newGroup, newUser, pathOf, sentOf } from './resources.ts';
import { anyUserName, openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

/** Every attribute that a client can write, in the spirit of RFC 7643 §8.2 and §8.3. */
export const everything: JsonObject = {
  externalId: 'Ext-701984',
  name: {
    formatted: 'Ms. Barbara J Jensen, III',
    familyName: 'Jensen',
    givenName: 'Barbara',
    middleName: 'Jane',
    honorificPrefix: 'Ms.',
    honorificSuffix: 'III',
  },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  title: 'Tour Guide',
  userType: 'Employee',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  phoneNumbers: [
    { value: '555-555-5555', type: 'work', display: 'Desk', primary: true },
    { value: '555-555-4444', type: 'mobile' },
  ],
  ims: [{ value: 'someaimhandle', type: 'aim' }],
  photos: [
    { value: 'https://photos.example.com/profilephoto/72930000000Ccne/F', type: 'photo' },
    { value: 'https://photos.example.com/profilephoto/72930000000Ccne/T', type: 'thumbnail' },
  ],
  addresses: [
    {
      type: 'work',
      streetAddress: '100 Universal City Plaza',
      locality: 'Hollywood',
      region: 'CA',
      postalCode: '91608',
      country: 'US',
      formatted: '100 Universal City Plaza\nHollywood, CA 91608 US',
      primary: true,
    },
    { type: 'home', locality: 'Hollywood', country: 'US' },
  ],
  entitlements: [{ value: 'reports', display: 'Reports', type: 'newbie' }],
  roles: [{ value: 'guide', display: 'Guide', type: 'none', primary: true }],
  x509Certificates: [{ value: 'MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQAwTjELMAkGA1UE' }],
  [enterprise]: {
    employeeNumber: '701984',
    costCenter: '4130',
    organization: 'Universal Studios',
    division: 'Theme Park',
    department: 'Tour Operations',
    manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d' },
  },
};

const notBase64 = [{ value: '§§§' }];

const users: readonly Case[] = [
  {
    name: 'every attribute of the user and of the enterprise extension comes back',
    proves: '§4.1, §4.3, §8.2, §8.3, U3',
    run: async (session) => {
      const sent = newUser(session, 'whole', everything);
      const created = expectUser(session, await session.post('/Users', sent), 201, sent);
      expectSame(expectUser(session, await session.get(pathOf(created)), 200, sent), created);
    },
  },
  {
    name: 'a userName alone is a user',
    proves: '§4.1.1, §8.1',
    run: async (session) => {
      const sent = { schemas: [urns.user], userName: session.newUserName('bare') };
      expectUser(session, await session.post('/Users', sent), 201, sent);
    },
  },
  {
    name: 'a userName need not be an email address',
    proves: '§4.1.1, U2',
    needs: anyUserName,
    run: async (session) => {
      const sent = { schemas: [urns.user], userName: session.newWord('Bjensen é') };
      expectUser(session, await session.post('/Users', sent), 201, sent);
    },
  },
  {
    name: 'the names of attributes are read in any case, and returned in one',
    proves: '§2.1',
    run: async (session) => {
      const userName = session.newUserName('case');
      const body = { SCHEMAS: [urns.user], USERNAME: userName, Name: { GIVENNAME: 'Conf' }, NickName: 'Connie' };
      const expected = { userName, name: { givenName: 'Conf' }, nickName: 'Connie' };
      expectUser(session, await session.post('/Users', body), 201, expected);
    },
  },
  {
    name: 'null and the empty list mean that there is no value',
    proves: '§2.5, U7',
    run: async (session) => {
      const sent = newUser(session, 'null');
      const body = { ...sent, title: null, phoneNumbers: [], nickName: null, addresses: null };
      expectUser(session, await session.post('/Users', body), 201, sent);
    },
  },
  {
    name: 'active is true unless it is said to be false',
    proves: '§4.1.1, U7',
    run: async (session) => {
      const sent = newUser(session, 'inactive', { active: false });
      const created = expectUser(session, await session.post('/Users', sent), 201, sent);
      expectUser(session, await session.get(pathOf(created)), 200, sent);
    },
  },
  {
    name: 'text of any script comes back letter by letter',
    proves: '§2.3.1, P7',
    run: async (session) => {
      const sent = newUser(session, 'script', {
        displayName: 'Zoë Ødegård 李小龍 👩‍🚀 "quoted" \\ \u2028',
        nickName: 'ﬁ',
      });
      const created = expectUser(session, await session.post('/Users', sent), 201, sent);
      expectUser(session, await session.get(pathOf(created)), 200, sent);
    },
  },
  {
    name: 'a password is never returned',
    proves: '§4.1.1, §7.1, U3',
    run: async (session) => {
      const sent = newUser(session, 'password');
      const created = expectUser(session, await session.post('/Users', { ...sent, password: '1mz050nq' }), 201, sent);
      expectUser(session, await session.get(`${pathOf(created)}?attributes=`), 200, sent);
      const asked = bodyOf(await session.get(`${pathOf(created)}?attributes=password`));
      expectSame(asked['password'], undefined, 'password');
    },
  },
  ...(
    [
      ['a number for a text', { nickName: 7 }],
      ['an object for a text', { title: { value: 'x' } }],
      ['a text for a complex attribute', { name: 'Barbara' }],
      ['a number for a list of complex values', { phoneNumbers: 7 }],
      ['a text for a boolean', { active: 'perhaps' }],
    ] as const
  ).map(([name, extra]): Case => ({
    name: `${name} is invalidValue`,
    proves: '§2.3, RFC 7644 §3.12',
    run: async (session) => {
      expectRefusal(await session.post('/Users', newUser(session, 'kind', extra)), 400, 'invalidValue');
    },
  })),
  {
    name: 'a binary value that is no base64 is invalidValue',
    proves: '§2.3.6, RFC 7644 §3.12',
    run: async (session) => {
      const answer = await session.post('/Users', newUser(session, 'binary', { x509Certificates: notBase64 }));
      expectRefusal(answer, 400, 'invalidValue');
    },
    deviation: {
      reason: 'the syntax of certificates and URLs is not insisted upon: they are stored as they come',
      run: async (session) => {
        const sent = newUser(session, 'binary', { x509Certificates: notBase64 });
        expectUser(session, await session.post('/Users', sent), 201, sent);
      },
    },
  },
  {
    name: 'of two values that are sent as primary one is',
    proves: '§2.4',
    run: async (session) => {
      const phoneNumbers = [
        { value: '+1-1', type: 'work', primary: true },
        { value: '+1-2', type: 'home', primary: true },
      ];
      const created = await makeUser(session, 'primary', { phoneNumbers });
      const found = (created['phoneNumbers'] as readonly JsonObject[]).filter(({ primary }) => primary === true);
      expectSame(found.length, 1, 'the number of primary values');
    },
  },
  {
    name: 'the same value and type sent twice is returned once',
    proves: '§2.4',
    run: async (session) => {
      const work = { value: '+1-1', type: 'work' };
      const home = { value: '+1-1', type: 'home' };
      const created = await makeUser(session, 'twice', { phoneNumbers: [work, { ...work }, home] });
      expectSame(created['phoneNumbers'], [work, home], 'phoneNumbers');
      const replaced = await session.put(pathOf(created), { ...created, phoneNumbers: [home, home] });
      expectSame(bodyOf(replaced, 200)['phoneNumbers'], [home], 'phoneNumbers');
    },
  },
];

const common: readonly Case[] = [
  {
    name: 'id is the server’s, whatever the client sends, and no two are the same',
    proves: '§3.1, U7',
    run: async (session) => {
      const sent = newUser(session, 'id');
      const created = expectUser(session, await session.post('/Users', { ...sent, id: 'my-own' }), 201, sent);
      const other = await makeUser(session, 'id');
      expectThat(idOf(created) !== 'my-own' && idOf(created) !== idOf(other), `id is ${idOf(created)}`);
    },
  },
  {
    name: 'externalId comes back letter by letter, and need not be unique',
    proves: '§3.1',
    run: async (session) => {
      const externalId = session.newWord('External-ID');
      for (const label of ['one', 'two']) {
        const sent = newUser(session, label, { externalId });
        expectUser(session, await session.post('/Users', sent), 201, sent);
      }
    },
  },
  {
    name: 'meta is the server’s, whatever the client sends',
    proves: '§3.1, U7',
    run: async (session) => {
      const sent = newUser(session, 'meta');
      const meta = { resourceType: 'Group', created: '1999-01-01T00:00:00Z', version: 'W/"mine"', location: 'x:y' };
      const created = expectUser(session, await session.post('/Users', { ...sent, meta }), 201, sent);
      const { created: at } = created['meta'] as JsonObject;
      expectThat(Date.now() - Date.parse(String(at)) < 86_400_000, `meta.created is ${String(at)}`);
    },
  },
  {
    name: 'reading changes nothing: meta stays',
    proves: '§3.1',
    run: async (session) => {
      const user = await makeUser(session, 'read');
      await session.get(`/Users?filter=${encodeURIComponent(`userName eq "${String(user['userName'])}"`)}`);
      expectSame(bodyOf(await session.get(pathOf(user))), user);
    },
  },
  {
    name: 'schemas names the extensions that have values, whatever the client lists',
    proves: '§3.3',
    run: async (session) => {
      const sent = newUser(session, 'schemas');
      const listed = { ...sent, schemas: [urns.user, enterprise] };
      expectUser(session, await session.post('/Users', listed), 201, sent);
      const unlisted = { ...newUser(session, 'schemas'), [enterprise]: { department: 'Sales' } };
      expectUser(session, await session.post('/Users', unlisted), 201, unlisted);
    },
  },
  {
    name: 'what no schema has is passed over',
    proves: '§3.3, U3',
    run: async (session) => {
      const sent = newUser(session, 'extra');
      const extra = { shoeSize: 7, 'urn:example:other:2.0:User': { badge: 'x' }, name: { givenName: 'Conf', size: 7 } };
      const expected = { ...sent, name: { givenName: 'Conf' } };
      const schemas = [urns.user, 'urn:example:other:2.0:User'];
      expectUser(session, await session.post('/Users', { ...sent, ...extra, schemas }), 201, expected);
    },
  },
];

const groups: readonly Case[] = [
  {
    name: 'a group has its name, its externalId and its members',
    proves: '§4.2, §8.4, G10',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'member');
      const { members: _members, ...sent } = newGroup(session, 'group', [user]);
      const body = { ...sent, externalId: 'Ext-1', members: [{ value: idOf(user), $ref: null, display: 'x' }] };
      const expected = { ...sent, externalId: 'Ext-1' };
      const created = expectGroup(session, await session.post('/Groups', body), 201, expected, [idOf(user)]);
      expectGroup(session, await session.get(pathOf(created)), 200, expected, [idOf(user)]);
    },
  },
  {
    name: 'groups of a user names each group, and cannot be written',
    proves: '§4.1.2, U6',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'grouped');
      const group = await makeGroup(session, 'of a user', [user]);
      const { baseUrl } = session;
      const display = group['displayName'] ?? null;
      const entry = { value: idOf(group), $ref: `${baseUrl}/Groups/${idOf(group)}`, display, type: 'direct' };
      const expected = { ...sentOf(user), groups: [entry] };
      const read = expectUser(session, await session.get(pathOf(user)), 200, expected);
      const put = await session.put(pathOf(user), { ...read, groups: [] });
      expectUser(session, put, 200, expected);
    },
  },
  {
    name: 'a group needs a name',
    proves: '§4.2, G4',
    run: async (session) => {
      expectRefusal(await session.post('/Groups', { schemas: [urns.group], members: [] }), 400, 'invalidValue');
    },
  },
  {
    name: 'a member of a group shows a display name',
    proves: '§8.4',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'display', { displayName: 'Babs Jensen' });
      const group = await makeGroup(session, 'display', [user]);
      const { members } = bodyOf(await session.get(pathOf(group)));
      expectSame((members as readonly JsonObject[])[0]?.['display'], 'Babs Jensen', 'members[0].display');
    },
    deviation: {
      reason: 'the name is the user’s, and a copy in the group would be wrong after its next change',
      run: async (session) => {
        const user = await makeUser(session, 'display', { displayName: 'Babs Jensen' });
        const group = await makeGroup(session, 'display', [user]);
        expectGroup(session, await session.get(pathOf(group)), 200, { displayName: group['displayName'] ?? null }, [
          idOf(user),
        ]);
      },
    },
  },
  {
    name: 'two groups may have the same name',
    proves: '§4.2 (uniqueness none)',
    needs: openGroups,
    run: async (session) => {
      const sent = newGroup(session, 'twice');
      await session.post('/Groups', sent);
      expectGroup(session, await session.post('/Groups', sent), 201, sent);
    },
    deviation: {
      reason: 'Okta finds groups by name, and Microsoft’s validator wants 409 (G3)',
      run: async (session) => {
        const sent = newGroup(session, 'twice');
        await session.post('/Groups', sent);
        expectRefusal(await session.post('/Groups', sent), 409, 'uniqueness');
      },
    },
  },
];

/** The resources themselves: their attributes, `id`, `externalId`, `meta` and `schemas`. */
export const resources: Suite = {
  title: 'RFC 7643 resources',
  source: 'RFC 7643 §2 to §4, §8',
  cases: [...users, ...common, ...groups],
};

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
import { overlay } from './patching.ts';
import { idOf, makeGroup, makeUser, pathOf, queryOf, sentOf } from './resources.ts';
import { speakAs, type Session } from './session.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;
const entraGroup = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

function entraHeaders(hasBody: boolean): Record<string, string> {
  return {
    accept: 'application/scim+json',
    ...(hasBody && { 'content-type': 'application/scim+json; charset=utf-8' }),
  };
}

function entraCase(name: string, proves: string, run: (entra: Session) => Promise<void>, needs?: Case['needs']): Case {
  return { name, proves, run: (session) => run(speakAs(session, entraHeaders)), ...(needs !== undefined && { needs }) };
}

/** A user as Entra ID creates one: no roles, no other attributes than its mappings have. */
function entraUser(entra: Session): JsonObject {
  const userName = entra.newUserName('Entra');
  return {
    schemas: [urns.user, enterprise],
    externalId: entra.newWord('object-id'),
    userName,
    active: true,
    emails: [{ primary: true, type: 'work', value: userName }],
    meta: { resourceType: 'User' },
    name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
    roles: [],
  };
}

/** What is kept of it. */
function keptOf({ meta: _meta, roles: _roles, ...body }: JsonObject): JsonObject {
  return body;
}

async function create(entra: Session): Promise<JsonObject> {
  const body = entraUser(entra);
  return expectUser(entra, await entra.post('/Users', body), 201, keptOf(body));
}

/** A PATCH and what it makes of the user that Entra ID has created; null means absent. */
type Change = readonly [name: string, operations: readonly JsonObject[], after: JsonObject];

/** The same with addresses in a domain of the organization. */
function inDomain<Value>({ domain }: Session, value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll('@example.com', `@${domain}`)) as Value;
}

/** Each sent twice, because Entra ID repeats what it is not sure of: the second changes nothing. */
function changes(proves: string, list: readonly Change[], before: JsonObject = {}): readonly Case[] {
  return list.map(([name, ...change]) =>
    entraCase(name, proves, async (entra) => {
      const [operations, after] = inDomain(entra, change);
      const user = await makeUser(entra, 'entra', inDomain(entra, before));
      const expected = overlay(sentOf(user), after);
      const path = pathOf(user);
      const first = expectUser(entra, await entra.patch(path, operations), 200, expected);
      expectUser(entra, await entra.patch(path, operations), 200, expected);
      const { meta: _meta, ...read } = bodyOf(await entra.get(path));
      const { meta: _first, ...patched } = first;
      expectSame(read, patched);
    }),
  );
}

const work = { type: 'work', value: 'entra.work@example.com' };

const lookups: readonly Case[] = [
  entraCase('Test Connection: a random userName gives an empty list', 'P1', async (entra) => {
    const query = queryOf({ filter: `userName eq "${entra.newWord('d6f3a3f0')}"` }).replaceAll('%20', '+');
    expectList(await entra.get(`/Users${query}`), { totalResults: 0 });
  }),
  entraCase('create, then found by userName, externalId, email and id', 'U1, U3, P1', async (entra) => {
    const user = await create(entra);
    const { userName, externalId } = user as { userName: string; externalId: string };
    for (const filter of [
      `userName eq "${userName}"`,
      `externalId eq "${externalId}"`,
      `emails[type eq "work"].value eq "${userName}"`,
      `id eq "${idOf(user)}" and active eq true`,
    ]) {
      const [found] = expectList(await entra.get(`/Users${queryOf({ filter })}`), { totalResults: 1 });
      expectSame(found, user);
    }
  }),
  entraCase('is somebody the manager of somebody: by id and manager', 'P1', async (entra) => {
    const boss = await create(entra);
    const user = await makeUser(entra, 'managed', { [enterprise]: { manager: { value: idOf(boss) } } });
    for (const [manager, totalResults] of [
      [idOf(boss), 1],
      [idOf(user), 0],
    ] as const) {
      const filter = `id eq "${idOf(user)}" and ${enterprise}:manager eq "${manager}"`;
      expectList(await entra.get(`/Users${queryOf({ filter })}`), { totalResults });
    }
  }),
  entraCase('a flag in the query changes nothing', 'P7', async (entra) => {
    const user = await create(entra);
    expectSame(bodyOf(await entra.get(`${pathOf(user)}?aadOptscim062020`)), user);
  }),
];

const groups: readonly Case[] = [
  entraCase(
    'a group is created without members, found without them, renamed and deleted',
    'G10, P5',
    async (entra) => {
      const sent = { externalId: entra.newWord('object-id'), displayName: `Conformance ${entra.newWord('entra')}` };
      const body = { schemas: [urns.group, entraGroup], ...sent, meta: { resourceType: 'Group' } };
      const created = expectGroup(entra, await entra.post('/Groups', body), 201, sent);
      const query = queryOf({ excludedAttributes: 'members', filter: `displayName eq "${sent.displayName}"` });
      expectSame(expectList(await entra.get(`/Groups${query}`), { totalResults: 1 })[0], created);
      expectSame(bodyOf(await entra.get(`${pathOf(created)}?excludedAttributes=members`)), created);
      const displayName = `Conformance ${entra.newWord('renamed')}`;
      const rename = [{ op: 'Replace', path: 'displayName', value: displayName }];
      expectNoContent(await entra.patch(pathOf(created), rename));
      expectGroup(entra, await entra.get(pathOf(created)), 200, { ...sent, displayName });
      expectNoContent(await entra.delete(pathOf(created)));
      expectRefusal(await entra.get(pathOf(created)), 404);
    },
    openGroups,
  ),
  ...(['Add', 'add'] as const).map((add) =>
    entraCase(
      `members: "${add}" by a list of values with $ref null`,
      'G7, P2',
      async (entra) => {
        const [one, two] = [await makeUser(entra, 'one'), await makeUser(entra, 'two')];
        const group = await makeGroup(entra, 'members', [one]);
        const operations = [{ op: add, path: 'members', value: [{ $ref: null, value: idOf(two) }] }];
        expectNoContent(await entra.patch(pathOf(group), operations));
        const expected = { displayName: group['displayName'] ?? '' };
        expectGroup(entra, await entra.get(pathOf(group)), 200, expected, [idOf(one), idOf(two)]);
      },
      openGroups,
    ),
  ),
  ...(
    [
      [
        '"Remove" by a list of values takes only these',
        (id: string) => ({ op: 'Remove', path: 'members', value: [{ $ref: null, value: id }] }),
      ],
      ['"remove" by a filter', (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` })],
    ] as const
  ).map(([name, operation]) =>
    entraCase(
      `members: ${name}`,
      'G7, P2',
      async (entra) => {
        const [one, two] = [await makeUser(entra, 'one'), await makeUser(entra, 'two')];
        const group = await makeGroup(entra, 'members', [one, two]);
        for (let round = 0; round < 2; round += 1) {
          expectNoContent(await entra.patch(pathOf(group), [operation(idOf(one))]));
          const expected = { displayName: group['displayName'] ?? '' };
          expectGroup(entra, await entra.get(pathOf(group)), 200, expected, [idOf(two)]);
        }
      },
      openGroups,
    ),
  ),
  entraCase(
    'members one by one, at once: each is in',
    'P5, G7',
    async (entra) => {
      const users = await Promise.all([1, 2, 3, 4, 5].map((place) => makeUser(entra, `at once ${place}`)));
      const group = await makeGroup(entra, 'at once');
      const answers = await Promise.all(
        users.map((user) =>
          entra.patch(pathOf(group), [{ op: 'Add', path: 'members', value: [{ $ref: null, value: idOf(user) }] }]),
        ),
      );
      for (const answer of answers) expectNoContent(answer);
      const expected = { displayName: group['displayName'] ?? '' };
      expectGroup(entra, await entra.get(pathOf(group)), 200, expected, users.map(idOf));
    },
    openGroups,
  ),
];

const defaults: readonly Case[] = [
  ...changes('P2', [
    ['an attribute by "Add"', [{ op: 'Add', path: 'title', value: 'Clerk' }], { title: 'Clerk' }],
    ['an attribute by "Replace"', [{ op: 'Replace', path: 'displayName', value: 'New' }], { displayName: 'New' }],
    [
      'several attributes, one operation each',
      [
        { op: 'Replace', path: 'name.givenName', value: 'En' },
        { op: 'Replace', path: 'name.familyName', value: 'Tra' },
        { op: 'Add', path: `${enterprise}:department`, value: 'Mail' },
      ],
      { name: { givenName: 'En', familyName: 'Tra' }, [enterprise]: { department: 'Mail' } },
    ],
    ['active as the text "False"', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
    ['active by "Add", as a text', [{ op: 'Add', path: 'active', value: 'False' }], { active: false }],
    ['active as a boolean', [{ op: 'Replace', path: 'active', value: false }], { active: false }],
    [
      'a phone number that is not there: made once',
      [{ op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1-2' }],
      { phoneNumbers: [{ type: 'mobile', value: '+1-2' }] },
    ],
    [
      'an address that is not there, part by part: made once',
      [
        { op: 'Add', path: 'addresses[type eq "work"].streetAddress', value: 'Plaza 1' },
        { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Hollywood' },
      ],
      { addresses: [{ type: 'work', streetAddress: 'Plaza 1', locality: 'Hollywood' }] },
    ],
    [
      'a role by primary as text: made once',
      [{ op: 'Add', path: 'roles[primary eq "True"].value', value: 'Clerk' }],
      { roles: [{ primary: true, value: 'Clerk' }] },
    ],
    [
      'the manager as a list of one',
      [{ op: 'Add', path: `${enterprise}:manager`, value: [{ $ref: 'https://x.example.com/m-1', value: 'm-1' }] }],
      { [enterprise]: { manager: { $ref: 'https://x.example.com/m-1', value: 'm-1' } } },
    ],
    [
      'the manager as a text',
      [{ op: 'Add', path: `${enterprise}:manager`, value: 'm-1' }],
      { [enterprise]: { manager: { value: 'm-1' } } },
    ],
    [
      'the manager as an object',
      [{ op: 'Replace', path: `${enterprise}:manager`, value: { value: 'm-1' } }],
      { [enterprise]: { manager: { value: 'm-1' } } },
    ],
  ]),
  ...changes(
    'P2',
    [
      [
        'an email address that is there',
        [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@example.com' }],
        { emails: [{ ...work, value: 'new@example.com' }] },
      ],
      [
        'an email address of another type: a second one',
        [{ op: 'Replace', path: 'emails[type eq "home"].value', value: 'entra@example.com' }],
        { emails: [work, { type: 'home', value: 'entra@example.com' }] },
      ],
      ...(
        [
          ['"Remove"', { op: 'Remove', path: `${enterprise}:manager` }],
          ['an empty text', { op: 'Replace', path: `${enterprise}:manager`, value: '' }],
          ['an object with an empty value', { op: 'Replace', path: `${enterprise}:manager`, value: { value: '' } }],
        ] as const
      ).map(([name, operation]): Change => [
        `the manager away, by ${name}`,
        [operation],
        { [enterprise]: { department: 'Mail' } },
      ]),
    ],
    { emails: [work], [enterprise]: { department: 'Mail', manager: { value: 'm-1' } } },
  ),
];

/** Entra ID as it is unless it is told otherwise. */
export const entra: Suite = {
  title: 'Entra ID',
  source: 'Microsoft’s documentation of SCIM provisioning, and reports of what is sent',
  cases: [
    ...lookups,
    ...defaults,
    ...groups,
    entraCase('a user leaves for good: DELETE, then 404, then anew', 'U5', async (session) => {
      const user = await create(session);
      expectNoContent(await session.delete(pathOf(user)));
      expectRefusal(await session.delete(pathOf(user)), 404);
      const again = { ...entraUser(session), userName: user['userName'] ?? '' };
      const created = expectUser(session, await session.post('/Users', again), 201, keptOf(again));
      expectThat(idOf(created) !== idOf(user), 'the id of the deleted user is used again');
    }),
    {
      ...entraCase('PATCH of a user: 204', 'Microsoft’s collection of requests', async (session) => {
        const user = await create(session);
        const operations = [{ op: 'Replace', path: 'title', value: 'Clerk' }];
        expectNoContent(await session.patch(pathOf(user), operations));
      }),
      deviation: {
        reason: 'a user is answered with 200 and the user, which Okta and Entra ID both take',
        run: async (session) => {
          const user = await create(session);
          const operations = [{ op: 'Replace', path: 'title', value: 'Clerk' }];
          const expected = { ...sentOf(user), title: 'Clerk' };
          expectUser(session, await session.patch(pathOf(user), operations), 200, expected);
        },
      },
    },
  ],
};

/** Entra ID with the flag that makes it follow the RFCs. */
export const entraFlag: Suite = {
  title: 'Entra ID aadOptscim062020',
  source: 'Microsoft’s documentation of the flag',
  cases: changes(
    'P2',
    [
      [
        'several attributes in one value: dotted names, names with a URN',
        [
          {
            op: 'replace',
            value: {
              'name.givenName': 'En',
              'name.familyName': 'Tra',
              [`${enterprise}:employeeNumber`]: '7',
              title: 'x',
            },
          },
        ],
        {
          name: { givenName: 'En', familyName: 'Tra' },
          title: 'x',
          [enterprise]: { department: 'Mail', employeeNumber: '7' },
        },
      ],
      [
        'the same by add, an operation with a filter beside it',
        [
          { op: 'add', value: { displayName: 'New', 'name.formatted': 'Entra Flag' } },
          { op: 'add', path: 'emails[type eq "work"].value', value: 'new@example.com' },
        ],
        {
          displayName: 'New',
          name: { givenName: 'Conf', familyName: 'Ormance', formatted: 'Entra Flag' },
          emails: [{ ...work, value: 'new@example.com' }],
        },
      ],
      ['active as a boolean', [{ op: 'replace', path: 'active', value: false }], { active: false }],
      ['active without a path', [{ op: 'replace', value: { active: false } }], { active: false }],
      [
        'the manager by its name with a URN',
        [{ op: 'add', value: { [`${enterprise}:manager`]: 'm-2' } }],
        { [enterprise]: { department: 'Mail', manager: { value: 'm-2' } } },
      ],
      ['an attribute away', [{ op: 'remove', path: `${enterprise}:department` }], { [enterprise]: null }],
    ],
    { emails: [work], [enterprise]: { department: 'Mail' } },
  ),
};

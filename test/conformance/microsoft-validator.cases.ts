import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectGroup, expectList, expectNoContent, expectRefusal, expectSame, expectUser } from './expect.ts';
import { overlay } from './patching.ts';
import { idOf, makeGroup, makeUser, newGroup, pathOf, queryOf, sentOf } from './resources.ts';
import type { Session } from './session.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

/** A user with a random text for everything, as the validator makes one from /Schemas: no URL is one. */
function randomUser(session: Session): JsonObject {
  const text = (label: string): string => session.newWord(label);
  const userName = session.newUserName('validator');
  return {
    schemas: [urns.user, enterprise],
    userName,
    active: true,
    displayName: text('display'),
    nickName: text('nick'),
    title: text('title'),
    userType: text('type'),
    profileUrl: text('URL'),
    preferredLanguage: text('language'),
    locale: text('locale'),
    timezone: text('zone'),
    externalId: text('external'),
    name: {
      formatted: text('formatted'),
      familyName: text('family'),
      givenName: text('given'),
      middleName: text('middle'),
      honorificPrefix: text('prefix'),
      honorificSuffix: text('suffix'),
    },
    emails: [{ type: 'work', value: userName, primary: true }],
    phoneNumbers: ['work', 'mobile', 'fax'].map((type) => ({ type, value: text(type) })),
    addresses: [{ type: 'work', formatted: text('address'), streetAddress: text('street'), locality: text('city') }],
    roles: [{ primary: true, display: text('role'), value: text('value'), type: text('type') }],
    [enterprise]: {
      employeeNumber: text('number'),
      department: text('department'),
      costCenter: text('center'),
      organization: text('organization'),
      division: text('division'),
    },
  };
}

async function create(session: Session): Promise<JsonObject> {
  const sent = randomUser(session);
  return expectUser(session, await session.post('/Users', sent), 201, sent);
}

/** One operation for each mapped attribute, and what they make of the user. */
function verbose(session: Session, op: 'add' | 'replace'): { operations: JsonObject[]; after: JsonObject } {
  const after = randomUser(session);
  const operations: JsonObject[] = [];
  const set = (path: string, value: unknown): void => void operations.push({ op, path, value: value as string });
  for (const name of ['displayName', 'nickName', 'title', 'userType', 'profileUrl', 'preferredLanguage'])
    set(name, after[name]);
  for (const name of ['locale', 'timezone', 'externalId', 'active']) set(name, after[name]);
  const [email] = after['emails'] as readonly JsonObject[];
  set('emails[type eq "work"].value', email?.['value']);
  set('emails[type eq "work"].primary', true);
  for (const [name, value] of Object.entries(after['name'] as JsonObject)) set(`name.${name}`, value);
  for (const { type, value } of after['phoneNumbers'] as readonly JsonObject[])
    set(`phoneNumbers[type eq "${String(type)}"].value`, value);
  const [address = {}] = after['addresses'] as readonly JsonObject[];
  const { type: _type, ...parts } = address;
  for (const [name, value] of Object.entries(parts)) set(`addresses[type eq "work"].${name}`, value);
  const [role = {}] = after['roles'] as readonly JsonObject[];
  const { primary: _primary, ...words } = role;
  for (const [name, value] of Object.entries(words)) set(`roles[primary eq "True"].${name}`, value);
  for (const [name, value] of Object.entries(after[enterprise] as JsonObject)) set(`${enterprise}:${name}`, value);
  const { userName: _userName, ...changed } = after;
  return { operations, after: changed };
}

async function expectPatched(
  session: Session,
  user: JsonObject,
  operations: readonly JsonObject[],
  after: JsonObject,
): Promise<void> {
  const expected = overlay(sentOf(user), after);
  expectUser(session, await session.patch(pathOf(user), operations), 200, expected);
  expectUser(session, await session.get(pathOf(user)), 200, expected);
}

function byName(name: 'userName' | 'displayName', value: unknown, more: Record<string, string> = {}): string {
  return queryOf({ ...more, filter: `${name} eq "${String(value)}"` });
}

const users: readonly Case[] = [
  {
    name: 'create a user, and find it',
    proves: 'required, U1, U3',
    run: async (session) => {
      const user = await create(session);
      const [found] = expectList(await session.get(`/Users${byName('userName', user['userName'])}`), {
        totalResults: 1,
      });
      expectSame(found, user);
    },
  },
  {
    name: 'create a user twice: 409',
    proves: 'required, U1',
    run: async (session) =>
      expectRefusal(await session.post('/Users', sentOf(await create(session))), 409, 'uniqueness'),
  },
  {
    name: 'filter for a user who exists',
    proves: 'required, P1',
    run: async (session) => {
      const { userName } = await create(session);
      expectList(await session.get(`/Users${byName('userName', userName)}`), { totalResults: 1 });
    },
  },
  {
    name: 'filter for a user who does not exist',
    proves: 'required, P1',
    run: async (session) => {
      expectList(await session.get(`/Users${byName('userName', session.newUserName('absent'))}`), { totalResults: 0 });
    },
  },
  {
    name: 'filter for a user in another case',
    proves: 'required, U1',
    run: async (session) => {
      const userName = String((await create(session))['userName']).toUpperCase();
      expectList(await session.get(`/Users${byName('userName', userName)}`), { totalResults: 1 });
    },
  },
  ...(['replace', 'add'] as const).map((op): Case => ({
    name: `${op} attributes, one operation each`,
    proves: 'required, P2',
    run: async (session) => {
      const user = op === 'replace' ? await create(session) : await makeUser(session, 'verbose');
      const { operations, after } = verbose(session, op);
      await expectPatched(session, user, operations, after);
    },
  })),
  {
    name: 'update the userName, without a path',
    proves: 'required, U1',
    run: async (session) => {
      const userName = session.newUserName('updated');
      await expectPatched(session, await create(session), [{ op: 'replace', value: { userName } }], { userName });
    },
  },
  {
    name: 'disable a user',
    proves: 'required, U4',
    run: async (session) =>
      expectPatched(session, await create(session), [{ op: 'replace', path: 'active', value: false }], {
        active: false,
      }),
  },
  ...(['add', 'replace', 'remove'] as const).map((op): Case => ({
    name: `${op} the manager`,
    proves: 'required, P2',
    run: async (session) => {
      const [manager, other] = [await create(session), await create(session)];
      const before = op === 'add' ? {} : { manager: { value: idOf(other) } };
      const user = await makeUser(session, 'managed', { [enterprise]: { department: 'Mail', ...before } });
      const operation = {
        op,
        path: `${enterprise}:manager`,
        ...(op !== 'remove' && { value: { value: idOf(manager) } }),
      };
      const after = op === 'remove' ? {} : { manager: { value: idOf(manager) } };
      await expectPatched(session, user, [operation], { [enterprise]: { department: 'Mail', ...after } });
    },
  })),
  {
    name: 'delete a user: 204, then 404',
    proves: 'required, U5',
    run: async (session) => {
      const user = await create(session);
      expectNoContent(await session.delete(pathOf(user)));
      expectRefusal(await session.get(pathOf(user)), 404);
    },
  },
];

/** A case with a new group that has one member. */
function groupCase(
  name: string,
  proves: string,
  run: (session: Session, group: JsonObject, member: JsonObject) => Promise<void>,
): Case {
  return {
    name,
    proves,
    needs: openGroups,
    run: async (session) => {
      const member = await makeUser(session, 'member');
      await run(session, await makeGroup(session, 'validator', [member]), member);
    },
  };
}

const groups: readonly Case[] = [
  groupCase('get a group without its members', 'required, P5', async (session, group) => {
    const { members: _members, ...rest } = group;
    expectSame(bodyOf(await session.get(`${pathOf(group)}?excludedAttributes=members`)), rest);
  }),
  groupCase('filter for a group by name, with and without its members', 'required, G3, P5', async (session, group) => {
    const { members: _members, ...rest } = group;
    for (const [more, expected] of [
      [{}, group],
      [{ excludedAttributes: 'members' }, rest],
    ] as const) {
      const path = `/Groups${byName('displayName', group['displayName'], more)}`;
      expectSame(expectList(await session.get(path), { totalResults: 1 })[0], expected);
    }
  }),
  {
    name: 'filter for a group that does not exist',
    proves: 'required, G3',
    run: async (session) => {
      expectList(await session.get(`/Groups${byName('displayName', session.newWord('absent'))}`), { totalResults: 0 });
    },
  },
  groupCase('filter for a group in another case', 'required, G3', async (session, group) => {
    const path = `/Groups${byName('displayName', String(group['displayName']).toUpperCase())}`;
    expectList(await session.get(path), { totalResults: 1 });
  }),
  {
    name: 'create a group',
    proves: 'required, G10',
    needs: openGroups,
    run: async (session) => {
      const sent = { ...newGroup(session, 'validator'), externalId: session.newWord('external') };
      expectGroup(session, await session.post('/Groups', sent), 201, sent);
    },
  },
  groupCase('create a group twice: 409', 'required, G3', async (session, group) => {
    expectRefusal(await session.post('/Groups', sentOf(group)), 409, 'uniqueness');
  }),
  ...(['externalId', 'displayName'] as const).map((attribute) =>
    groupCase(
      `replace the ${attribute} of a group, without a path`,
      'required, G10',
      async (session, group, member) => {
        const value = `Conformance ${session.newWord(attribute)}`;
        expectNoContent(await session.patch(pathOf(group), [{ op: 'replace', value: { [attribute]: value } }]));
        const { members: _members, ...sent } = sentOf(group);
        const expected = { ...sent, [attribute]: value };
        expectGroup(session, await session.get(pathOf(group)), 200, expected, [idOf(member)]);
      },
    ),
  ),
  groupCase('replace the members of a group', 'required, G7', async (session, group) => {
    const other = await makeUser(session, 'other');
    const operations = [{ op: 'replace', path: 'members', value: [{ value: idOf(other) }] }];
    expectNoContent(await session.patch(pathOf(group), operations));
    expectSame(memberIds(bodyOf(await session.get(pathOf(group)))), [idOf(other)], 'members');
  }),
  groupCase('remove a member of a group', 'required, G7', async (session, group, member) => {
    const operations = [{ op: 'remove', path: `members[value eq "${idOf(member)}"]` }];
    expectNoContent(await session.patch(pathOf(group), operations));
    expectSame(memberIds(bodyOf(await session.get(pathOf(group)))), [], 'members');
  }),
  groupCase('delete a group: 204, then 404', 'required, G10', async (session, group) => {
    expectNoContent(await session.delete(pathOf(group)));
    expectRefusal(await session.get(pathOf(group)), 404);
  }),
];

const preview: readonly Case[] = [
  {
    name: 'several operations on different attributes',
    proves: 'preview, P2',
    run: async (session) => {
      const operations = [
        { op: 'remove', path: 'nickName' },
        { op: 'add', path: 'title', value: 'Clerk' },
        { op: 'replace', path: 'displayName', value: 'New' },
      ];
      await expectPatched(session, await create(session), operations, {
        nickName: null,
        title: 'Clerk',
        displayName: 'New',
      });
    },
  },
  {
    name: 'several operations on the same attribute: the last one stays',
    proves: 'preview, P2',
    run: async (session) => {
      const operations = [
        { op: 'remove', path: 'displayName' },
        { op: 'add', path: 'displayName', value: 'One' },
        { op: 'replace', path: 'displayName', value: 'Two' },
      ];
      await expectPatched(session, await create(session), operations, { displayName: 'Two' });
    },
  },
  {
    name: 'no operations at all: nothing changes',
    proves: 'preview (quirk), P2',
    run: async (session) => expectPatched(session, await create(session), [], {}),
  },
  ...(['Users', 'Groups'] as const).map((endpoint): Case => ({
    name: `delete of /${endpoint} that does not exist: 404`,
    proves: 'preview, U5',
    run: async (session) =>
      expectRefusal(await session.delete(`/${endpoint}/5e1b7d2c-0000-4000-8000-000000000000`), 404),
  })),
  {
    name: 'delete of the same user twice: 404',
    proves: 'preview, U5',
    run: async (session) => {
      const user = await create(session);
      expectNoContent(await session.delete(pathOf(user)));
      expectRefusal(await session.delete(pathOf(user)), 404);
    },
  },
  groupCase('delete of the same group twice: 404', 'preview, G10', async (session, group) => {
    expectNoContent(await session.delete(pathOf(group)));
    expectRefusal(await session.delete(pathOf(group)), 404);
  }),
  groupCase('a member in and out in one PATCH', 'preview, G7', async (session, group, member) => {
    const other = await makeUser(session, 'other');
    const operations = [
      { op: 'add', path: 'members', value: [{ value: idOf(other) }] },
      { op: 'remove', path: `members[value eq "${idOf(other)}"]` },
    ];
    expectNoContent(await session.patch(pathOf(group), operations));
    expectSame(memberIds(bodyOf(await session.get(pathOf(group)))), [idOf(member)], 'members');
  }),
];

function memberIds({ members = [] }: JsonObject): readonly string[] {
  return (members as readonly JsonObject[]).map(({ value }) => String(value));
}

/** Microsoft's SCIM validator: 24 required cases, and those that it previews, rebuilt from a published result. */
export const microsoftValidator: Suite = {
  title: 'Microsoft SCIM Validator',
  source: 'a published result of scimvalidator.microsoft.com, and reports of its quirks',
  cases: [...users, ...groups, ...preview],
};

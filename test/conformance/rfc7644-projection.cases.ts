import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectSame } from './expect.ts';
import { idOf, makeGroup, makeUser, pathOf, queryOf, sentOf } from './resources.ts';
import type { Session } from './session.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

const extra: JsonObject = {
  title: 'Clerk',
  nickName: 'Connie',
  phoneNumbers: [
    { value: '+1-1', type: 'work' },
    { value: '+1-2', type: 'home', display: 'Home' },
  ],
  [enterprise]: { department: 'Sales', manager: { value: 'm-1' } },
};

async function makeWhole(session: Session): Promise<JsonObject> {
  return makeUser(session, 'whole', extra);
}

/** A projection, and what it leaves of the user beside `schemas` and `id`. */
const chosen: readonly (readonly [attributes: string, left: (user: JsonObject) => JsonObject])[] = [
  ['userName', ({ userName = '' }) => ({ userName })],
  ['title,nickName', () => ({ title: 'Clerk', nickName: 'Connie' })],
  ['TITLE, nickname', () => ({ title: 'Clerk', nickName: 'Connie' })],
  ['name', ({ name = {} }) => ({ name })],
  ['name.givenName', () => ({ name: { givenName: 'Conf' } })],
  ['phoneNumbers.value', () => ({ phoneNumbers: [{ value: '+1-1' }, { value: '+1-2' }] })],
  ['phoneNumbers.display', () => ({ phoneNumbers: [{ display: 'Home' }] })],
  [`${urns.user}:title`, () => ({ title: 'Clerk' })],
  [`${urns.user}:name.givenName`, () => ({ name: { givenName: 'Conf' } })],
  [enterprise, () => ({ [enterprise]: extra[enterprise] ?? {} })],
  [`${enterprise}:department`, () => ({ [enterprise]: { department: 'Sales' } })],
  [`${enterprise}:manager.value`, () => ({ [enterprise]: { manager: { value: 'm-1' } } })],
  ['meta', ({ meta = {} }) => ({ meta })],
  ['meta.version', ({ meta }) => ({ meta: { version: (meta as JsonObject)['version'] ?? '' } })],
  ['shoeSize', () => ({})],
  ['title,shoeSize', () => ({ title: 'Clerk' })],
];

/** What is left out, and what the user lacks then. */
const excluded: readonly (readonly [attributes: string, left: (user: JsonObject) => JsonObject])[] = [
  ['title', ({ title: _title, ...rest }) => rest],
  ['title,nickName', ({ title: _title, nickName: _nickName, ...rest }) => rest],
  ['NICKNAME', ({ nickName: _nickName, ...rest }) => rest],
  ['name.familyName', (user) => ({ ...user, name: { givenName: 'Conf' } })],
  [
    'phoneNumbers.display',
    (user) => ({
      ...user,
      phoneNumbers: [
        { value: '+1-1', type: 'work' },
        { value: '+1-2', type: 'home' },
      ],
    }),
  ],
  [enterprise, ({ [enterprise]: _enterprise, ...rest }) => rest],
  [`${enterprise}:manager`, (user) => ({ ...user, [enterprise]: { department: 'Sales' } })],
  ['meta', ({ meta: _meta, ...rest }) => rest],
  ['id', (user) => user],
  ['schemas', (user) => user],
  ['shoeSize', (user) => user],
];

const users: readonly Case[] = [
  ...chosen.map(([attributes, left]): Case => ({
    name: `attributes=${attributes}`,
    proves: '§3.4.2.5, §3.9, §3.10, P5',
    run: async (session) => {
      const user = await session.once(makeWhole);
      const body = bodyOf(await session.get(`${pathOf(user)}${queryOf({ attributes })}`));
      const { schemas: _schemas, ...rest } = body;
      expectSame(rest, { id: idOf(user), ...left(user) });
    },
  })),
  ...excluded.map(([excludedAttributes, left]): Case => ({
    name: `excludedAttributes=${excludedAttributes}`,
    proves: '§3.4.2.5, §3.9, §3.10, P5',
    run: async (session) => {
      const user = await session.once(makeWhole);
      const body = bodyOf(await session.get(`${pathOf(user)}${queryOf({ excludedAttributes })}`));
      const { schemas: _schemas, ...rest } = body;
      const { schemas: _expected, ...expected } = left(user);
      expectSame(rest, expected);
    },
  })),
  {
    name: 'a list is cut like a single resource',
    proves: '§3.4.2.5, §3.9',
    run: async (session) => {
      const user = await session.once(makeWhole);
      const filter = `id eq "${idOf(user)}"`;
      const { Resources: found } = bodyOf(await session.get(`/Users${queryOf({ filter, attributes: 'title' })}`));
      const [first] = found as readonly JsonObject[];
      const { schemas: _schemas, ...rest } = first ?? {};
      expectSame(rest, { id: idOf(user), title: 'Clerk' });
    },
  },
  {
    name: 'empty parameters choose nothing: the whole user comes',
    proves: '§3.9',
    run: async (session) => {
      const user = await session.once(makeWhole);
      expectSame(bodyOf(await session.get(`${pathOf(user)}?attributes=&excludedAttributes=`)), user);
    },
  },
];

const groups: readonly Case[] = [
  {
    name: 'a group without its members',
    proves: '§3.4.2.5, P5',
    needs: openGroups,
    run: async (session) => {
      const group = await makeGroup(session, 'members', [await makeUser(session, 'member')]);
      const { members: _members, ...rest } = group;
      expectSame(bodyOf(await session.get(`${pathOf(group)}?excludedAttributes=members`)), rest);
    },
  },
  {
    name: 'the groups of a user alone, and a user without them',
    proves: '§3.4.2.5, P5',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'grouped');
      const group = await makeGroup(session, 'of a user', [user]);
      const part = bodyOf(await session.get(`${pathOf(user)}?attributes=groups.value`));
      expectSame(part, { schemas: [urns.user], id: idOf(user), groups: [{ value: idOf(group) }] });
      const { meta: _meta, ...rest } = bodyOf(await session.get(`${pathOf(user)}?excludedAttributes=groups`));
      expectSame(rest, { ...sentOf(user), id: idOf(user) });
    },
  },
  {
    name: 'the ids of the members alone',
    proves: '§3.4.2.5, P5',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'member');
      const group = await makeGroup(session, 'members', [user]);
      const body = bodyOf(await session.get(`${pathOf(group)}?attributes=members.value`));
      expectSame(body, { schemas: [urns.group], id: idOf(group), members: [{ value: idOf(user) }] });
    },
  },
  {
    name: 'the answer to a PATCH of a group that asks for no members has none',
    proves: '§3.9, P2',
    needs: openGroups,
    run: async (session) => {
      const group = await makeGroup(session, 'members', [await makeUser(session, 'member')]);
      const operations = [{ op: 'add', path: 'externalId', value: 'Ext-1' }];
      const body = bodyOf(await session.patch(`${pathOf(group)}?excludedAttributes=members,meta`, operations));
      const { members: _members, ...sent } = sentOf(group);
      expectSame(body, { ...sent, id: idOf(group), externalId: 'Ext-1' });
    },
  },
];

/** `attributes` and `excludedAttributes`, in every notation. */
export const projection: Suite = {
  title: 'RFC 7644 §3.9-3.10 attributes',
  source: 'RFC 7644 §3.4.2.5, §3.9, §3.10',
  cases: [...users, ...groups],
};

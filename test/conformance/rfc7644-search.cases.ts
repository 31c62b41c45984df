import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectList, expectRefusal, expectSame, expectThat } from './expect.ts';
import { expectFound, makePeople } from './people.ts';
import { idOf, makeGroup, makeUser } from './resources.ts';
import type { Session } from './session.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

/** Searches at an endpoint; `schemas` is as RFC 7644 §3.4.3 wants it. */
function search(session: Session, endpoint: string, request: JsonObject): ReturnType<Session['post']> {
  return session.post(`${endpoint}/.search`, { schemas: [urns.searchRequest], ...request });
}

const users: readonly Case[] = [
  {
    name: 'POST /Users/.search finds what GET /Users finds',
    proves: '§3.4.3',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const filter = `userType eq "${userType}" and title co "analyst"`;
      const query = `filter=${encodeURIComponent(filter)}&sortBy=nickName&count=2`;
      const found = bodyOf(await search(session, '/Users', { filter, sortBy: 'nickName', count: 2 }));
      expectSame(found, bodyOf(await session.get(`/Users?${query}`)));
      expectFound(found['Resources'] as readonly JsonObject[], 'AB', true);
    },
  },
  {
    name: 'the request chooses attributes, as a list',
    proves: '§3.4.3, §3.9',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const filter = `userType eq "${userType}" and nickName eq "Ada"`;
      const chosen = await search(session, '/Users', { filter, attributes: ['name.givenName', 'title'] });
      const [{ schemas: _schemas, id: _id, ...rest } = {}] = expectList(chosen, { totalResults: 1 });
      expectSame(rest, { name: { givenName: 'Ada' }, title: 'Analyst' });
      const excluded = await search(session, '/Users', { filter, excludedAttributes: ['emails', 'meta'] });
      const [ada = {}] = expectList(excluded, { totalResults: 1 });
      expectThat(ada['emails'] === undefined && ada['meta'] === undefined && ada['title'] === 'Analyst', 'the choice');
    },
  },
  {
    name: 'the request sorts and pages',
    proves: '§3.4.3, §3.4.2.3, §3.4.2.4',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const filter = `userType eq "${userType}"`;
      const request = { filter, sortBy: 'nickName', sortOrder: 'descending', startIndex: 2, count: 2 };
      const answer = await search(session, '/Users', request);
      expectFound(expectList(answer, { totalResults: 5, startIndex: 2, itemsPerPage: 2 }), 'DC', true);
    },
  },
  {
    name: 'names in any case, numbers as text, null for what is not meant',
    proves: '§3.4.3, RFC 7643 §2.1',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const answer = await session.post('/Users/.search', {
        FILTER: `userType eq "${userType}"`,
        startindex: '1',
        Count: '3',
        sortBy: null,
      });
      expectList(answer, { totalResults: 5, itemsPerPage: 3 });
    },
  },
  {
    name: 'a count of 0 gives the total alone',
    proves: '§3.4.3, §3.4.2.4',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const answer = await search(session, '/Users', { filter: `userType eq "${userType}"`, count: 0 });
      expectList(answer, { totalResults: 5, itemsPerPage: 0 });
    },
  },
  ...(
    [
      ['a filter that cannot be read', { filter: 'userName is' }, 'invalidFilter'],
      ['a filter that is a number', { filter: 7 }, 'invalidValue'],
      ['attributes that are no list', { attributes: { a: 1 } }, 'invalidValue'],
      ['a startIndex that is none', { startIndex: 'one' }, 'invalidValue'],
      ['a sortBy that no schema has', { sortBy: 'shoeSize' }, 'invalidValue'],
    ] as const
  ).map(([name, request, scimType]): Case => ({
    name: `${name} is ${scimType}`,
    proves: '§3.4.3, §3.12',
    run: async (session) => expectRefusal(await search(session, '/Users', request), 400, scimType),
  })),
  {
    name: 'a body that is a list is invalidSyntax',
    proves: '§3.4.3, §3.12',
    run: async (session) => expectRefusal(await session.post('/Users/.search', '[]'), 400, 'invalidSyntax'),
  },
];

const groups: readonly Case[] = [
  {
    name: 'POST /Groups/.search finds groups, without their members where it asks for that',
    proves: '§3.4.3',
    needs: openGroups,
    run: async (session) => {
      const group = await makeGroup(session, 'search', [await makeUser(session, 'member')]);
      const filter = `displayName eq "${String(group['displayName'])}"`;
      const { members: _members, ...rest } = group;
      const answer = await search(session, '/Groups', { filter, excludedAttributes: ['members'] });
      expectSame(expectList(answer, { totalResults: 1 })[0], rest);
    },
  },
  {
    name: 'POST /.search finds users and groups together',
    proves: '§3.4.3, §3.4.2.1',
    needs: openGroups,
    run: async (session) => {
      const externalId = session.newWord('both');
      const user = await makeUser(session, 'both', { externalId });
      const group = await makeGroup(session, 'both');
      await session.patch(`/Groups/${idOf(group)}`, [{ op: 'add', path: 'externalId', value: externalId }]);
      const found = expectList(await search(session, '', { filter: `externalId eq "${externalId}"` }), {
        totalResults: 2,
      });
      expectSame(found.map(idOf).toSorted(), [idOf(user), idOf(group)].toSorted(), 'the ids');
      const ofType = { filter: `externalId eq "${externalId}" and meta.resourceType eq "Group"` };
      const [only] = expectList(await search(session, '', ofType), { totalResults: 1 });
      expectSame(only?.['id'], idOf(group), 'id');
    },
  },
];

const root: readonly Case[] = [
  {
    name: 'POST /.search: an attribute of users alone finds users alone',
    proves: '§3.4.2.1',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const filter = `userType eq "${userType}" and title pr`;
      const answer = await search(session, '', { filter, sortBy: 'nickName', attributes: ['nickName'] });
      expectFound(expectList(answer, { totalResults: 4 }), 'ABDE', true);
    },
  },
  {
    name: 'GET of the base URL finds what POST /.search finds',
    proves: '§3.4.2.1',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const filter = `userType eq "${userType}"`;
      const found = bodyOf(await search(session, '', { filter, sortBy: 'nickName', count: 3 }));
      const query = `filter=${encodeURIComponent(filter)}&sortBy=nickName&count=3`;
      expectSame(bodyOf(await session.get(`?${query}`)), found);
    },
  },
  {
    name: 'POST /.search: an attribute that no type has is invalidFilter',
    proves: '§3.4.2.1, P1',
    run: async (session) => expectRefusal(await search(session, '', { filter: 'shoeSize eq 7' }), 400, 'invalidFilter'),
  },
  {
    name: 'POST /.search needs a key',
    proves: '§2, T4',
    run: async (session) => {
      const request = { method: 'POST', path: '/.search', body: { filter: 'id pr' } } as const;
      expectRefusal(await session.sendAs('Bearer non-token', request), 401);
    },
  },
];

/** Queries by POST, of one type and of all. */
export const searches: Suite = {
  title: 'RFC 7644 §3.4.3 .search',
  source: 'RFC 7644 §3.4.3, §3.4.2.1',
  cases: [...users, ...groups, ...root],
};

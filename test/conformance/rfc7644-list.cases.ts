import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectList, expectRefusal, expectSame, expectThat, pluck } from './expect.ts';
import { expectFound, makePeople } from './people.ts';
import { idOf, makeUser, queryOf } from './resources.ts';
import type { Session } from './session.ts';
import type { Case, Suite } from './suite.ts';

const sorted: readonly (readonly [name: string, query: Record<string, string>, initials: string])[] = [
  ['ascending unless told', { sortBy: 'nickName' }, 'ABCDE'],
  ['ascending', { sortBy: 'nickName', sortOrder: 'ascending' }, 'ABCDE'],
  ['descending', { sortBy: 'nickName', sortOrder: 'descending' }, 'EDCBA'],
  ['by a sub-attribute, case ignored, missing values last', { sortBy: 'name.familyName' }, 'DBACE'],
  ['descending, missing values first', { sortBy: 'name.familyName', sortOrder: 'descending' }, 'ECABD'],
  ['by the primary value, else the first', { sortBy: 'emails.value' }, 'ABCED'],
  ['by a multi-valued attribute as a whole', { sortBy: 'emails' }, 'ABCED'],
  ['by a date', { sortBy: 'meta.created' }, 'ABCDE'],
  ['names of attributes and orders in any case', { sortBy: 'NICKNAME', sortOrder: 'Descending' }, 'EDCBA'],
  [
    'by an attribute of an extension',
    {
      sortBy: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber',
      filter: 'nickName sw "a" or nickName sw "b"',
    },
    'AB',
  ],
];

async function listPeople(session: Session, query: Readonly<Record<string, string>>): Promise<readonly JsonObject[]> {
  const { userType } = await session.once(makePeople);
  const { filter: more, ...rest } = query;
  const filter = `userType eq "${userType}"${more === undefined ? '' : ` and (${more})`}`;
  const { Resources: found = [] } = bodyOf(await session.get(`/Users${queryOf({ ...rest, filter })}`));
  return found as readonly JsonObject[];
}

const sorting: readonly Case[] = [
  ...sorted.map(([name, query, initials]): Case => ({
    name: `sorted ${name}`,
    proves: '§3.4.2.3, P5',
    run: async (session) => expectFound(await listPeople(session, query), initials, true),
  })),
  {
    name: 'sorted pages fit together',
    proves: '§3.4.2.3, §3.4.2.4',
    run: async (session) => {
      const pages: JsonObject[] = [];
      for (const startIndex of ['1', '3', '5']) {
        const query = { sortBy: 'title', startIndex, count: '2' };
        pages.push(...(await listPeople(session, query)));
      }
      expectSame(pluck(pages, 'id'), pluck(await listPeople(session, { sortBy: 'title' }), 'id'), 'the ids');
    },
  },
  {
    name: 'a sortBy that no schema has is refused',
    proves: '§3.4.2.3, P1',
    run: async (session) => expectRefusal(await session.get('/Users?sortBy=shoeSize'), 400, 'invalidValue'),
  },
  {
    name: 'a sortOrder that is none is refused',
    proves: '§3.4.2.3, P1',
    run: async (session) =>
      expectRefusal(await session.get('/Users?sortBy=userName&sortOrder=upwards'), 400, 'invalidValue'),
  },
];

const paged: readonly (readonly [name: string, query: Record<string, string>, startIndex: number, items: number])[] = [
  ['the first two', { count: '2' }, 1, 2],
  ['the next two', { startIndex: '3', count: '2' }, 3, 2],
  ['the rest', { startIndex: '5', count: '2' }, 5, 1],
  ['beyond the end', { startIndex: '6', count: '2' }, 6, 0],
  ['a startIndex of 0 is 1', { startIndex: '0', count: '2' }, 1, 2],
  ['a startIndex below 0 is 1', { startIndex: '-7', count: '2' }, 1, 2],
  ['a count of 0 gives the total alone', { count: '0' }, 1, 0],
  ['a count below 0 is 0', { count: '-1' }, 1, 0],
  ['a count above what there is', { count: '1000' }, 1, 5],
  ['a count above the largest', { count: '100000' }, 1, 5],
];

const paging: readonly Case[] = [
  ...paged.map(([name, query, startIndex, itemsPerPage]): Case => ({
    name: `page: ${name}`,
    proves: '§3.4.2.4, P3',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const answer = await session.get(`/Users${queryOf({ ...query, filter: `userType eq "${userType}"` })}`);
      expectList(answer, { totalResults: 5, startIndex, itemsPerPage });
    },
  })),
  {
    name: 'pages one behind the other give everybody once',
    proves: '§3.4.2.4, P3',
    run: async (session) => {
      const { users } = await session.once(makePeople);
      const found: JsonObject[] = [];
      for (const startIndex of ['1', '2', '3', '4', '5'])
        found.push(...(await listPeople(session, { startIndex, count: '1' })));
      expectSame(found.map(idOf).toSorted(), users.map(idOf).toSorted(), 'the ids');
    },
  },
  ...['startIndex=one', 'count=many', 'count=1.5'].map((query): Case => ({
    name: `${query} is invalidValue`,
    proves: '§3.4.2.4, P3',
    run: async (session) => expectRefusal(await session.get(`/Users?${query}`), 400, 'invalidValue'),
  })),
  {
    name: 'a list without a filter has at least whom we made, and says how many there are',
    proves: '§3.4.2, U6',
    run: async (session) => {
      const inactive = await makeUser(session, 'listed', { active: false });
      let found = false;
      for (let startIndex = 1, total = 1; startIndex <= total; startIndex += 100) {
        const body = bodyOf(await session.get(`/Users?startIndex=${startIndex}&count=100`));
        total = Number(body['totalResults']);
        const page = (body['Resources'] ?? []) as readonly JsonObject[];
        expectSame(body['itemsPerPage'], page.length, 'itemsPerPage');
        found ||= page.some((user) => idOf(user) === idOf(inactive));
      }
      expectThat(found, 'the inactive user is on no page');
    },
  },
];

/** Lists: sorting and pages by index. */
export const list: Suite = {
  title: 'RFC 7644 §3.4.2 list',
  source: 'RFC 7644 §3.4.2, §3.4.2.3, §3.4.2.4',
  cases: [...sorting, ...paging],
};

import type { JsonObject } from '../../lambdas/scim/json.ts';
import type { Exchange } from '../../local/okta/client.ts';
import { bodyOf, expectRefusal, expectSame, expectThat, pluck } from './expect.ts';
import { expectFound, makePeople } from './people.ts';
import { idOf, makeUser, pathOf, queryOf } from './resources.ts';
import type { Session } from './session.ts';
import { urns } from './urns.ts';
import type { Case, Suite } from './suite.ts';

/** A page that was asked by cursor. */
type Page = {
  readonly found: readonly JsonObject[];
  readonly next: string | undefined;
  readonly previous: string | undefined;
};

/** Reads a page, whole: a total, no startIndex, cursors that are texts (RFC 9865 §2). */
function readPage(exchange: Exchange, totalResults: number): Page {
  const { Resources: found, nextCursor, previousCursor, ...rest } = bodyOf(exchange);
  const resources = (found ?? []) as readonly JsonObject[];
  expectSame(rest, { schemas: [urns.listResponse], totalResults, itemsPerPage: resources.length });
  for (const cursor of [nextCursor, previousCursor]) {
    const isGood = cursor === undefined || (typeof cursor === 'string' && /^[\w~.-]+$/u.test(cursor));
    expectThat(isGood, `a cursor is ${JSON.stringify(cursor)}, expected a text that needs no encoding in a URL`);
  }
  return {
    found: resources,
    next: nextCursor as string | undefined,
    previous: previousCursor as string | undefined,
  };
}

/** One page of the people of this run. */
async function page(session: Session, query: Readonly<Record<string, string>>, total = 5): Promise<Page> {
  const { userType } = await session.once(makePeople);
  return readPage(await session.get(`/Users${queryOf({ filter: `userType eq "${userType}"`, ...query })}`), total);
}

/** All pages from the first to the last. */
async function walk(session: Session, query: Readonly<Record<string, string>>): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; cursor = pages.at(-1)?.next) {
    pages.push(await page(session, { ...query, cursor }));
    expectThat(pages.length <= 6, 'the walk does not end');
  }
  return pages;
}

const walks: readonly Case[] = [
  {
    name: 'an empty cursor gives the first page, with a cursor of the next and none of the previous',
    proves: '§2, P3',
    run: async (session) => {
      const { found, next, previous } = await page(session, { cursor: '', count: '2' });
      expectSame(found.length, 2, 'the number of Resources');
      expectThat(next !== undefined && previous === undefined, 'the cursors of the first page');
    },
  },
  {
    name: 'cursors are of unreserved characters, so that they stand in a URL as they are',
    proves: '§2',
    run: async (session) => {
      const { next = '' } = await page(session, { cursor: '', count: '2' });
      expectThat(/^[\w.~-]+$/u.test(next), `nextCursor is ${next}`);
    },
  },
  {
    name: 'a page that holds the rest exactly has no nextCursor',
    proves: '§2',
    run: async (session) => {
      const { found, next } = await page(session, { cursor: '', count: '5' });
      expectSame([found.length, next ?? null], [5, null], 'the number of Resources, and nextCursor');
    },
  },
  {
    name: 'cursor without a value is the same',
    proves: '§2',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const query = queryOf({ filter: `userType eq "${userType}"`, count: 2 });
      expectThat(readPage(await session.get(`/Users${query}&cursor`), 5).next !== undefined, 'nextCursor is absent');
    },
  },
  {
    name: 'page after page gives everybody once; the last one has no nextCursor',
    proves: '§2, P3',
    run: async (session) => {
      const { users } = await session.once(makePeople);
      const pages = await walk(session, { count: '2' });
      expectSame(
        pages.map(({ found }) => found.length),
        [2, 2, 1],
        'the lengths of the pages',
      );
      const ids = pages.flatMap(({ found }) => found.map(idOf));
      expectSame(ids.toSorted(), users.map(idOf).toSorted(), 'the ids');
    },
  },
  {
    name: 'sorted pages are in order across their ends',
    proves: '§2, RFC 7644 §3.4.2.3',
    run: async (session) => {
      for (const [sortOrder, initials] of [
        ['ascending', 'ABCDE'],
        ['descending', 'EDCBA'],
      ] as const) {
        const pages = await walk(session, { count: '2', sortBy: 'nickName', sortOrder });
        expectFound(
          pages.flatMap(({ found }) => found),
          initials,
          true,
        );
      }
    },
  },
  {
    name: 'previousCursor leads back',
    proves: '§2',
    run: async (session) => {
      const query = { count: '2', sortBy: 'nickName' };
      const [first, second, third] = await walk(session, query);
      for (const [from, back] of [
        [third, second],
        [second, first],
      ]) {
        const { found } = await page(session, { ...query, cursor: from?.previous ?? 'absent' });
        expectSame(pluck(found, 'id'), pluck(back?.found ?? [], 'id'), 'the ids');
      }
    },
  },
  {
    name: 'count may change from page to page, and attributes too',
    proves: '§2',
    run: async (session) => {
      const query = { sortBy: 'nickName' };
      const { next = 'absent' } = await page(session, { ...query, cursor: '', count: '1' });
      const { found } = await page(session, { ...query, cursor: next, count: '3', attributes: 'nickName' });
      expectFound(found, 'BCD', true);
    },
  },
  {
    name: 'a page can be asked again',
    proves: '§2',
    run: async (session) => {
      const query = { sortBy: 'nickName', count: '2' };
      const { next = 'absent' } = await page(session, { ...query, cursor: '' });
      const [once, again] = [
        await page(session, { ...query, cursor: next }),
        await page(session, { ...query, cursor: next }),
      ];
      expectSame(pluck(once.found, 'id'), pluck(again.found, 'id'), 'the ids');
    },
  },
  {
    name: 'who stays is given once, whoever is deleted or created between two pages',
    proves: '§2, P3',
    run: async (session) => {
      const userType = session.newWord('moving');
      const make = (nickName: string): Promise<JsonObject> => makeUser(session, 'moving', { userType, nickName });
      const users = [await make('B'), await make('D'), await make('F'), await make('H')];
      const query = { filter: `userType eq "${userType}"`, sortBy: 'nickName', count: '2' };
      const first = await page(session, { ...query, cursor: '' }, 4);
      for (const user of users.slice(0, 2)) await session.delete(pathOf(user));
      await make('A');
      const second = await page(session, { ...query, cursor: first.next ?? 'absent' }, 3);
      expectFound([...first.found, ...second.found], 'BDFH', true);
    },
  },
  {
    name: 'a list without a filter is walked by cursor too',
    proves: '§2, P3',
    run: async (session) => {
      const { users } = await session.once(makePeople);
      const missing = new Set(users.map(idOf));
      let cursor: string | undefined = '';
      while (cursor !== undefined) {
        const body: JsonObject = bodyOf(await session.get(`/Users${queryOf({ cursor, count: 100 })}`));
        for (const user of body['Resources'] as readonly JsonObject[]) missing.delete(idOf(user));
        cursor = body['nextCursor'] as string | undefined;
      }
      expectSame([...missing], [], 'those on no page');
    },
  },
  {
    name: 'by POST /.search: the cursor in the request',
    proves: '§3',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const request = {
        schemas: [urns.searchRequest],
        filter: `userType eq "${userType}"`,
        sortBy: 'nickName',
        count: 3,
      };
      for (const endpoint of ['/Users', '']) {
        const first = readPage(await session.post(`${endpoint}/.search`, { ...request, cursor: '' }), 5);
        const cursor = first.next ?? 'absent';
        const second = readPage(await session.post(`${endpoint}/.search`, { ...request, cursor }), 5);
        expectFound([...first.found, ...second.found], 'ABCDE', true);
      }
    },
  },
];

const refusals: readonly Case[] = [
  ...['nonsense', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '%00', '1'].map((cursor): Case => ({
    name: `cursor=${cursor} is invalidCursor`,
    proves: '§2.1',
    run: async (session) => expectRefusal(await session.get(`/Users?cursor=${cursor}`), 400, 'invalidCursor'),
  })),
  {
    name: 'a cursor that was changed is invalidCursor',
    proves: '§2.1',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const { next = '' } = await page(session, { cursor: '', count: '2' });
      for (const cursor of [next.slice(0, -2), `${next}AA`, next.toUpperCase(), next.slice(4)]) {
        const query = queryOf({ filter: `userType eq "${userType}"`, cursor });
        expectRefusal(await session.get(`/Users${query}`), 400, 'invalidCursor');
      }
    },
  },
  {
    name: 'a cursor of another query, or of another list, is invalidCursor',
    proves: '§2.1',
    run: async (session) => {
      const { next = '' } = await page(session, { cursor: '', count: '2' });
      for (const path of ['/Users', '/Groups']) {
        expectRefusal(await session.get(`${path}${queryOf({ cursor: next })}`), 400, 'invalidCursor');
      }
    },
  },
  ...['-1', 'two', '1.5'].map((count): Case => ({
    name: `count=${count} beside a cursor is invalidCount`,
    proves: '§2.1',
    run: async (session) => expectRefusal(await session.get(`/Users?cursor=&count=${count}`), 400, 'invalidCount'),
  })),
  {
    name: 'a count of 0, or above the largest, beside a cursor is invalidCount',
    proves: '§2.1',
    run: async (session) => {
      for (const count of [0, 1_000_000]) {
        expectRefusal(await session.get(`/Users?cursor=&count=${count}`), 400, 'invalidCount');
      }
    },
    deviation: {
      reason:
        'a count means the same with and without a cursor: 0 gives the total alone, more than the largest is cut (P3)',
      run: async (session) => {
        expectSame((await page(session, { cursor: '', count: '0' })).found.length, 0, 'the number of Resources');
        expectSame((await page(session, { cursor: '', count: '1000000' })).found.length, 5, 'the number of Resources');
      },
    },
  },
];

/** Pages by cursor. */
export const cursors: Suite = {
  title: 'RFC 9865 cursors',
  source: 'RFC 9865 §2 to §4',
  cases: [...walks, ...refusals],
};

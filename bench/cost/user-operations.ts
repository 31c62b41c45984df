import { urns } from '#scim/urns.ts';
import { patchBody } from '../../test/support/scim-client.ts';
import { succeed } from '../endpoint.ts';
import { person } from '../people.ts';
import type { Operation } from './operation.ts';
import { type World, leaver, leavings, rounds } from './world.ts';

const reads = 12;
const page = 100;
/** Numbers of people who are not there yet. */
const firstNew = 50_000_000;
const scanLimit = 20_000;
/** Groups that a user can always leave within one transaction. */
const groupsOfTransaction = 49;

/** What is asked of users, in the order of the table. */
export const userOperations: readonly Operation[] = [
  {
    name: 'GET a user by id',
    promised: { calls: 1, readUnits: 3 },
    growsWith: 'nothing',
    rounds: reads,
    request: (world, round) => ({ url: `/Users/${world.userId(round)}` }),
  },
  {
    name: 'list by userName eq',
    promised: { calls: 2 },
    growsWith: 'nothing',
    rounds: reads,
    request: (_, round) => list({ filter: `userName eq "USER${round}@example.com"` }),
  },
  {
    name: 'POST a user',
    promised: { calls: 1, writeUnits: 16 },
    growsWith: 'nothing',
    rounds,
    request: (_, round) => ({ method: 'POST', url: '/Users', body: bodyOf(firstNew + round) }),
  },
  {
    name: 'PATCH a user',
    promised: { calls: 2 },
    growsWith: 'nothing',
    rounds,
    request: (world, round) => ({
      method: 'PATCH',
      url: `/Users/${world.userId(round)}`,
      body: patchBody({ op: 'replace', path: 'title', value: 'Fellow' }),
    }),
  },
  {
    name: 'PUT a user',
    promised: { calls: 2 },
    growsWith: 'nothing',
    rounds,
    request: (world, round) => {
      const number = rounds + round;
      return { method: 'PUT', url: `/Users/${world.userId(number)}`, body: { ...bodyOf(number), title: 'Fellow' } };
    },
  },
  ...leavings.map((groups): Operation => ({
    name: `deactivate a user in ${groups} groups`,
    // Above what one transaction holds the request goes on for a while with what it has committed.
    promised: groups <= groupsOfTransaction ? { calls: 3 } : {},
    growsWith: 'the groups',
    rounds,
    request: (world, round) => ({
      method: 'PATCH',
      url: `/Users/${world.userId(leaver(world, groups, round))}`,
      body: patchBody({ op: 'replace', value: { active: false } }),
    }),
  })),
  {
    name: 'list 100 users, the first page',
    promised: { calls: 2 },
    growsWith: 'the page',
    rounds: 2,
    request: () => list({ startIndex: '1' }),
  },
  {
    name: 'list 100 users, any startIndex',
    promised: { calls: 3 },
    growsWith: 'the page',
    growth: (users) => (users <= 100_000 ? 1.2 : 2.2),
    rounds: reads,
    request: ({ users }, round) => {
      const places = users - page;
      return list({ startIndex: String(2 + Math.floor((places * (round + 0.5)) / reads)) });
    },
  },
  {
    name: 'list 100 users, within a walk',
    promised: { calls: 3 },
    growsWith: 'the page',
    rounds: 6,
    async request({ send }, round) {
      if (round === 0) await succeed(send(list({ startIndex: '1' })));
      return list({ startIndex: String(1 + page * (round + 1)) });
    },
  },
  {
    name: 'list 100 users, by cursor',
    promised: { calls: 2 },
    growsWith: 'the page',
    rounds: 6,
    request: async (world, round) => list({ cursor: await cursorAfter(world, round + 1) }),
  },
  {
    name: 'filter without an index',
    promised: { calls: 3 },
    growsWith: 'users',
    growth: () => Number.POSITIVE_INFINITY,
    rounds: 2,
    fits: ({ users }) => users < scanLimit,
    request: () => list({ filter: 'title eq "Nobody"' }),
  },
];

function list(parameters: Readonly<Record<string, string>>) {
  return { url: `/Users?${new URLSearchParams({ count: String(page), ...parameters }).toString()}` };
}

/** The cursor of the page after so many. */
async function cursorAfter({ send }: World, pages: number): Promise<string> {
  let cursor = '';
  for (let given = 0; given < pages; given += 1) {
    const { body } = await succeed(send(list({ cursor })));
    cursor = String(body['nextCursor']);
  }
  return cursor;
}

function bodyOf(number: number) {
  const { id: _, meta: __, ...body } = person(number);
  return { ...body, active: true, schemas: [urns.user, urns.enterpriseUser] };
}

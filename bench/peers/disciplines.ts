import { type Contestant, adding, bodyOf, together } from './contestant.ts';

/** What all servers are asked, and how much of it in one round. */
export type Discipline = {
  readonly name: string;
  readonly clients: number;
  readonly requests: number;
  readonly rounds: number;
  /** The request of that number; numbers go on from round to round. */
  send(contestant: Contestant, number: number): Promise<unknown>;
};

/** How many users and members there are before anything is measured. */
export type Size = { readonly users: number; readonly members: number };

/** Adds of one member each by several clients at once: so many are sent. */
const adds = 200;
/** The same by one client: few, because it takes some of the peers half a second each. */
const addsAlone = 4;
const roundsAlone = 5;
const page = 100;

/** The disciplines, in the order in which they are run: those that write come last. */
export function disciplinesFor({ users, members }: Size): readonly Discipline[] {
  const list = (startIndex: number) => `/Users?startIndex=${startIndex}&count=${page}`;
  const reading = { clients: 1, rounds: 7 };
  const add = async ({ call, groupId, userIds }: Contestant, place: number): Promise<unknown> =>
    call('PATCH', `/Groups/${groupId}`, adding([userIds[members + place] ?? '']));
  return [
    {
      ...reading,
      name: 'GET a user',
      requests: 100,
      send: ({ call, userIds }, number) => call('GET', `/Users/${userIds[(number * 7) % users]}`),
    },
    {
      ...reading,
      name: 'list by userName eq',
      requests: 60,
      send: ({ call }, number) => {
        const filter = encodeURIComponent(`userName eq "user${(number * 7) % users}@example.com"`);
        return call('GET', `/Users?filter=${filter}`);
      },
    },
    { ...reading, name: `page of ${page} at 1`, requests: 5, send: ({ call }) => call('GET', list(1)) },
    {
      ...reading,
      name: `page of ${page} at ${(users - page + 1).toLocaleString('en-US')}`,
      requests: 5,
      send: ({ call }) => call('GET', list(users - page + 1)),
    },
    {
      ...reading,
      name: 'POST a user',
      requests: 20,
      send: ({ call }, number) => call('POST', '/Users', bodyOf(1_000_000 + number)),
    },
    {
      name: `PATCH one into ${members.toLocaleString('en-US')}, 1 client`,
      clients: 1,
      requests: addsAlone,
      rounds: roundsAlone,
      send: (contestant, number) => add(contestant, number),
    },
    {
      name: `PATCH one into ${members.toLocaleString('en-US')}, 8 clients`,
      clients: 8,
      requests: adds,
      rounds: 1,
      send: (contestant, number) => add(contestant, addsAlone * roundsAlone + number),
    },
  ];
}

/** Members that are added to each group. */
export const membersAdded = addsAlone * roundsAlone + adds;

/** Milliseconds for one request of each contestant in each round; all in turns, another one first each time. */
export async function runDiscipline(
  { clients, requests, rounds, send }: Discipline,
  contestants: readonly Contestant[],
): Promise<ReadonlyMap<Contestant, readonly number[]>> {
  const times = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const start = performance.now();
      await together(clients, requests, (number) => send(contestant, round * requests + number));
      times.get(contestant)?.push((performance.now() - start) / requests);
    }
  }
  return times;
}

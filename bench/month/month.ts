import { tablePrice, wholePrice } from '../cost/prices.ts';
import { measuredAfterwards, measuredOperation } from './measured.ts';

/** What happens in a month, for each so many people; everybody is in eight groups. */
export const assumptions: readonly string[] = [
  'every day the identity provider imports all users, 100 to a page, and all groups with their members',
  'each person signs in 20 times, and each time the product asks for the user once',
  'of 100 people 10 get another title, phone or manager, 3 come (each into eight groups), 3 leave, and 20 change a group',
  'before each of these changes the identity provider looks the user up by userName',
];

const imports = 30;
const signIns = 20;
const groupsOfEach = 8;
const updated = 0.1;
const come = 0.03;
const left = 0.03;
const moved = 0.2;

/** Dollars for a gigabyte in a month: what is stored with its backups, and what logs take in and keep. */
const storedGigabyte = 0.25 + 0.2;
const loggedGigabyte = 0.5 + 0.03;
/** Bytes of a person with eight groups, names and lookups, and of the two lines that a request writes. */
const bytesOfPerson = 8192;
const bytesOfRequest = 1000;
const gigabyte = 1024 ** 3;

/** What a month costs, in dollars, and the requests in it. */
export type Month = {
  readonly requests: number;
  readonly table: number;
  readonly gateway: number;
  readonly storage: number;
  readonly logs: number;
};

type Work = {
  readonly operation: string;
  readonly request: string;
  readonly afterwards?: string;
  readonly perMonth: number;
};

function workOf(users: number): readonly Work[] {
  const memberships = users * (moved + come * groupsOfEach);
  const changes = users * (updated + come + left) + memberships;
  const patchedUser = { request: 'PATCH a user' };
  return [
    {
      operation: 'list 100 users, within a walk',
      request: 'list 100 users',
      perMonth: imports * Math.ceil(users / 100 + 1),
    },
    {
      operation: 'GET a group of 1,000',
      request: 'GET it with its members',
      perMonth: imports * Math.ceil((users * groupsOfEach) / 1000),
    },
    { operation: 'GET a user by id', request: 'GET a user', perMonth: signIns * users },
    { operation: 'list by `userName eq`', request: 'list by `userName eq`', perMonth: changes },
    { ...patchedUser, operation: 'POST a user', afterwards: 'POST a user', perMonth: users * come },
    {
      ...patchedUser,
      operation: 'PATCH or PUT a user',
      afterwards: 'PATCH or PUT a user',
      perMonth: users * updated,
    },
    {
      ...patchedUser,
      operation: 'deactivate a user in 8 groups',
      afterwards: 'deactivate a user in 8 groups',
      perMonth: users * left,
    },
    {
      operation: 'PATCH 1 into or out of a group of 10',
      request: 'PATCH a member into or out of a group',
      afterwards: 'PATCH 1 into or out of a group',
      perMonth: memberships,
    },
  ];
}

/** A month of an organization of so many users, at list prices of us-east-1, without any free tier. */
export function monthOf(users: number): Month {
  let table = 0;
  let gateway = 0;
  let requests = 0;
  for (const { operation, request, afterwards, perMonth } of workOf(users)) {
    const consumed = measuredOperation({ operation, request }, users);
    const alone = tablePrice(consumed);
    const later = afterwards === undefined ? 0 : tablePrice(measuredAfterwards(afterwards));
    const million = perMonth / 1_000_000;
    table += (alone + later) * million;
    gateway += (wholePrice(consumed) - alone) * million;
    requests += perMonth;
  }
  return {
    requests: Math.round(requests),
    table,
    gateway,
    storage: (users * bytesOfPerson * storedGigabyte) / gigabyte,
    logs: (requests * bytesOfRequest * loggedGigabyte) / gigabyte,
  };
}

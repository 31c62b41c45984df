import { urns } from '../../lambdas/scim/urns.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { patchBody } from '../../test/support/scim-client.ts';
import { type Call, clientOf } from './client.ts';
import type { Server } from './server.ts';

/** A server with the same people and the same group as the others. Users are known by their numbers. */
export type Contestant = {
  readonly name: string;
  readonly call: Call;
  readonly userIds: readonly string[];
  readonly groupId: string;
  /** How many members the group has at first: fewer where a server takes no more. */
  readonly members: number;
  /** How many members the group has. */
  countMembers(): Promise<number>;
};

/** Requests that are sent at the same time while a server is filled. */
const clients = 8;
/** Members that one request adds while a server is filled. */
const membersAtOnce = 40;

/** What is known of a person in every directory. */
export function bodyOf(number: number): JsonObject {
  const userName = `user${number}@example.com`;
  const [givenName, familyName] = ['Ada', `Lovelace ${number}`];
  return {
    schemas: [urns.user],
    userName,
    externalId: `00u${String(number).padStart(12, '0')}`,
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    title: 'Engineer',
    active: true,
    emails: [{ value: userName, type: 'work', primary: true }],
  };
}

/** Fills a server by requests, as a directory would; its group keeps room for as many as are to be `added`. */
export async function fill(server: Server, users: number, wanted: number, added: number): Promise<Contestant> {
  const members = Math.min(wanted, (server.mostMembers ?? Number.POSITIVE_INFINITY) - added);
  const call = clientOf(server);
  const userIds: string[] = [];
  await together(clients, users, async (number) => {
    userIds[number] = String((await call('POST', '/Users', bodyOf(number)))['id']);
  });
  const group = { schemas: [urns.group], displayName: 'Everybody' };
  const groupId = String((await call('POST', '/Groups', group))['id']);
  for (let first = 0; first < members; first += membersAtOnce) {
    await call('PATCH', `/Groups/${groupId}`, adding(userIds.slice(first, Math.min(first + membersAtOnce, members))));
  }
  return {
    name: server.name,
    call,
    userIds,
    groupId,
    members,
    countMembers: () => countMembers(server, call, groupId),
  };
}

/** The body of a PATCH that adds these users to a group. */
export function adding(ids: readonly string[]): JsonObject {
  return patchBody({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) });
}

/** Does so many things, in the order of their numbers, so many at the same time. */
export async function together(
  lanes: number,
  count: number,
  work: (number: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const number = next;
      next += 1;
      await work(number);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function countMembers(server: Server, call: Call, groupId: string): Promise<number> {
  if (server.membersPath === undefined) {
    const { members = [] } = await call('GET', `/Groups/${groupId}`);
    return (members as readonly unknown[]).length;
  }
  const response = await fetch(new URL(`${server.membersPath}/${groupId}`, server.scimBaseUrl));
  return (await response.json()) as number;
}

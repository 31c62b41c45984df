import { patchBody } from '../../test/support/scim-client.ts';
import { succeed } from '../endpoint.ts';
import type { Operation } from './operation.ts';
import { type World, emptyGroup, rounds, sizedGroups, visitor } from './world.ts';

/** Each change is undone in the next round. */
const evenRounds = rounds - (rounds % 2);
/** What a member may cost who is in at most fifty groups; and, once for all of them, the group's version. */
const unitsOfMember = 6;
const unitsOfGroup = 1;
/** The largest group of which all members can be sent: 4.5 MB hold no more. */
const largestSent = 1_000;

/** What is asked of groups, in the order of the table. */
export const groupOperations: readonly Operation[] = [
  ...sizedGroups.map((size, group): Operation => ({
    name: `GET a group of ${named(size)} without its members`,
    promised: { calls: 1 },
    growsWith: 'nothing',
    rounds: 3,
    fits: ({ users }) => size <= users,
    request: ({ groupIds }) => ({ url: `/Groups/${groupIds[group]}?excludedAttributes=members` }),
  })),
  ...sizedGroups.map((size, group): Operation => ({
    name: `GET a group of ${named(size)}`,
    promised: { calls: 2 },
    growsWith: 'its members',
    rounds: 3,
    fits: ({ users }) => size <= users,
    request: ({ groupIds }) => ({ url: `/Groups/${groupIds[group]}` }),
  })),
  ...[1, 10, 40].flatMap((count) =>
    sizedGroups.map((size, group): Operation => ({
      name: `PATCH ${count} into or out of a group of ${named(size)}`,
      promised: { calls: 3, writeUnits: unitsOfMember * count + unitsOfGroup },
      growsWith: 'those named',
      rounds: evenRounds,
      alternates: true,
      fits: ({ users }) => size <= users,
      request: (world, round) => ({
        method: 'PATCH',
        url: `/Groups/${world.groupIds[group]}`,
        body: patchBody({
          op: round % 2 === 0 ? 'add' : 'remove',
          path: 'members',
          value: Array.from({ length: count }, (_, place) => ({ value: world.userId(visitor(world, place)) })),
        }),
      }),
    })),
  ),
  {
    name: 'PATCH the first member ever into a group',
    promised: { calls: 4, writeUnits: unitsOfMember + 2 * unitsOfGroup },
    growsWith: 'nothing',
    rounds: 1,
    request: (world) => ({
      method: 'PATCH',
      url: `/Groups/${world.groupIds[emptyGroup]}`,
      body: patchBody({ op: 'add', path: 'members', value: [{ value: world.userId(visitor(world, 0)) }] }),
    }),
  },
  ...sizedGroups.flatMap((size, group): readonly Operation[] =>
    size > largestSent
      ? []
      : [
          {
            name: `PUT a group of ${named(size)}, one member another`,
            promised: {},
            growsWith: 'its members',
            rounds: evenRounds,
            alternates: true,
            fits: ({ users }) => size <= users,
            async request(world, round) {
              const url = `/Groups/${world.groupIds[group]}?excludedAttributes=members`;
              const { body } = await succeed(world.send({ url }));
              return { method: 'PUT', url, body: { ...body, members: membersOf(world, size, round) } };
            },
          },
        ],
  ),
];

/** All as they were filled in; or, in every other round, a visitor in the place of the first. */
function membersOf(world: World, size: number, round: number) {
  const first = round % 2 === 0 ? visitor(world, 0) : 0;
  return Array.from({ length: size }, (_, number) => ({ value: world.userId(number === 0 ? first : number) }));
}

function named(size: number): string {
  return size.toLocaleString('en-US');
}

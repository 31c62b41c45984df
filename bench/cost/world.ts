import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Recorder, attachRecorder } from '../../test/support/recorder.ts';
import { patchBody } from '../../test/support/scim-client.ts';
import { type Send, openEndpoint, succeed } from '../endpoint.ts';
import { type FilledOrganization, fillOrganization } from '../fill.ts';

/** An organization of so many users, and a client whose calls are counted. */
export type World = FilledOrganization & {
  readonly users: number;
  readonly send: Send;
  readonly recorder: Recorder;
};

/** How often what writes is measured. */
export const rounds = 4;

/** Groups by their numbers, with so many members as far as there are users. */
export const sizedGroups = [10, 1_000, 100_000] as const;
/** The first of the groups that the users beside the ordinary ones are in. */
const firstGroup = sizedGroups.length;
/** In how many groups are those who leave all of theirs. */
export const leavings = [0, 8, 49, 200] as const;
/** A group that nobody is in. */
export const emptyGroup = firstGroup + Math.max(...leavings);
/** Another one, for the largest change of members. */
export const largestChange = emptyGroup + 1;
/** So many users are in the 49 groups in which a standing is still small, and come and go elsewhere. */
const crowd = 40;
const groupsOfCrowd = 49;

/** The number of one of those who come and go. */
export function visitor({ users }: Pick<World, 'users'>, place: number): number {
  return users + place;
}

/** The number of the user who leaves in that round. */
export function leaver({ users }: Pick<World, 'users'>, groups: (typeof leavings)[number], round: number): number {
  return users + crowd + leavings.indexOf(groups) * rounds + round;
}

/** Fills an organization with so many ordinary users, and a few beside them who are in many groups. */
export async function fillWorld(
  table: { readonly client: DynamoDBClient; readonly tableName: string },
  counted: DynamoDBClient,
  users: number,
): Promise<World> {
  const organization = await fillOrganization(table, {
    users: users + crowd + leavings.length * rounds,
    projects: Math.ceil((largestChange + 1) / 3),
    groupsOf: (user) => groupsOf(user, users),
  });
  const send = openEndpoint({ client: counted, tableName: table.tableName })(organization.key);
  const world = { ...organization, users, send, recorder: attachRecorder(counted) };
  await openPartitions(world);
  return world;
}

/** Lets the visitors come and go once: a group that has had members in each of its partitions need not open another. */
async function openPartitions({ send, userId, users, groupIds }: World): Promise<void> {
  const value = Array.from({ length: crowd }, (_, place) => ({ value: userId(visitor({ users }, place)) }));
  for (const group of sizedGroups.keys()) {
    for (const op of ['add', 'remove']) {
      const body = patchBody({ op, path: 'members', value });
      await succeed(send({ method: 'PATCH', url: `/Groups/${groupIds[group]}`, body }));
    }
  }
}

/** Leaves key and structure in the memory of the process, where they are kept for half a minute. */
export async function warmUp({ send, userId }: World): Promise<void> {
  await succeed(send({ url: `/Users/${userId(0)}` }));
}

function groupsOf(user: number, users: number): readonly number[] {
  if (user < users) return sizedGroups.flatMap((size, group) => (user < size && size <= users ? [group] : []));
  const beside = user - users - crowd;
  const count = beside < 0 ? groupsOfCrowd : (leavings[Math.floor(beside / rounds)] ?? 0);
  return Array.from({ length: count }, (_, place) => firstGroup + place);
}

import type { UsersInTransit } from '#domain/directory.ts';
import type { Group, Member } from '#domain/group.ts';
import type { Attributes } from './item.ts';
import { overlay, resolve } from './journal-overlay.ts';
import type { Overlay } from './journal-overlay.ts';
import { findGroup, readSlices } from './journal-reading.ts';
import { memberRanges, memberRangesAfter } from './member-keys.ts';
import { readStandings } from './read-standings.ts';
import { readPages } from './send-reads.ts';
import type { Session } from './session.ts';
import { take } from './take.ts';
import { asInTransit, readUsersInTransit } from './users-in-transit.ts';
import { readMember } from './user-items.ts';

/** As many as one call reads: it is no use to read fewer. */
const standingsAtOnce = 100;

/** So many members after a user id, else the first ones, in the order of their ids. */
export type MemberPage = { readonly after: string | undefined; readonly limit: number };

/**
 * A page of the members of a group as it was read; see `readMembers`. Where changes are open it reads the slices whole, as many
 * more members as the changes may take out of the page, and the standings of those alone who join within it.
 */
export async function readMemberPage(
  session: Session,
  group: Group,
  page: MemberPage,
  given?: UsersInTransit,
): Promise<readonly Member[]> {
  const { after, limit } = page;
  const { id, journal } = group;
  const last = journal?.open.at(-1);
  if (journal === undefined || last === undefined) {
    return readFirst(session, group, page, given ?? (await readUsersInTransit(session)));
  }
  // Before the members: of slices that are gone by then the members tell.
  const [all, transit] = await Promise.all([readSlices(session, id), given ?? readUsersInTransit(session)]);
  const slices = all.map((slice) => ({
    ...slice,
    entries: slice.entries.filter(({ userId }) => after === undefined || userId > after),
  }));
  const named = slices.reduce((sum, { entries }) => sum + entries.length, 0);
  const members = await readFirst(session, group, { after, limit: limit + named }, transit);
  const first = await resolveFirst(session, overlay(members, journal.open, slices), limit);
  const now = await findGroup(session, id);
  if (now === undefined) return [];
  return now.journal?.open.includes(last) === true ? first : readMemberPage(session, now, page);
}

/** The first of those who are members by what is applied. */
async function readFirst(
  session: Session,
  { id, memberPartitions }: Group,
  { after, limit }: MemberPage,
  transit: UsersInTransit,
): Promise<readonly Member[]> {
  const { organization } = session;
  const ranges =
    after === undefined ? memberRanges(organization, id, memberPartitions) : memberRangesAfter(organization, id, after);
  const read = await Promise.all(
    ranges.map((range) => take(currentMembers(readPages(session, range, { limit }), transit), 0, limit)),
  );
  return read.flat().slice(0, limit);
}

/** The first of those who are members by what is laid over; of whom a standing says otherwise, the next one takes the place. */
async function resolveFirst(
  session: Session,
  { certain, joining }: Overlay,
  limit: number,
): Promise<readonly Member[]> {
  const ids = [...certain.keys(), ...joining.keys()].toSorted();
  const members: Member[] = [];
  let size = Math.max(limit, standingsAtOnce);
  for (let place = 0; place < ids.length && members.length < limit; size *= 2) {
    const some = new Set(ids.slice(place, place + size));
    const part = { certain: only(certain, some), joining: only(joining, some) };
    members.push(...resolve(part, await readStandings(session, [...part.joining.keys()])));
    place += some.size;
  }
  return members.slice(0, limit);
}

function only<Value>(map: ReadonlyMap<string, Value>, ids: ReadonlySet<string>): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([id]) => ids.has(id)));
}

async function* currentMembers(
  pages: AsyncIterable<readonly Attributes[]>,
  transit: UsersInTransit,
): AsyncIterable<readonly Member[]> {
  for await (const page of pages) yield asInTransit(page.map(readMember), transit);
}

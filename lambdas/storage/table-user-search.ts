import type { Directory, FoundUsers } from '#domain/directory.ts';
import { distinctAddresses } from '#domain/email-domain.ts';
import type { User } from '#domain/user.ts';
import { fold } from '#scim/fold.ts';
import type { Attributes } from './item.ts';
import { placeInWay, placeOfKey, wayRange } from './lookup-keys.ts';
import type { Way } from './lookup-keys.ts';
import { namesOf, spaced } from './name-lookups.ts';
import { readPages } from './send-reads.ts';
import type { Session } from './session.ts';
import { tableUsers } from './table-users.ts';
import { take } from './take.ts';
import { readUserName } from './user-items.ts';
import { userIdAtEnd } from './user-keys.ts';

/** The part of the directory that finds users by the beginning of what they are called. */
export type UserSearch = Pick<Directory, 'usersByPrefix'>;

/** Where a user is found. */
type Entry = { readonly way: Way; readonly place: string };

/**
 * The ways are gone one after the other, but userNames and addresses side by side: most people's userName is their
 * address too. Names come last: their lookups are the only ones that may be late, and what is found without them must
 * not wait for them.
 */
const ways = ['userName', 'address', 'name'] as const;
const phases: Readonly<Record<Way, number>> = { userName: 0, address: 0, name: 1 };

/** So many entries are looked through for each user wanted: a userName and an address are usually two for one. */
const entriesEach = 2;

/** The search for users in the table. */
export function tableUserSearch(session: Session): UserSearch {
  const { users } = tableUsers(session);
  return {
    async usersByPrefix(prefix, after, limit) {
      const last = entryOf(after);
      const count = entriesEach * limit;
      const ahead = ways.filter((way) => last === undefined || phases[way] >= phases[last.way]);
      const read = await Promise.all(ahead.map((way) => readWay(session, way, prefix, last, count + 1)));
      const entries = read.flat().toSorted(compareEntries);
      const looked = entries.slice(0, count);
      const end = entries.length > count ? looked.at(-1) : undefined;
      const known = new Map((await users(looked.map(({ userId }) => userId))).map((user) => [user.profile.id, user]));
      return {
        found: looked.flatMap((entry) => foundAt(entry, known.get(entry.userId), prefix)),
        ...(end !== undefined && { next: [end.way, end.place] }),
      };
    },
  };
}

/** The user where this is the first place that the search finds; nothing where it is another, or no longer one. */
function foundAt(entry: Entry, user: User | undefined, prefix: string): FoundUsers['found'] {
  if (user === undefined) return [];
  const [first] = entriesOf(user, prefix).toSorted(compareEntries);
  const isFirst = first !== undefined && compareEntries(first, entry) === 0;
  return isFirst ? [{ user, place: [entry.way, entry.place] }] : [];
}

/** All places where the search finds a user. */
function entriesOf({ profile }: User, prefix: string): readonly Entry[] {
  const texts: Readonly<Record<Way, Iterable<string>>> = {
    userName: [fold(String(profile.attributes['userName']))],
    address: distinctAddresses(profile.attributes),
    name: namesOf(profile),
  };
  return ways.flatMap((way) =>
    [...texts[way]]
      .filter((text) => text.startsWith(wanted(way, prefix)))
      .map((text) => ({ way, place: placeInWay(way, text, profile.id) })),
  );
}

/** Entries after the last one that was looked at, in their order. */
async function readWay(
  session: Session,
  way: Way,
  prefix: string,
  last: Entry | undefined,
  limit: number,
): Promise<readonly (Entry & { readonly userId: string })[]> {
  const from = last !== undefined && phases[last.way] === phases[way] ? last.place : undefined;
  const range = wayRange(session.organization, way, wanted(way, prefix), from);
  if (range === undefined) return [];
  const items = await take(readPages(session, range, { limit: limit + 1 }), 0, limit + 1);
  return items
    .map((item) => ({ way, place: placeOfKey(String(item['SK'])), userId: userIdOf(way, item) }))
    .filter((entry) => last === undefined || compareEntries(last, entry) < 0)
    .slice(0, limit);
}

function userIdOf(way: Way, item: Attributes): string {
  return way === 'userName' ? readUserName(item) : userIdAtEnd(String(item['SK']));
}

function wanted(way: Way, prefix: string): string {
  return way === 'name' ? spaced(prefix) : fold(prefix);
}

function entryOf([way, place]: readonly string[]): Entry | undefined {
  const known = ways.find((one) => one === way);
  return known === undefined || place === undefined ? undefined : { way: known, place };
}

/** By the order of the ways, of places as the database has it, by their UTF-8. */
function compareEntries(one: Entry, other: Entry): number {
  return (
    phases[one.way] - phases[other.way] ||
    Buffer.compare(Buffer.from(one.place), Buffer.from(other.place)) ||
    ways.indexOf(one.way) - ways.indexOf(other.way)
  );
}

import type { Directory } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import { userCountRange, usersFrom } from './keys.ts';
import { placeOf, readCounts, totalOf } from './places.ts';
import type { Place } from './places.ts';
import { readPages, readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { pairPages, readUser } from './user-halves.ts';
import type { Halves } from './user-halves.ts';

/** The part of the directory that lists users. */
export type UserLists = Pick<Directory, 'userPage' | 'usersBeside' | 'scanUsers' | 'allUsers'>;

/** The lists of one organization's users in the table. */
export function tableUserLists(session: Session): UserLists {
  const { organization } = session;
  const readUserCounts = async () => readCounts(await readRange(session, userCountRange(organization)));
  const allUsers = async function* () {
    for await (const halves of readHalves(session, 0)) yield halves.map(readUser);
  };
  return {
    async userPage(offset, limit) {
      const counting = readUserCounts();
      if (offset > 0 || limit === 0) {
        const counts = await counting;
        const place = limit === 0 ? undefined : placeOf(counts, offset);
        const items = place === undefined ? [] : await readUsers(session, place, limit);
        return { items, total: totalOf(counts) };
      }
      // The first page begins where the ids begin, whatever the counters say.
      const [counts, items] = await Promise.all([counting, readUsers(session, { bucket: 0, skip: 0 }, limit)]);
      return { items, total: totalOf(counts) };
    },

    async usersBeside(id, side, limit) {
      const users: User[] = [];
      for await (const page of allUsers()) users.push(...page);
      const beside = users.filter(({ profile }) =>
        id === undefined ? true : side === 'after' ? profile.id > id : profile.id < id,
      );
      return side === 'after' ? beside.slice(0, limit) : beside.slice(Math.max(0, beside.length - limit));
    },

    async scanUsers<Match>(limit: number, select: (users: readonly User[]) => Promise<readonly Match[]>) {
      if (totalOf(await readUserCounts()) > limit) return 'tooMany';
      const matches: Match[] = [];
      for await (const page of allUsers()) matches.push(...(await select(page)));
      return matches;
    },

    allUsers,
  };
}

async function readUsers(session: Session, { bucket, skip }: Place, limit: number): Promise<readonly User[]> {
  const users: Halves[] = [];
  let before = skip;
  for await (const halves of readHalves(session, bucket, skip + limit)) {
    users.push(...halves.slice(before, before + limit - users.length));
    before = Math.max(0, before - halves.length);
    if (users.length === limit) break;
  }
  return users.map(readUser);
}

/** Pages of users that exist at this moment, at most `limit` a page. */
function readHalves(session: Session, bucket: number, limit?: number): AsyncIterable<readonly Halves[]> {
  const items = limit === undefined ? limit : 2 * limit;
  return pairPages(readPages(session, usersFrom(session.organization, bucket), items));
}

import type { Counts } from '#domain/counts.ts';
import type { Directory, Select } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import { userCountRange } from './count-keys.ts';
import { readCounts } from './places.ts';
import { scan } from './scan.ts';
import { readPages, readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { take } from './take.ts';
import { pairPages, readUser } from './user-halves.ts';
import { usersBeside, usersFrom } from './user-keys.ts';

/** The part of the directory that lists users. */
export type UserLists = Pick<Directory, 'userCounts' | 'usersFrom' | 'usersBeside' | 'scanUsers'>;

/** The lists of one organization's users in the table. */
export function tableUserLists(session: Session): UserLists {
  return {
    userCounts: () => countUsers(session),

    async usersFrom({ bucket, skip }, limit) {
      const range = usersFrom(session.organization, bucket);
      const pages = pairPages(readPages(session, range, { limit: 2 * (skip + limit) }));
      return (await take(pages, skip, limit)).map(readUser);
    },

    async usersBeside(id, side, limit) {
      const backwards = side === 'before';
      // Going backwards the profile at the id itself is met first, a half alone.
      const halves = 2 * limit + (backwards && id !== undefined ? 1 : 0);
      const pages = readPages(session, usersBeside(session.organization, id, side), { backwards, limit: halves });
      const nearest = (await take(pairPages(pages, backwards), 0, limit)).map(readUser);
      return backwards ? nearest.toReversed() : nearest;
    },

    scanUsers: async <Match>(limit: number, select: Select<User, Match>) =>
      scan(await countUsers(session), limit, (bucket, end) => readUsers(session, bucket, end), select),
  };
}

async function countUsers(session: Session): Promise<Counts> {
  return readCounts(await readRange(session, userCountRange(session.organization)));
}

async function* readUsers(session: Session, bucket: number, end: number | undefined): AsyncIterable<readonly User[]> {
  const range = usersFrom(session.organization, bucket, end);
  for await (const halves of pairPages(readPages(session, range))) yield halves.map(readUser);
}

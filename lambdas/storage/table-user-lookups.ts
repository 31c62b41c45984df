import type { Directory } from '#domain/directory.ts';
import { emailRange, externalIdRange, userIdAtEnd, userNameKey, usersFrom } from './keys.ts';
import type { KeyRange } from './keys.ts';
import { readItem, readPages, readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { pairPages, readUser } from './user-halves.ts';
import { readUserName } from './user-items.ts';
import { fold } from '#scim/fold.ts';

/** The part of the directory that finds users by what they are called. */
export type UserLookups = Pick<
  Directory,
  'userIdByName' | 'userIdsByExternalId' | 'userIdsByEmail' | 'userIdsByNamePrefix' | 'userIdsByModification'
>;

/** The ways to one organization's users in the table. */
export function tableUserLookups(session: Session): UserLookups {
  const { organization } = session;
  return {
    async userIdByName(userName) {
      const item = await readItem(session, userNameKey(organization, userName));
      return item && readUserName(item);
    },

    userIdsByExternalId: (externalId) => readUserIds(session, externalIdRange(organization, externalId)),
    userIdsByEmail: (address) => readUserIds(session, emailRange(organization, address)),

    async userIdsByNamePrefix(prefix, limit) {
      const ids: string[] = [];
      for await (const halves of pairPages(readPages(session, usersFrom(organization, 0)))) {
        for (const { profile } of halves.map(readUser)) {
          if (fold(String(profile.attributes['userName'])).startsWith(fold(prefix))) ids.push(profile.id);
        }
      }
      return ids.slice(0, limit + 1);
    },

    async userIdsByModification({ from = '', to = '~' }, limit) {
      const ids: string[] = [];
      for await (const halves of pairPages(readPages(session, usersFrom(organization, 0)))) {
        for (const { profile, standing } of halves.map(readUser)) {
          const at = profile.modifiedAt > standing.modifiedAt ? profile.modifiedAt : standing.modifiedAt;
          if (at >= from && at <= to) ids.push(profile.id);
        }
      }
      return ids.slice(0, limit + 1);
    },
  };
}

async function readUserIds(session: Session, range: KeyRange): Promise<readonly string[]> {
  return (await readRange(session, range)).map((item) => userIdAtEnd(String(item['SK'])));
}

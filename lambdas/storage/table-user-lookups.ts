import type { Directory } from '#domain/directory.ts';
import { readChangedUserIds } from './changed-users.ts';
import type { KeyRange } from './keys.ts';
import { emailRange, externalIdRange, userNamesFrom } from './lookup-keys.ts';
import { readItem, readPages, readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { take } from './take.ts';
import { readUserName } from './user-items.ts';
import { userIdAtEnd, userNameKey } from './user-keys.ts';

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
      const pages = readPages(session, userNamesFrom(organization, prefix), { limit: limit + 1 });
      return (await take(pages, 0, limit + 1)).map(readUserName);
    },

    userIdsByModification: (span, limit) => readChangedUserIds(session, span, limit),
  };
}

async function readUserIds(session: Session, range: KeyRange): Promise<readonly string[]> {
  return (await readRange(session, range)).map((item) => userIdAtEnd(String(item['SK'])));
}

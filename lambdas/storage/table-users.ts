import type { Directory } from '#domain/directory.ts';
import type { Standing, User } from '#domain/user.ts';
import { changeUser, createUser, groupsEntered, groupsTouched, removeUser } from './user-commands.ts';
import { openPartition, touchGroup } from './group-commands.ts';
import type { Attributes } from './item.ts';
import {
  emailRange,
  externalIdRange,
  standingKey,
  standingSortKey,
  userCountRange,
  userIdAtEnd,
  userNameKey,
  userRange,
  usersFrom,
} from './keys.ts';
import type { KeyRange } from './keys.ts';
import { placeOf, readCounts, totalOf } from './places.ts';
import type { Place } from './places.ts';
import { readItem, readItems, readPages, readRange } from './send-reads.ts';
import { fitTogether, writeAll, writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { readProfile, readStanding, readUserName } from './user-items.ts';
import { isUuid } from './uuid.ts';

/** The part of the directory that is about users. */
export type UserDirectory = Pick<
  Directory,
  | 'user'
  | 'standings'
  | 'userIdByName'
  | 'userIdsByExternalId'
  | 'userIdsByEmail'
  | 'userPage'
  | 'allUsers'
  | 'createUser'
  | 'changeUser'
  | 'removeUser'
>;

/** The users of one organization in the table. */
export function tableUsers(session: Session): UserDirectory {
  const { organization } = session;
  return {
    async user(id) {
      if (!isUuid(id)) return undefined;
      const [user] = pairHalves(await readRange(session, userRange(organization, id))).map(readUser);
      return user;
    },

    async standings(ids) {
      const keys = [...new Set(ids)].filter(isUuid).map((id) => standingKey(organization, id));
      const standings = (await readItems(session, keys)).map(readStanding);
      return new Map(standings.map((standing) => [standing.userId, standing]));
    },

    async userIdByName(userName) {
      const item = await readItem(session, userNameKey(organization, userName));
      return item && readUserName(item);
    },

    userIdsByExternalId: (externalId) => readUserIds(session, externalIdRange(organization, externalId)),
    userIdsByEmail: (address) => readUserIds(session, emailRange(organization, address)),

    async userPage(offset, limit) {
      const counting = readRange(session, userCountRange(organization)).then((items) => readCounts(items));
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

    async *allUsers() {
      for await (const halves of readHalves(session, 0)) yield halves.map(readUser);
    },

    createUser: (user) => writeTogether(session, createUser(session, user)),

    async changeUser(change) {
      const writes = changeUser(session, change);
      if (!fitTogether(writes)) return 'tooLarge';
      const entered = groupsEntered(change.before.standing, change.after.standing);
      await Promise.all(
        entered.map((group) => writeAlone(session, openPartition(session, group, change.before.profile.id))),
      );
      const outcome = await writeAll(session, writes);
      if (outcome !== 'written') return outcome;
      const { before, after, transfer } = change;
      const changed: [Standing, Standing][] = [[before.standing, after.standing]];
      if (transfer) changed.push([transfer.previous.before, transfer.previous.after]);
      await touchGroups(session, groupsTouched(changed), after.standing.modifiedAt);
      return 'written';
    },

    async removeUser(user) {
      const writes = removeUser(session, user);
      if (!fitTogether(writes)) return 'tooLarge';
      const outcome = await writeTogether(session, writes);
      if (outcome !== 'written') return outcome;
      const at = new Date(session.timing.now()).toISOString();
      await touchGroups(session, groupsTouched([[user.standing, undefined]]), at);
      return 'written';
    },
  };
}

type Halves = { readonly profile: Attributes; readonly standing: Attributes };

function readUser({ profile, standing }: Halves): User {
  return { profile: readProfile(profile), standing: readStanding(standing) };
}

async function readUserIds(session: Session, range: KeyRange): Promise<readonly string[]> {
  return (await readRange(session, range)).map((item) => userIdAtEnd(String(item['SK'])));
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
async function* readHalves(session: Session, bucket: number, limit?: number): AsyncIterable<readonly Halves[]> {
  let left: readonly Attributes[] = [];
  const pages = readPages(session, usersFrom(session.organization, bucket), limit === undefined ? limit : 2 * limit);
  for await (const page of pages) {
    const items = [...left, ...page];
    yield pairHalves(items);
    const last = items.at(-1);
    left = last !== undefined && isProfile(last) ? [last] : [];
  }
}

/** A half without the other belongs to a user who is being created or deleted at this moment. */
function pairHalves(items: readonly Attributes[]): readonly Halves[] {
  return items.flatMap((profile, index) => {
    const standing = items[index + 1];
    const paired = isProfile(profile) && standing?.['SK'] === standingSortKey(String(profile['SK']));
    return paired ? { profile, standing } : [];
  });
}

function isProfile(item: Attributes): boolean {
  return isUuid(String(item['SK']));
}

/** After the transaction, so that those who change many users of one group do not wait for each other. */
async function touchGroups(session: Session, groups: readonly string[], at: string): Promise<void> {
  // A group that was deleted meanwhile needs no new version.
  await Promise.all(groups.map((group) => writeAlone(session, touchGroup(session, group, at))));
}

import { isDeepStrictEqual } from 'node:util';
import type { Directory, Outcome, UserChange } from '#domain/directory.ts';
import { isUuid } from '#domain/uuid.ts';
import { openPartition, touchGroup } from './group-commands.ts';
import type { Attributes } from './item.ts';
import { ownerKey } from './keys.ts';
import type { StandingChange } from './memberships.ts';
import { readOwnership } from './organization-items.ts';
import { readStandings } from './read-standings.ts';
import { readItem, readItems, readRange } from './send-reads.ts';
import { fitTogether, writeAll, writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { sweepAgain } from './sweep.ts';
import { changeUser, createUser, groupsEntered, groupsTouched, removeUser, standingsChanged } from './user-commands.ts';
import { pairHalves, readUser } from './user-halves.ts';
import { journalStanding } from './user-journal.ts';
import { profileKey, standingKey, userRange } from './user-keys.ts';
import { workMeanwhile } from './work-meanwhile.ts';
import type { Write } from './write.ts';

/** The part of the directory that reads and changes single users. */
export type UserDirectory = Pick<
  Directory,
  'user' | 'users' | 'standings' | 'createUser' | 'changeUser' | 'removeUser'
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

    async users(ids) {
      const wanted = [...new Set(ids)].filter(isUuid);
      const keys = wanted.flatMap((id) => [profileKey(organization, id), standingKey(organization, id)]);
      return pairHalves((await readItems(session, keys)).toSorted(bySortKey)).map(readUser);
    },

    standings: (ids) => readStandings(session, ids),

    createUser: (user) => writeTogether(session, createUser(session, user)),

    async changeUser(change) {
      const { before, after } = change;
      const { halves, members } = changeUser(session, change);
      const standings = standingsChanged(change);
      const lost = ownerMoved(session, change);
      if (!fitTogether([...halves, ...members])) return writeBeforeMembers(session, halves, standings, lost);
      const entered = groupsEntered(before.standing, after.standing);
      await Promise.all(entered.map((group) => writeAlone(session, openPartition(session, group, before.profile.id))));
      const outcome = await writeAll(session, [...halves, ...members], lost);
      if (outcome !== 'written') return outcome;
      const gone = await touchGroups(session, groupsTouched(standings), after.standing.modifiedAt);
      // What was entered while it was being deleted must not be left behind by the sweep.
      await Promise.all(gone.filter((group) => entered.includes(group)).map((group) => sweepAgain(session, group)));
      return 'written';
    },

    async removeUser(user) {
      const { halves, members } = removeUser(session, user);
      const standings = [[user.standing, undefined]] as const;
      if (!fitTogether([...halves, ...members])) return writeBeforeMembers(session, halves, standings);
      const outcome = await writeTogether(session, [...halves, ...members]);
      if (outcome !== 'written') return outcome;
      const at = new Date(session.timing.now()).toISOString();
      await touchGroups(session, groupsTouched(standings), at);
      return 'written';
    },
  };
}

/** Writes what decides, and says how memberships are to be read until they have followed; then lets them follow. */
async function writeBeforeMembers<Refused extends Outcome>(
  session: Session,
  halves: readonly Write<Refused>[],
  standings: readonly StandingChange[],
  lost?: () => Promise<Refused | undefined>,
): Promise<'written' | Refused> {
  const journals = standings.map((one) => journalStanding(session, one, session.timing.newToken));
  const outcome = await writeTogether(session, [...halves, ...journals.flatMap(({ writes }) => writes)], lost);
  if (outcome === 'written') {
    await workMeanwhile(
      session,
      journals.flatMap(({ changeIds }) => changeIds),
    );
  }
  return outcome;
}

/** Whether somebody else has replaced the owner meanwhile (O4); nothing to ask where a change does not replace the owner. */
function ownerMoved(session: Session, { transfer }: UserChange): (() => Promise<'ownerMoved' | undefined>) | undefined {
  if (transfer === undefined) return undefined;
  return async () => {
    const item = await readItem(session, ownerKey(session.organization));
    const isSame = item !== undefined && isDeepStrictEqual(readOwnership(item), transfer.before);
    return isSame ? undefined : 'ownerMoved';
  };
}

function bySortKey(one: Attributes, other: Attributes): number {
  return String(one['SK']) < String(other['SK']) ? -1 : 1;
}

/**
 * After the transaction, so that those who change many users of one group do not wait for each other. Returns the
 * groups that were deleted meanwhile, which need no new version.
 */
async function touchGroups(session: Session, groups: readonly string[], at: string): Promise<readonly string[]> {
  const touched = await Promise.all(
    groups.map(async (group) => ({ group, outcome: await writeAlone(session, touchGroup(session, group, at)) })),
  );
  return touched.filter(({ outcome }) => outcome === 'gone').map(({ group }) => group);
}

import type { Directory, NamedGroup, PartChange } from '#domain/directory.ts';
import { withPart } from '#domain/structure.ts';
import type { Structure, Team } from '#domain/structure.ts';
import type { Standing } from '#domain/user.ts';
import { isUuid } from '#domain/uuid.ts';
import { viewOf } from './change-items.ts';
import { continueChange, findChange } from './change-work.ts';
import { journalNewMembers } from './journal-commit.ts';
import { ownerKey } from './keys.ts';
import { findOrdinaryName, freeName, reserveNames } from './name-reservations.ts';
import { readOwnership } from './organization-items.ts';
import { creationItem, endCreation } from './part-creations.ts';
import { readItem } from './send-reads.ts';
import { fitTogether, tryTogether, writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import { putPart, putTeam, raiseVersion, removePart, removeTeamGroups } from './structure-commands.ts';
import { loadStructure, readVersion } from './structure-reading.ts';
import { sweepGroups } from './sweep.ts';
import { put } from './write.ts';
import type { Write } from './write.ts';

/** The part of the directory that is about the owner and about what generates groups. */
export type StructureDirectory = Pick<
  Directory,
  | 'structure'
  | 'owner'
  | 'putPart'
  | 'removePart'
  | 'putTeam'
  | 'removeTeamGroups'
  | 'ordinaryGroupName'
  | 'freeGroupName'
  | 'change'
  | 'continueChange'
>;

/** Structures by organization, as of the versions that they name. */
export type StructureCache = Map<string, Structure>;

const cachedOrganizations = 1_000;

/** The structure of one organization in the table. */
export function tableStructure(session: Session, cache: StructureCache): StructureDirectory {
  const { organization } = session;
  /** What this very write has made of the structure need not be read again. */
  const keep = <Result>(outcome: Result, { version }: Structure, after: Structure): Result => {
    if (outcome === 'written' || outcome === 'begun') remember(cache, organization, { ...after, version: version + 1 });
    return outcome;
  };
  return {
    async structure() {
      const version = await readVersion(session);
      const cached = cache.get(organization);
      if (cached?.version === version) return cached;
      const structure = await loadStructure(session, version);
      remember(cache, organization, structure);
      return structure;
    },

    async owner() {
      const item = await readItem(session, ownerKey(organization));
      if (item === undefined) throw new Error(`The organization ${organization} has no owner item.`);
      return readOwnership(item);
    },

    putPart: async (structure, change) =>
      keep(await writePart(session, structure, change), structure, withPart(structure, change.part)),

    async removePart(structure, { part, lost, change }) {
      const writes = removePart(session, structure, { part, change });
      const frees = lost.map((name) => freeName(session, name));
      const outcome = await writeTogether(session, fitTogether([...writes, ...frees]) ? [...writes, ...frees] : writes);
      return outcome === 'written' ? 'written' : 'stale';
    },

    async putTeam(structure, team, groups, members) {
      const outcome = await writeTeam(session, structure, team, groups, members);
      return keep(outcome, structure, withPart(structure, { kind: 'team', value: team }));
    },

    async removeTeamGroups(structure, removal) {
      const outcome = await writeTogether(session, removeTeamGroups(session, structure, removal));
      if (outcome !== 'written') return 'stale';
      await sweepGroups(
        session,
        removal.groups.map(({ group }) => group.id),
      );
      return 'written';
    },

    ordinaryGroupName: (names) => findOrdinaryName(session, names),

    async freeGroupName(structure, name) {
      // Where it is refused, something has changed, and whoever wants the name decides again.
      await writeTogether(session, [raiseVersion(session, structure), freeName(session, name)]);
    },

    async change(id) {
      const change = isUuid(id) ? await findChange(session, id) : undefined;
      return change && viewOf(change);
    },

    continueChange: (id, until) => continueChange(session, id, until),
  };
}

/** In one transaction where that is possible; otherwise names and groups first, which nobody sees until the flip. */
async function writePart(
  session: Session,
  structure: Structure,
  change: PartChange,
): Promise<'written' | 'stale' | 'nameTaken' | 'begun'> {
  const { flip, groups, reservations, frees, begin } = putPart(session, structure, change);
  const whole = [...flip, ...groups, ...reservations, ...frees];
  if (fitTogether(whole)) return writeTogether(session, whole);
  if ((await reserveNames(session, change.gained)) === 'nameTaken') return 'nameTaken';
  const counts = [...flip, ...(await writeGroups(session, change, groups))];
  const withFrees = [...counts, ...frees];
  if (fitTogether(withFrees)) return writeTogether(session, withFrees);
  const outcome = await writeTogether(session, [...counts, begin]);
  return outcome === 'written' ? 'begun' : outcome;
}

/** Writes groups before what generates them, with a mark that has to go when that is there. */
async function writeGroups(
  session: Session,
  { part, groups }: PartChange,
  writes: readonly Write[],
): Promise<readonly Write[]> {
  if (groups.length === 0) return [];
  const ids = groups.map(({ id }) => id);
  await writeAlone(session, put(session, creationItem(session.organization, session.stamp, part.value.id, ids)));
  await sideBySide(writes, (write) => writeAlone(session, write));
  return [endCreation(session, part.value.id)];
}

/** With its members in one transaction where that is possible; otherwise they are journaled. */
async function writeTeam(
  session: Session,
  structure: Structure,
  team: Team,
  groups: readonly NamedGroup[],
  members: { readonly groupId: string; readonly add: readonly Standing[] },
): Promise<'written' | 'stale' | 'nameTaken'> {
  const writes = putTeam(session, structure, team, groups, members);
  const named = groups.find(({ group }) => group.id === members.groupId);
  if (named === undefined) return writeTogether(session, writes);
  const outcome = fitTogether(writes) ? await tryTogether(session, writes) : 'tooLarge';
  if (outcome !== 'tooLarge') return outcome;
  return journalNewMembers(session, named.group, members.add, (journaled) => {
    const journaledGroups = groups.map((one) => (one === named ? { ...one, group: journaled } : one));
    return putTeam(session, structure, team, journaledGroups, { ...members, add: [] });
  });
}

function remember(cache: StructureCache, organization: string, structure: Structure): void {
  cache.delete(organization);
  cache.set(organization, structure);
  const [oldest] = cache.keys();
  if (cache.size > cachedOrganizations && oldest !== undefined) cache.delete(oldest);
}

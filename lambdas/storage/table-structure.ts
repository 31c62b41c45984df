import type { Directory } from '#domain/directory.ts';
import type { Structure } from '#domain/structure.ts';
import { ownerKey, structureKey, structureRange } from './keys.ts';
import { readOwnership } from './organization-items.ts';
import { readItem, readRange } from './send-reads.ts';
import { fitTogether, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { createProject, createRole, putTeam, removeTeamGroups } from './structure-commands.ts';
import { readStructure, readStructureVersion } from './structure-items.ts';
import { sweepGroups } from './sweep.ts';
import type { Write } from './write.ts';

/** The part of the directory that is about the owner and about what generates groups. */
export type StructureDirectory = Pick<
  Directory,
  'structure' | 'owner' | 'createProject' | 'createRole' | 'putTeam' | 'removeTeamGroups'
>;

/** Structures by organization, as of the versions that they name. */
export type StructureCache = Map<string, Structure>;

const cachedOrganizations = 1_000;

/** The structure of one organization in the table. */
export function tableStructure(session: Session, cache: StructureCache): StructureDirectory {
  const { organization } = session;
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

    createProject: (structure, project, groups) =>
      writeIfFits(session, createProject(session, structure, project, groups)),

    createRole: (structure, role, groups) => writeIfFits(session, createRole(session, structure, role, groups)),

    putTeam: (structure, team, groups, members) =>
      writeIfFits(session, putTeam(session, structure, team, groups, members)),

    async removeTeamGroups(structure, removal) {
      const outcome = await writeTogether(session, removeTeamGroups(session, structure, removal));
      if (outcome === 'written') {
        await sweepGroups(
          session,
          removal.groups.map(({ group }) => group.id),
        );
      }
      return outcome;
    },
  };
}

async function writeIfFits(
  session: Session,
  writes: readonly Write<'stale' | 'nameTaken'>[],
): Promise<'written' | 'stale' | 'nameTaken' | 'tooLarge'> {
  return fitTogether(writes) ? writeTogether(session, writes) : 'tooLarge';
}

async function readVersion(session: Session): Promise<number> {
  const item = await readItem(session, structureKey(session.organization));
  if (item === undefined) throw new Error(`The organization ${session.organization} has no structure item.`);
  return readStructureVersion(item);
}

/** A Query may see half of a transaction, so it counts only where the version is the same before and after it. */
async function loadStructure(session: Session, version: number): Promise<Structure> {
  const items = await readRange(session, structureRange(session.organization));
  const after = await readVersion(session);
  return after === version ? readStructure(items, version) : loadStructure(session, after);
}

function remember(cache: StructureCache, organization: string, structure: Structure): void {
  cache.delete(organization);
  cache.set(organization, structure);
  const [oldest] = cache.keys();
  if (cache.size > cachedOrganizations && oldest !== undefined) cache.delete(oldest);
}

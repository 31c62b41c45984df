import type { Structure } from '#domain/structure.ts';
import { structureKey, structureRange } from './keys.ts';
import { readItem, readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { readStructure, readStructureVersion } from './structure-items.ts';

/** The version of an organization's structure. */
export async function readVersion(session: Session): Promise<number> {
  const item = await readItem(session, structureKey(session.organization));
  if (item === undefined) throw new Error(`The organization ${session.organization} has no structure item.`);
  return readStructureVersion(item);
}

/** A Query may see half of a transaction, so it counts only where the version is the same before and after it. */
export async function loadStructure(session: Session, version: number): Promise<Structure> {
  const items = await readRange(session, structureRange(session.organization));
  const after = await readVersion(session);
  return after === version ? readStructure(items, version) : loadStructure(session, after);
}

/** The structure as of now, whatever is in memory. */
export async function readStructureNow(session: Session): Promise<Structure> {
  return loadStructure(session, await readVersion(session));
}

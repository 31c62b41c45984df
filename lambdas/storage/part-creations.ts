import * as z from 'zod/mini';
import { lateAfter } from './group-items.ts';
import { groupKey } from './group-keys.ts';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import { creationKey, structureRange } from './keys.ts';
import { eraseMany } from './send-batches.ts';
import { readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { readParts } from './structure-items.ts';
import { uuidsFromBytes, uuidsToBytes } from './uuid.ts';
import { erase } from './write.ts';
import type { Scope, Write } from './write.ts';

const creation = itemOf('creation', { partId: z.string(), groups: z.instanceof(Uint8Array) });

/** Remembers which groups are written before the project or role that generates them, until that is there too. */
export function creationItem(organization: string, stamp: Stamp, partId: string, groups: readonly string[]): Item {
  const expiresAt = Math.floor(Date.parse(stamp.at) / 1000) + lateAfter;
  const key = creationKey(organization, partId);
  return stamped(key, 'creation', stamp, { partId, groups: uuidsToBytes(groups), expiresAt });
}

/** It is there: nothing needs to be remembered. */
export function endCreation(scope: Scope, partId: string): Write {
  return erase(scope, creationKey(scope.organization, partId));
}

/** Takes groups away that no reader has ever seen, where the request died that was to make what generates them. */
export async function clearUnmade(session: Session, item: unknown): Promise<void> {
  const { partId, groups } = creation.parse(item);
  const { organization } = session;
  const { projects, roles, teams } = readParts(await readRange(session, structureRange(organization)));
  if ([...projects, ...roles, ...teams].some(({ id }) => id === partId)) return;
  await eraseMany(
    session,
    uuidsFromBytes(groups).map((id) => groupKey(organization, id)),
  );
}

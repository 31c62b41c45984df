import type { Standing } from '#domain/user.ts';
import { isUuid } from '#domain/uuid.ts';
import { readItems } from './send-reads.ts';
import type { Session } from './session.ts';
import { isTombstone, readStanding } from './user-items.ts';
import { standingKey } from './user-keys.ts';

/** The standings of those ids that exist. */
export async function readStandings(session: Session, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  const keys = [...new Set(ids)].filter(isUuid).map((id) => standingKey(session.organization, id));
  const items = (await readItems(session, keys)).filter((item) => !isTombstone(item));
  const standings = items.map(readStanding);
  return new Map(standings.map((standing) => [standing.userId, standing]));
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '#storage/client.ts';
import { openGroupsRange, openUsersRange } from '#storage/change-keys.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { wholePart } from '#storage/purge-keys.ts';
import { readRange } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import type { Endpoint } from '../support/local-process.ts';

/** How long it took until nothing was left to do, in milliseconds, or what was wrong in the end. */
export type Repair = { readonly milliseconds: number; readonly damage: readonly string[] };

/** What nobody completes within a minute is damage. */
const patience = 60_000;
const pause = 100;

/** Waits until everything that was begun has come to its end, and all items fit together (`rollcall verify`). */
export function untilRepaired(endpoint: Endpoint): Promise<Repair> {
  return until(endpoint, async (session) => {
    const open = await countOpen(session);
    return open > 0 ? tellOpen(open) : findDamage(session);
  });
}

/** Waits until everything that was begun has come to its end. */
export function untilQuiet(endpoint: Endpoint): Promise<Repair> {
  return until(endpoint, async (session) => tellOpen(await countOpen(session)));
}

async function until(endpoint: Endpoint, look: (session: Session) => Promise<readonly string[]>): Promise<Repair> {
  const begin = performance.now();
  const client = createClient(endpoint.databaseEndpoint);
  try {
    const session = sessionOpener({ client, tableName: endpoint.tableName })(endpoint.organizationId, {
      actor: 'verify',
      requestId: randomUUID(),
      at: new Date().toISOString(),
      deadline: Number.POSITIVE_INFINITY,
    });
    for (;;) {
      const milliseconds = performance.now() - begin;
      const damage = await look(session);
      if (damage.length === 0 || milliseconds > patience) return { milliseconds, damage };
      await sleep(pause);
    }
  } finally {
    client.destroy();
  }
}

function tellOpen(open: number): readonly string[] {
  return open > 0 ? [`${open} changes are still to be applied.`] : [];
}

async function countOpen(session: Session): Promise<number> {
  const { organization } = session;
  const ranges = [openUsersRange(organization), openGroupsRange(organization), wholePart(organization, 'CHANGES')];
  const [users, groups, changes] = await Promise.all(ranges.map((range) => readRange(session, range)));
  const running = (changes ?? []).filter(({ status }) => status === 'running');
  return (users?.length ?? 0) + (groups?.length ?? 0) + running.length;
}

async function findDamage(session: Session): Promise<readonly string[]> {
  const findings = await verifyOrganization(session, { whole: true });
  return findings.filter(({ severity }) => severity === 'damage').map(({ code, words }) => `${code}: ${words}`);
}

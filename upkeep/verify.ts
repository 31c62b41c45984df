import { organizationKey } from '#storage/keys.ts';
import { readItem } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { readUsersInTransit } from '#storage/users-in-transit.ts';
import type { VerifySettings } from './check.ts';
import type { Finding } from './finding.ts';
import { lookAt } from './look.ts';
import type { Sight, Suspect } from './look.ts';
import { confirm } from './second-look.ts';
import { together } from './together.ts';
import { walkTable } from './walk.ts';
import type { Part } from './walk.ts';

/** How an organization is verified, beside what is so by itself. */
export type Verification = Partial<VerifySettings> & {
  /** Reads the whole table for what nothing leads to: memberships and slices of groups that are gone. */
  readonly whole?: boolean;
  /** Told after each page how many items of what part were looked at. */
  progress?(part: Part, items: number): void;
};

const usual: VerifySettings = { product: { groupPrefix: 'Statsig' }, worker: true };

/** So many suspicions are looked at again together. */
const suspectsAtOnce = 200;

/**
 * Recomputes from its items what an organization promises, while others write, and finds what does not fit. Reads alone,
 * and keeps a page and 4,096 numbers in memory. The session's deadline must be as far away as the table is large.
 */
export function findDamage(session: Session, verification: Verification = {}): AsyncIterable<Finding> {
  return together(findEach(session, verification));
}

/** All findings of an organization; of a damaged one of a million users these are many. */
export async function verifyOrganization(session: Session, verification?: Verification): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of findDamage(session, verification)) findings.push(finding);
  return findings;
}

async function* findEach(
  session: Session,
  { whole = false, progress, ...given }: Verification,
): AsyncIterable<Finding> {
  const settings = { ...usual, ...given };
  const organization = await readItem(session, organizationKey(session.organization));
  if (organization === undefined) throw new Error(`There is no organization ${session.organization}.`);
  if (organization['removedAt'] !== undefined) throw new Error(`The organization ${session.organization} was removed.`);
  let suspects: Suspect[] = [];
  for await (const { part, items } of walkTable(session, whole)) {
    const sight: Sight = { items, beside: items, transit: await readUsersInTransit(session) };
    suspects.push(...(await lookAt(session, settings, sight)));
    progress?.(part, items.length);
    if (suspects.length < suspectsAtOnce) continue;
    yield* await confirm(session, settings, suspects);
    suspects = [];
  }
  yield* await confirm(session, settings, suspects);
}

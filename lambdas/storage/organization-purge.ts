import { eraseLogs, leadingLogs, thingsWithLogs } from './activity-purge.ts';
import { changeOfHead } from './change-keys.ts';
import { readChange } from './change-items.ts';
import { stampedItem } from './item.ts';
import type { Attributes } from './item.ts';
import { readOpenGroup } from './journal-items.ts';
import { readSlices } from './journal-reading.ts';
import { changeKey, organizationKey, scimKeyKey } from './keys.ts';
import type { Key, KeyRange } from './keys.ts';
import { memberKey } from './member-keys.ts';
import { purgeItem, readOrganization, readScimKey } from './organization-items.ts';
import { purgeRanges, remainsRanges } from './purge-keys.ts';
import { eraseMany } from './send-batches.ts';
import { readItem, readPages } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import { thingsPerStep } from './change-step.ts';
import type { TakeStep } from './change-step.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import type { StreamConsumer } from './stream-consumer.ts';
import { readStanding } from './user-items.ts';
import { eraseUndoneOf } from './undone-reading.ts';
import { readUserWork } from './user-journal.ts';
import { eraseIf, put } from './write.ts';
import type { Write } from './write.ts';

type Purge = { readonly erased: number; readonly done: boolean };

/** So many items are read at a time, which may lead to many more. */
const pageSize = 100;

/**
 * Erases what a removed organization holds; may be interrupted, repeated and done twice at once. What requests still read
 * that began before stays for `purgeAgain`. A fault where the organization was not removed.
 */
export const purgeOrganization: TakeStep = async (session, _, goesOn) => {
  const { organization } = session;
  // Who removed it is told by an entry that is being written meanwhile, and goes with what else is late.
  const to = stampedItem.safeParse(await readRemoved(session)).data?.by.at;
  const ranges = [...purgeRanges(organization), ...leadingLogs(organization, to)];
  const { erased, done } = await purge(session, ranges, goesOn, { most: thingsPerStep, to });
  return { handled: erased, left: done ? undefined : {} };
};

/**
 * Once nobody writes any more to an organization that was removed: erases what was written after the purge had passed,
 * and what it left. It comes back where the time does not suffice.
 */
export const purgeAgain: StreamConsumer = async function purgeAgain(records, worker) {
  const due = records.find(({ before, byTimeToLive }) => byTimeToLive && before?.['type'] === 'purge');
  if (due === undefined) return;
  const session = worker.open(due.organization);
  await readRemoved(session);
  const ranges = [...remainsRanges(due.organization), ...leadingLogs(due.organization)];
  const { done } = await purge(session, ranges, () => worker.timeLeft());
  await eraseLogs(session, [due.organization]);
  await eraseUndoneOf(session);
  if (!done) await writeAlone(session, put(session, purgeItem(due.organization, session.stamp)));
};

async function readRemoved(session: Session): Promise<Attributes | undefined> {
  const item = await readItem(session, organizationKey(session.organization));
  if (item === undefined || readOrganization(item).removedAt !== undefined) return item;
  throw new Error(`The organization ${session.organization} was not removed: nothing of it is erased.`);
}

async function purge(
  session: Session,
  ranges: readonly KeyRange[],
  goesOn: () => boolean,
  { most = Number.POSITIVE_INFINITY, to }: { readonly most?: number; readonly to?: string | undefined } = {},
): Promise<Purge> {
  let erased = 0;
  let changed = 0;
  for (const range of ranges) {
    for await (const items of readPages(session, range, { limit: pageSize })) {
      if (items.length === 0) continue;
      if (erased >= most || !goesOn()) return { erased, done: false };
      const gone = items.filter(({ kind }) => kind !== 'organizationDeletion');
      const others = (await sideBySide(gone, (item) => keysBehind(session, item))).flat();
      const [leading, alone] = [gone.filter(leadsOn), gone.filter((item) => !leadsOn(item))];
      // First what is found by these items, so that nothing is lost sight of.
      await eraseMany(session, others);
      erased += await eraseLogs(session, thingsWithLogs(gone), to);
      await eraseMany(session, alone.map(keyOf));
      const outcomes = await sideBySide(leading, (item) => writeAlone(session, eraseUnchanged(session, item)));
      const again = outcomes.filter((outcome) => outcome === 'stale').length;
      erased += others.length + gone.length - again;
      changed += again;
    }
  }
  return { erased, done: changed === 0 };
}

/** True for what other items are found by. */
function leadsOn({ type }: Attributes): boolean {
  return type === 'standing' || type === 'scimKey';
}

/** By what it was changed to since it was read it leads to something else, and is looked at once more. */
function eraseUnchanged(session: Session, item: Attributes): Write<'stale'> {
  const { revision, hash, deactivatedAt } = item;
  const holds = item['type'] === 'standing' ? { revision } : { hash, deactivatedAt };
  return eraseIf(session, keyOf(item), holds, 'stale');
}

/** What nothing but this item leads to: a user's memberships, what is committed of others, the hashes of a SCIM key. */
async function keysBehind(session: Session, item: Attributes): Promise<readonly Key[]> {
  const { organization } = session;
  switch (item['type']) {
    case 'standing': {
      const { userId, groups, waiting } = readStanding(item);
      return [...groups.union(waiting)].map((group) => memberKey(organization, group, userId));
    }
    case 'openUser':
      return membershipsBehind(session, changeOfHead(String(item['SK'])));
    case 'openGroup':
      return (await readSlices(session, readOpenGroup(item))).map(({ key }) => key);
    case 'scimKey': {
      const { hash, replaced = [] } = readScimKey(item);
      return [hash, ...replaced.map((one) => one.hash)].map(scimKeyKey);
    }
    default:
      return [];
  }
}

async function membershipsBehind(session: Session, changeId: string): Promise<readonly Key[]> {
  const { organization } = session;
  const item = await readItem(session, changeKey(organization, changeId));
  const change = item && readChange(item);
  // Done just now, or by somebody who did not come to take the head away: then there is nothing left behind it.
  if (change?.status !== 'running') return [];
  return readUserWork(change).groups.map((group) => memberKey(organization, group, change.targetId));
}

function keyOf({ PK, SK }: Attributes): Key {
  return { PK: String(PK), SK: String(SK) };
}

import type { Group } from '#domain/group.ts';
import { transactionActions } from '#domain/limits.ts';
import { readGroup } from './group-items.ts';
import { groupKey } from './group-keys.ts';
import { membershipsChanged } from './memberships.ts';
import { readItems } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import { workerActor } from './stream-consumer.ts';
import type { StreamConsumer } from './stream-consumer.ts';
import type { TableRecord } from './table-record.ts';
import { isTombstone, readStanding } from './user-items.ts';
import { changeIf } from './write.ts';
import type { Write } from './write.ts';

/**
 * Raises the versions of groups whose members were changed by a request that died before it could (P5): such a group is
 * older than the change. In the usual case there is nothing to do but to look.
 */
export const raiseVersions: StreamConsumer = async function raiseVersions(records, worker) {
  const changed = new Map<string, string>();
  for (const record of records) {
    for (const [group, at] of groupsChanged(record)) {
      if (at > (changed.get(group) ?? '')) changed.set(group, at);
    }
  }
  const [first] = records;
  if (first === undefined || changed.size === 0) return;
  const session = worker.open(first.organization);
  const keys = [...changed.keys()].map((id) => groupKey(session.organization, id));
  const groups = (await readItems(session, keys)).map(readGroup);
  await sideBySide(groups, async (group) => {
    const at = changed.get(group.id) ?? '';
    if (group.modifiedAt < at) await writeAlone(session, raiseVersion(session, group, at));
  });
};

/** The groups that a request has changed with a user, and when. */
function groupsChanged({ before, after, stamp }: TableRecord): readonly (readonly [group: string, at: string])[] {
  // Members that are swept have no group any more; those of a big change raised the version when it was committed.
  const isRequest = stamp !== undefined && stamp.actor !== workerActor && !follows(after);
  if (!isRequest || before?.['type'] !== 'standing' || after === undefined) return [];
  const was = readStanding(before);
  const now = isTombstone(after) ? undefined : readStanding(after);
  const at = now?.modifiedAt ?? stamp.at;
  const groups = membershipsChanged([was, now]).map(({ group }) => group);
  // So many were not written with the standing: who lets them follow raises the versions.
  return groups.length < transactionActions ? groups.map((group) => [group, at]) : [];
}

function follows(item: TableRecord['after']): boolean {
  const by: unknown = item?.['by'];
  return typeof by === 'object' && by !== null && ('swept' in by || 'applied' in by);
}

/** Nothing where somebody has raised it since it was read: the request itself, mostly. */
function raiseVersion(session: Session, { id, modifiedAt }: Group, at: string): Write<'stale'> {
  const wanted = { set: { modifiedAt: at, by: session.stamp }, add: { version: 1 } };
  return changeIf(session, groupKey(session.organization, id), wanted, { modifiedAt }, 'stale');
}

import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { ChangeView } from '#domain/change.ts';
import { changeKinds } from '#domain/change.ts';
import { itemOf, stamped } from './item.ts';
import type { Attributes, Item, Stamp } from './item.ts';
import { changeKey } from './keys.ts';
import type { Session } from './session.ts';
import { workerActor } from './stream-consumer.ts';
import type { TableRecord } from './table-record.ts';
import { changeIf } from './write.ts';
import type { Scope, Write } from './write.ts';

/** A change as it is stored: `work` says what is left to do, in the terms of its kind. */
export type StoredChange = ChangeView & { readonly work: Attributes };

/** For so long it can be read that a change has come to its end. */
const remembered = 30 * 24 * 60 * 60;

const change = itemOf('change', {
  id: z.string(),
  kind: z.enum(changeKinds),
  targetId: z.string(),
  status: z.enum(['running', 'done']),
  startedAt: z.string(),
  finishedAt: z.exactOptional(z.string()),
  handled: z.number(),
  // The stream of DynamoDB Local has null for a map that is empty.
  work: z.pipe(
    z.nullable(z.record(z.string(), z.unknown())),
    z.transform((work) => work ?? {}),
  ),
});

/** A change that begins. */
export function changeItem(
  organization: string,
  stamp: Stamp,
  value: Pick<ChangeView, 'id' | 'kind' | 'targetId' | 'startedAt'> & { readonly work: Attributes },
): Item {
  return stamped(changeKey(organization, value.id), 'change', stamp, { ...value, status: 'running', handled: 0 });
}

/** The change that an item holds. */
export function readChange(item: unknown): StoredChange {
  const { type: _, v: __, ...value } = change.parse(item);
  return value;
}

/** What everybody may see of a change. */
export function viewOf({ work: _, ...view }: StoredChange): ChangeView {
  return view;
}

const workerHolder = 'worker#';

/** A new name for who works on a change: the worker, or the request whose session this is. */
export function holderOf({ stamp, timing }: Pick<Session, 'stamp' | 'timing'>): string {
  return (stamp.actor === workerActor ? workerHolder : '') + timing.newToken();
}

/**
 * True where nothing became of a change but that the worker took it up, which it does with another record in its hands. If
 * that followed from this, a change that always fails would go on for ever.
 */
export function isTakenUp({ before, after }: Pick<TableRecord, 'before' | 'after'>): boolean {
  if (before === undefined || after === undefined) return false;
  const { holder: _, by: __, ...was } = before;
  const { holder, by: ___, ...is } = after;
  return typeof holder === 'string' && holder.startsWith(workerHolder) && isDeepStrictEqual(was, is);
}

/** Makes `holder` the one who works on a change; `stale` where there is nothing left to do. */
export function claimChange(scope: Scope, id: string, holder: string): Write<'stale'> {
  const wanted = { set: { holder, by: scope.stamp } };
  return changeIf(scope, changeKey(scope.organization, id), wanted, { status: 'running' }, 'stale');
}

/** Writes how far a change has come; `stale` where somebody else works on it by now. */
export function advanceChange(scope: Scope, value: StoredChange, holder: string): Write<'stale'> {
  const { id, status, handled, work, finishedAt } = value;
  const expiresAt = finishedAt && Math.floor(Date.parse(finishedAt) / 1000) + remembered;
  const end = finishedAt === undefined ? {} : { finishedAt, expiresAt };
  const wanted = { set: { status, handled, work, by: scope.stamp, ...end } };
  return changeIf(scope, changeKey(scope.organization, id), wanted, { holder }, 'stale');
}

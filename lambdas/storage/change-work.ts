import type { ChangeView } from '#domain/change.ts';
import { advanceChange, claimChange, holderOf, readChange, viewOf } from './change-items.ts';
import type { StoredChange } from './change-items.ts';
import { changeSteps } from './change-steps.ts';
import { changeKey } from './keys.ts';
import { isDeadline } from './persist.ts';
import { readItem } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { workerActor } from './stream-consumer.ts';

/** Milliseconds between two looks at a change on which another one works. */
const pollingPause = 50;

/** Milliseconds that a step which is under way may take to its end once its request has no time to begin another. */
const grace = 1_000;

/** A change; undefined where there is none of that id, or none any more. */
export async function findChange(session: Session, id: string): Promise<StoredChange | undefined> {
  const item = await readItem(session, changeKey(session.organization, id));
  return item && readChange(item);
}

/**
 * Works on a change, step after step, while it goes on: until it is done, or another one has taken it over, or with the
 * first step that ends after `turn` milliseconds. Each step may be interrupted and repeated at any point. What is written
 * follows from the request that began it, and says so.
 */
export async function workOnChange(
  session: Session,
  id: string,
  goesOn: () => boolean,
  turn = Number.POSITIVE_INFINITY,
): Promise<StoredChange> {
  const own: Session = { ...session, stamp: { ...session.stamp, actor: workerActor } };
  const holder = holderOf(session);
  if ((await writeAlone(own, claimChange(own, id, holder))) === 'stale') return readKnown(own, id);
  const end = own.timing.now() + turn;
  let change = await readKnown(own, id);
  while (change.status === 'running' && goesOn()) {
    const { handled, left } = await changeSteps[change.kind](own, change, goesOn);
    const next = {
      ...change,
      handled: change.handled + handled,
      ...(left === undefined ? ended(own) : { work: left }),
    };
    if ((await writeAlone(own, advanceChange(own, next, holder))) === 'stale') return readKnown(own, id);
    change = next;
    if (own.timing.now() >= end) break;
  }
  return change;
}

/** Works on a change within a request: until it is done, or the moment has come; then the worker goes on with it. */
export async function continueChange(session: Session, id: string, until: number): Promise<ChangeView> {
  const { now, sleep } = session.timing;
  const bounded = { ...session, deadline: Math.min(session.deadline, until + grace) };
  const goesOn = (): boolean => now() < until;
  if (!goesOn()) return viewOf(await readKnown(session, id));
  try {
    let change = await workOnChange(bounded, id, goesOn);
    while (change.status === 'running' && goesOn()) {
      // The worker has taken it over.
      await sleep(pollingPause);
      change = await readKnown(bounded, id);
    }
    return viewOf(change);
  } catch (error) {
    if (!isDeadline(error)) throw error;
    return viewOf(await readKnown(session, id));
  }
}

async function readKnown(session: Session, id: string): Promise<StoredChange> {
  const change = await findChange(session, id);
  if (change === undefined) throw new Error(`The organization ${session.organization} has no change ${id}.`);
  return change;
}

function ended({ timing }: Session): Pick<StoredChange, 'status' | 'finishedAt' | 'work'> {
  return { status: 'done', finishedAt: new Date(timing.now()).toISOString(), work: {} };
}

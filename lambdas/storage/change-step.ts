import type { StoredChange } from './change-items.ts';
import type { Attributes } from './item.ts';
import type { Session } from './session.ts';

/** How far one step came: how many things it handled, and what is left to do; nothing where that was all. */
export type Step = { readonly handled: number; readonly left: Attributes | undefined };

/**
 * One step of a change. It begins nothing more once `goesOn` says so, and comes to an end by itself before long, so that
 * it can be seen how far the change is. Another one may do the same step at the same time, or begin it anew.
 */
export type TakeStep = (session: Session, change: StoredChange, goesOn: () => boolean) => Promise<Step>;

/** So many things are handled in one step, or a few more. */
export const thingsPerStep = 1_000;

/** Milliseconds after which a step that has handled anything begins nothing more. */
const timePerStep = 2_000;

/** Tells from how many things a step has handled whether these are enough. */
export function stepEnd({ timing }: Session): (handled: number) => boolean {
  const end = timing.now() + timePerStep;
  return (handled) => handled >= thingsPerStep || (handled > 0 && timing.now() >= end);
}

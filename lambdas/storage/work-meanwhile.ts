import { workOnChange } from './change-work.ts';
import { isDeadline } from './persist.ts';
import type { Session } from './session.ts';

/** Milliseconds for which a request goes on with what it has committed, and that it leaves for its answer. */
const longest = 3_000;
const reserve = 1_000;

/** Works on committed changes while their request has time; what is left when it is answered, the worker does. */
export async function workMeanwhile(session: Session, changeIds: readonly string[]): Promise<void> {
  const { now } = session.timing;
  const until = Math.min(now() + longest, session.deadline - reserve);
  const goesOn = (): boolean => now() < until;
  // What is under way then is not tried for ever: the answer does not depend on it.
  const bounded = { ...session, deadline: until + reserve };
  try {
    for (const id of changeIds) {
      if (goesOn()) await workOnChange(bounded, id, goesOn);
    }
  } catch (error) {
    if (!isDeadline(error)) throw error;
  }
}

import { ScimError, unavailable } from '#scim/errors.ts';
import { isBusy } from './busy.ts';
import type { Session } from './session.ts';

const firstPause = 20;
const longestPause = 400;
/** The longest delay that a timer of Node takes. */
const longestTimer = 2 ** 31 - 1;

/** What a single try is told: how long it may take, and whether an earlier one may have been carried out. */
export type Try = { readonly options: { readonly abortSignal: AbortSignal }; readonly first: boolean };

/**
 * Tries until the database is not busy, with full jitter from 20 ms up to 400 ms between the tries. Throws 503 with
 * `Retry-After` once the deadline is reached, or the session's patience with one call is at its end.
 */
export async function persist<Output>(session: Session, attempt: (one: Try) => Promise<Output>): Promise<Output> {
  const { timing, patience = Number.POSITIVE_INFINITY } = session;
  const deadline = Math.min(session.deadline, timing.now() + patience);
  let cause: unknown;
  for (let tries = 0; timing.now() < deadline; tries++) {
    const remaining = Math.ceil(deadline - timing.now());
    const options = { abortSignal: AbortSignal.timeout(Math.min(remaining, longestTimer)) };
    try {
      return await attempt({ options, first: tries === 0 });
    } catch (error) {
      if (!isBusy(error)) throw error;
      cause = error;
    }
    await pause({ timing, deadline }, tries, cause);
  }
  throw busy(cause);
}

/** Waits before the next try; throws 503 where the deadline would pass meanwhile. */
export async function pause(
  { timing, deadline }: Pick<Session, 'timing' | 'deadline'>,
  tries: number,
  cause?: unknown,
): Promise<void> {
  const { now, random, sleep } = timing;
  const delay = random() * Math.min(longestPause, firstPause * 2 ** tries);
  if (now() + delay >= deadline) throw busy(cause);
  await sleep(delay);
}

/** True for the refusal that says that the deadline was reached. */
export function isDeadline(error: unknown): boolean {
  return error instanceof ScimError && error.status === 503;
}

function busy(cause?: unknown): ScimError {
  return unavailable(
    'The directory is busy and the request was not completed in time. Send the same request again in a few seconds.',
    5,
    cause,
  );
}

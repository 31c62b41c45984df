import type { Context, Notice } from './context.ts';
import type { Outcome } from './directory.ts';
import { refusals } from './refusals.ts';

/** Rounds of read, decide and write. In each round of a race one request wins, so this many rivals are served. */
const rounds = 128;

/**
 * Reads, decides and writes again until the write rests on what was read (optimistic concurrency). The attempt
 * returns 'stale' to ask for another round. Throws 503 when every round was lost.
 */
export async function settle<Result>(attempt: () => Promise<Result | Extract<Outcome, 'stale'>>): Promise<Result> {
  for (let round = 0; round < rounds; round++) {
    const result = await attempt();
    if (result !== 'stale') return result;
  }
  throw refusals.busy();
}

/** As `settle`, for attempts with notices: only those of the attempt that was written are passed on. */
export async function settleNoticing<Result>(
  context: Context,
  attempt: (context: Context) => Promise<Result | Extract<Outcome, 'stale'>>,
): Promise<Result> {
  return settle(async () => {
    const notices: Notice[] = [];
    const result = await attempt({ ...context, notice: (notice) => void notices.push(notice) });
    if (result !== 'stale') notices.forEach((notice) => context.notice(notice));
    return result;
  });
}

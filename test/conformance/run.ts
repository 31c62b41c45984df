import type { Entry } from './report.ts';
import type { Session } from './session.ts';
import type { Case, Outcome, Suite } from './suite.ts';

/** Runs one case; never rejects. */
export async function runCase(session: Session, { needs, run, deviation }: Case): Promise<Outcome> {
  const reason = needs?.(session);
  if (reason !== undefined) return { result: 'skipped', what: reason };
  const difference = await differenceOf(() => run(session));
  if (difference === undefined) return { result: 'passed', what: '' };
  if (deviation === undefined) return { result: 'failed', what: difference };
  // Only what is done on purpose is a deviation; anything else is a failure.
  const second = await differenceOf(() => deviation.run(session));
  if (second === undefined) return { result: 'deviation', what: deviation.reason };
  return { result: 'failed', what: `${difference}; nor what is done on purpose: ${second}` };
}

async function differenceOf(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Runs suites one after the other and tells of each case, then cleans up and gives what could not be deleted. Breaks
 * off, and cleans up all the same, once `ended` is true.
 */
export async function runSuites(
  session: Session,
  suites: readonly Suite[],
  tell: (entry: Entry) => void,
  ended: () => boolean = () => false,
): Promise<readonly string[]> {
  for (const suite of suites) {
    for (const entry of suite.cases) {
      if (ended()) return session.cleanUp();
      tell({ suite, entry, outcome: await runCase(session, entry) });
    }
  }
  return session.cleanUp();
}

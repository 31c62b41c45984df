import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import type { StreamRecord } from './table-record.ts';
import { undoneId, undoneItems } from './undone-items.ts';
import type { Undone } from './undone-items.ts';
import { put } from './write.ts';

/** What could not be worked on, and why. */
export type Failed = Pick<Undone, 'consumer' | 'organization' | 'sequence'> & {
  readonly record: StreamRecord;
  readonly error: unknown;
};

/**
 * Sets a record aside, whole, so that it holds up no other and an operator can have it worked on again. Gives the id by
 * which it is found; to do it twice leaves it there once.
 */
export async function setAside(session: Session, { record, error, ...what }: Failed): Promise<string> {
  const id = undoneId(what);
  const at = new Date(session.timing.now()).toISOString();
  const [first, ...others] = undoneItems(session.stamp, { id, ...what, at, error: reasonOf(error) }, record);
  // What is found is whole.
  for (const item of [...others, first]) await writeAlone(session, put(session, item));
  return id;
}

function reasonOf(error: unknown): Undone['error'] {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { name, message, stack } = error;
  return { name, message, ...(stack !== undefined && { stack }) };
}

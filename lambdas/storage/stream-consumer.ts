import type { ScimError } from '#scim/errors.ts';
import { unavailable } from '#scim/errors.ts';
import type { Session } from './session.ts';
import type { TableRecord } from './table-record.ts';

/** What a consumer of the table's stream works with. */
export type Worker = {
  /** The way to an organization's part of the table; what is written there is stamped with the worker's name. */
  open(organization: string): Session;
  /** False once too little time is left to begin anything. */
  timeLeft(): boolean;
  now(): Date;
  /** True where later records of the same items may have been worked on before: then what an item is now counts. */
  readonly isLate?: true;
};

/** As whom the worker writes: what it does follows from what somebody else did. */
export const workerActor = 'rollcall';

/**
 * Looks at what became of the items of one organization, in their order, and writes what follows. It is given the same
 * records again after a failure, its own or another's, alone or with others: to write twice must do no harm. Throws where
 * it cannot go on; records whose time has not sufficed are given again.
 */
export type StreamConsumer = (records: readonly TableRecord[], worker: Worker) => Promise<void>;

/** Consumers by names that outlast a bundle's shortening of them. */
export type StreamConsumers = Readonly<Record<string, StreamConsumer>>;

/** What a consumer throws that has no time to begin what a record asks for: the record is given again. */
export function outOfTime(): ScimError {
  return unavailable('There is no time left to work on this record.', 5);
}

import { describeError } from './access-log.ts';

/** A record of the table's stream that could not be worked on, and who could not. */
type StreamFailure = {
  readonly consumer: string;
  readonly organization: string;
  readonly sequence: string;
  readonly error: unknown;
  /** By what it is found where it was set aside. */
  readonly undoneId?: string;
};

/** What became of one organization's users and memberships, in numbers. */
type Changes = { readonly organizationId: string } & Readonly<Record<string, number | string>>;

/** Writes a line on how much was done, from which metrics are made. */
export function printChanges(changes: Changes): void {
  const line = { level: 'INFO', event: 'changesMade', timestamp: new Date().toISOString(), ...changes };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * Writes a line on a record that could not be worked on: `recordSetAside`, for which there is an alarm, or
 * `recordGivenAgain`.
 */
export function printStreamFailure({ consumer, organization, sequence, error, undoneId }: StreamFailure): void {
  const line = {
    ...(undoneId === undefined
      ? { level: 'WARN', event: 'recordGivenAgain' }
      : { level: 'ERROR', event: 'recordSetAside', undoneId }),
    timestamp: new Date().toISOString(),
    organizationId: organization,
    consumer,
    sequence,
    ...describeError(error),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

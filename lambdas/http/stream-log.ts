import { describeError } from './access-log.ts';

/** A record of the table's stream that could not be worked on, and who could not. */
type StreamFailure = {
  readonly consumer: string;
  readonly organization: string;
  readonly sequence: string;
  readonly error: unknown;
};

/** Writes a line on a record that will be given again, and is put aside after the last try. */
export function printStreamFailure({ consumer, organization, sequence, error }: StreamFailure): void {
  const line = {
    level: 'ERROR',
    timestamp: new Date().toISOString(),
    organizationId: organization,
    consumer,
    sequence,
    ...describeError(error),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

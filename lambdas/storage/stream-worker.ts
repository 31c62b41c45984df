import { realTiming, sessionOpener } from './open-session.ts';
import type { StoreSettings } from './open-session.ts';
import { sideBySide } from './side-by-side.ts';
import { workerActor } from './stream-consumer.ts';
import type { StreamConsumer, Worker } from './stream-consumer.ts';
import { readRecord } from './table-record.ts';
import type { StreamRecord, TableRecord } from './table-record.ts';

/** A consumer that could not go on with a record. */
export type StreamFailure = {
  readonly consumer: string;
  readonly organization: string;
  readonly sequence: string;
  readonly error: unknown;
};

/** Takes a batch of the stream and says from where on it has to be given again. */
export type StreamHandler = (
  event: { readonly Records: readonly StreamRecord[] },
  invocation: { getRemainingTimeInMillis(): number },
) => Promise<{ readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }>;

/** Milliseconds of the invocation's time that are left for its answer, and that must be left to begin anything. */
const reserve = 1_000;
const leastTime = 2_000;

/**
 * Hands each organization's records to all consumers, so that neither a record that always fails nor an organization
 * that has many holds up the others: what fails with others is tried alone, and the rest goes on. The answer names the
 * first record that is not done. From there on all are given again, and after the last try put aside; the rest of them is
 * done by then.
 */
export function streamWorker(
  settings: StoreSettings & {
    readonly consumers: readonly StreamConsumer[];
    readonly report: (failure: StreamFailure) => void;
  },
): StreamHandler {
  const { consumers, report, timing = realTiming } = settings;
  const openSession = sessionOpener(settings);
  return async (event, invocation) => {
    const deadline = timing.now() + invocation.getRemainingTimeInMillis() - reserve;
    const now = (): Date => new Date(timing.now());
    const worker: Worker = {
      open: (organization) =>
        openSession(organization, {
          actor: workerActor,
          requestId: timing.newToken(),
          at: now().toISOString(),
          deadline,
        }),
      timeLeft: () => timing.now() + leastTime <= deadline,
      now,
    };
    const records = event.Records.flatMap((record) => readRecord(record) ?? []);
    const groups = [...Map.groupBy(records, ({ organization }) => organization).values()];
    const tasks = groups.flatMap((group) => consumers.map((consumer) => ({ consumer, group })));
    const left = await sideBySide(tasks, ({ consumer, group }) => consume(consumer, group, worker, report));
    const undone = new Set(left.flat());
    const first = records.find(({ sequence }) => undone.has(sequence));
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.sequence }] };
  };
}

/** The places of the records that are not done. */
async function consume(
  consumer: StreamConsumer,
  records: readonly TableRecord[],
  worker: Worker,
  report: (failure: StreamFailure) => void,
): Promise<readonly string[]> {
  const sequences = records.map(({ sequence }) => sequence);
  if (!worker.timeLeft()) return sequences;
  try {
    await consumer(records, worker);
    return [];
  } catch (error) {
    const [only, ...others] = records;
    if (only === undefined || others.length === 0) {
      const [{ organization, sequence }] = records as readonly [TableRecord];
      report({ consumer: consumer.name, organization, sequence, error });
      return sequences;
    }
    const left: string[] = [];
    for (const record of records) left.push(...(await consume(consumer, [record], worker, report)));
    return left;
  }
}

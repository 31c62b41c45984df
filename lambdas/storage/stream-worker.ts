import { isBusy } from './busy.ts';
import { realTiming, sessionOpener } from './open-session.ts';
import type { StoreSettings } from './open-session.ts';
import { isDeadline } from './persist.ts';
import { sideBySide } from './side-by-side.ts';
import { workerActor } from './stream-consumer.ts';
import type { StreamConsumers, Worker } from './stream-consumer.ts';
import { readRecord } from './table-record.ts';
import type { StreamRecord, TableRecord } from './table-record.ts';
import { setAside } from './undone.ts';
import type { Failed } from './undone.ts';

/** A consumer that could not go on with a record; by the id it is found where it was set aside, else it is given again. */
export type StreamFailure = Omit<Failed, 'record'> & { readonly undoneId?: string };

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
 * that has many holds up the others: what fails with others is tried alone, and the rest goes on. A record that fails
 * alone is set aside, unless that says nothing about the record, as where the database is busy. The answer names the first
 * record that is not done: from there on all are given again, and the rest of them is done by then.
 */
export function streamWorker(
  settings: StoreSettings & {
    readonly consumers: StreamConsumers;
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
    const records = event.Records.flatMap((source) => {
      const record = readRecord(source);
      return record === undefined ? [] : { ...record, source };
    });
    const groups = [...Map.groupBy(records, ({ organization }) => organization).values()];
    const tasks = Object.keys(consumers).flatMap((consumer) => groups.map((group) => ({ consumer, group })));
    const left = await sideBySide(tasks, ({ consumer, group }) =>
      consume({ consumers, consumer, worker, report }, group),
    );
    const undone = new Set(left.flat());
    const first = records.find(({ sequence }) => undone.has(sequence));
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.sequence }] };
  };
}

type Sourced = TableRecord & { readonly source: StreamRecord };

type Work = {
  readonly consumers: StreamConsumers;
  /** Which of them. */
  readonly consumer: string;
  readonly worker: Worker;
  readonly report: (failure: StreamFailure) => void;
};

/** The places of the records that are not done. */
async function consume(work: Work, records: readonly Sourced[]): Promise<readonly string[]> {
  const { consumers, consumer, worker } = work;
  const sequences = records.map(({ sequence }) => sequence);
  if (!worker.timeLeft()) return sequences;
  try {
    await consumers[consumer]?.(records, worker);
    return [];
  } catch (error) {
    const [only, ...others] = records;
    if (only !== undefined && others.length === 0) return (await giveUp(work, only, error)) ? [] : sequences;
    const left: string[] = [];
    for (const record of records) left.push(...(await consume(work, [record])));
    return left;
  }
}

/** True where the record is set aside, and nothing else is to be done about it here. */
async function giveUp({ consumer, worker, report }: Work, record: Sourced, error: unknown): Promise<boolean> {
  const { organization, sequence, source } = record;
  const failure = { consumer, organization, sequence, error };
  if (passes(error)) {
    report(failure);
    return false;
  }
  let undoneId: string;
  try {
    undoneId = await setAside(worker.open(organization), { ...failure, record: source });
  } catch (cause) {
    // Nothing is lost: the stream has it still.
    report({ ...failure, error: cause });
    return false;
  }
  report({ ...failure, undoneId });
  return true;
}

/** True for what says nothing about a record: a busy database, a lost answer, the end of the time. */
function passes(error: unknown): boolean {
  return isBusy(error) || isDeadline(error);
}

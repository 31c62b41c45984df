import type { DynamoDBRecord } from 'aws-lambda';
import type { EventSource } from './deployment.ts';
import type { InvokeOnStream } from './functions.ts';
import { reasonOf } from './reason.ts';
import { matchesAny } from './stream-filter.ts';
import type { ShardRecords, StreamReader } from './stream-reader.ts';
import { repeat, wait } from './wait.ts';

/** Who hands the records of the stream over, until it is told to stop. */
export type LocalStream = {
  /** Ends it once the batch that is being worked on has been; the rest waits for the next start. */
  stop(): Promise<void>;
};

/** What is done with a stream. */
export type StreamWork = {
  readonly source: EventSource;
  readonly invoke: InvokeOnStream;
  /** Told up to which record a shard has been worked on. */
  readonly worked: (shardId: string, sequence: string) => void | Promise<void>;
  /** Keeps a record that is not given again, and says where; undefined where that is nowhere. */
  readonly giveUp: (record: DynamoDBRecord) => Promise<string | undefined>;
  /** Milliseconds after which a stream is looked at again that had less than a batch. */
  readonly pause?: number;
};

const firstPause = 100;
const longestPause = 5_000;

/** Hands what comes in the stream to a Lambda, in Lambda's place: filtered, in batches, and again where it fails. */
export function startStream(reader: StreamReader, work: StreamWork): LocalStream {
  const { pause = 200 } = work;
  const stopping = new AbortController();
  const { signal } = stopping;
  const readOnce = async (): Promise<number> => {
    const come = await reader.read();
    if (come !== undefined) await workOn(come, work, signal);
    // Few are worth waiting for more of them.
    return (come?.records.length ?? 0) < work.source.batchSize ? pause : 0;
  };
  const running = repeat(readOnce, {
    signal,
    afterFailure: longestPause,
    failed: (error) => console.error('The stream of the table cannot be read; it is tried again.', reasonOf(error)),
  });
  return {
    async stop() {
      stopping.abort();
      await running;
      reader.close();
    },
  };
}

async function workOn({ shardId, records }: ShardRecords, work: StreamWork, signal: AbortSignal): Promise<void> {
  const wanted = records.filter((record) => matchesAny(work.source.patterns, record));
  const last = records.at(-1)?.dynamodb?.SequenceNumber;
  const done = await handOver(wanted, work, signal);
  if (!done || last === undefined) return;
  try {
    await work.worked(shardId, last);
  } catch (error) {
    // At worst they are handed over once more after the next start.
    console.error('It could not be noted how far the stream was worked on.', reasonOf(error));
  }
}

/** True once all are done, or given up; false where it has been stopped before. */
async function handOver(
  records: readonly DynamoDBRecord[],
  { source, invoke, giveUp }: StreamWork,
  signal: AbortSignal,
): Promise<boolean> {
  let left = records;
  for (let tries = 0; left.length > 0;) {
    if (signal.aborted) return false;
    const batch = left.slice(0, source.batchSize);
    const done = await countDone(batch, invoke);
    left = left.slice(done);
    if (done > 0) tries = 0;
    if (done === batch.length) continue;
    tries += 1;
    const failing = batch[done];
    if (tries > source.retries && failing !== undefined) {
      const file = await giveUp(failing);
      console.error(
        `The record ${String(failing.dynamodb?.SequenceNumber)} of the stream was given up` +
          (file === undefined ? '.' : `; "rollcall undone replay --file ${file}" has it worked on again.`),
      );
      left = left.slice(1);
      tries = 0;
    }
    await wait(Math.min(longestPause, firstPause * 2 ** tries), signal);
  }
  return true;
}

/** How many at the beginning of a batch are done. */
async function countDone(batch: readonly DynamoDBRecord[], invoke: InvokeOnStream): Promise<number> {
  try {
    const { batchItemFailures: failures } = await invoke({ Records: [...batch] });
    const undone = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
    const first = batch.findIndex(({ dynamodb }) => undone.has(dynamodb?.SequenceNumber ?? ''));
    return first === -1 ? batch.length : first;
  } catch (error) {
    console.error(error);
    return 0;
  }
}

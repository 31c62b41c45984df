import { streamConsumers } from '#storage/stream-consumers.ts';
import type { StreamConsumer } from '#storage/stream-consumer.ts';
import { streamWorker } from '#storage/stream-worker.ts';
import { streamPatterns } from '../../lib/stream-patterns.ts';
import { matchesAny } from '../../local/stream-filter.ts';
import { openStream } from '../../local/stream-reader.ts';
import { startTestTable } from './engine.ts';
import type { TestTable } from './engine.ts';
import { invocation } from './endpoint.ts';

/** A table whose stream the worker can work on. */
export type StreamedTable = TestTable & {
  /**
   * Runs the worker on whatever has been written since the last time, and on what it writes itself, until nothing comes
   * any more. Throws what a consumer throws. Without `consumers` all the deployed ones.
   */
  drain(consumers?: readonly StreamConsumer[]): Promise<void>;
};

const batchSize = 100;
const mostRounds = 1_000;

/** Starts an engine for one test file, with a stream. */
export async function startStreamedTable(): Promise<StreamedTable> {
  const table = await startTestTable({ streamed: true });
  const reader = await openStream(table.client, { ...table, positions: () => ({}) });
  return {
    ...table,
    async drain(wanted) {
      const consumers = wanted === undefined ? streamConsumers() : Object.fromEntries(wanted.entries());
      const worker = streamWorker({
        ...table,
        consumers,
        report({ error }) {
          throw error;
        },
      });
      for (let round = 0; round < mostRounds; round++) {
        const come = await reader.read();
        if (come === undefined) return;
        const records = come.records.filter((one) => matchesAny(streamPatterns, one));
        for (let first = 0; first < records.length; first += batchSize) {
          const event = { Records: records.slice(first, first + batchSize) };
          const { batchItemFailures: failures } = await worker(event, invocation(60_000));
          if (failures.length > 0) throw new Error('The worker had no time left.');
        }
      }
      throw new Error('The worker goes on writing for ever.');
    },
    async stop() {
      reader.close();
      await table.stop();
    },
  };
}

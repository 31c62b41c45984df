import { setTimeout as sleep } from 'node:timers/promises';
import { streamConsumers } from '#storage/stream-consumers.ts';
import { streamWorker } from '#storage/stream-worker.ts';
import { streamPatterns } from '../../lib/stream-patterns.ts';
import { matchesAny } from '../../local/stream-filter.ts';
import { openStream } from '../../local/stream-reader.ts';
import type { Random } from '../attack/random.ts';
import { invocation } from '../support/endpoint.ts';
import type { StreamedTable } from '../support/stream.ts';
import { live, type Weather, weatherOver } from './weather.ts';

/** A stream worker that runs beside the clients. */
export type Companion = { stop(): Promise<void> };

const batchSize = 25;
const pause = 20;

/**
 * Works on the stream in bad weather, and dies at times. What it leaves undone comes again when the table is drained, and
 * so does what it has done.
 */
export async function workBeside(table: StreamedTable, random: Random, weather: Weather): Promise<Companion> {
  const client = table.newClient();
  weatherOver(client, random, weather);
  const reader = await openStream(table.client, { ...table, positions: () => ({}) });
  const worker = streamWorker({ ...table, client, consumers: streamConsumers(), report: () => undefined });
  const stopping = new AbortController();
  const { signal } = stopping;
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const come = await reader.read();
      if (come === undefined) await sleep(pause);
      const records = (come?.records ?? []).filter((record) => matchesAny(streamPatterns, record));
      for (let first = 0; first < records.length && !signal.aborted; first += batchSize) {
        const event = { Records: records.slice(first, first + batchSize) };
        await live(random.once(3) ? random.below(20) : Infinity, () => worker(event, invocation(60_000)));
      }
    }
  };
  const working = work();
  return {
    async stop() {
      stopping.abort();
      await working;
      reader.close();
    },
  };
}

import { parentPort, workerData } from 'node:worker_threads';
import { attackPart } from './part.ts';
import { targets } from './targets.ts';

/** What a thread is asked to do: its share of all inputs. In `place` it says which target and input it is at. */
export type Order = {
  readonly seed: number;
  readonly count: number;
  readonly worker: number;
  readonly workers: number;
  readonly place: Int32Array;
};

const { seed, count, worker, workers, place } = workerData as Order;

// Refusals are made by the million, and nobody reads where.
Error.stackTraceLimit = 0;

for (const [ordinal, [name, target]] of Object.entries(targets).entries()) {
  const end = Math.round((count * target.share) / 100);
  const tally = attackPart(name, target, { seed, first: worker, step: workers, end }, (input) => {
    Atomics.store(place, 0, ordinal);
    Atomics.store(place, 1, input);
  });
  parentPort?.postMessage(tally);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './disk.ts';
import { type Engine, startEngine } from './engine.ts';

/** An engine that is started again where it ends by itself. */
export type KeptEngine = Pick<Engine, 'endpoint' | 'stop'> & {
  /** Resolves, with a sentence, where it cannot be kept running; never where it is stopped. */
  readonly lost: Promise<string>;
};

/** An engine that ends so often within so many milliseconds does not stay. */
const mostEnds = 3;
const window = 60_000;
/** The old one may hold its port for a moment. */
const tries = 5;
const pause = 500;

/**
 * Starts the engine, and starts it again on its port and data where it ends by itself: requests that come meanwhile wait.
 * `tell` is told each time.
 */
export async function keepEngine(
  dataFile: string,
  tell: (sentence: string) => void = (sentence) => console.error(sentence),
): Promise<KeptEngine> {
  let engine = await startEngine({ dataFile });
  const { endpoint } = engine;
  const port = Number(new URL(endpoint).port);
  const lost = Promise.withResolvers<string>();
  const ends: number[] = [];
  let stopping = false;

  const keep = async (): Promise<void> => {
    for (;;) {
      await engine.ended;
      if (stopping) return;
      ends.push(Date.now());
      if (ends.filter((end) => end > Date.now() - window).length >= mostEnds) {
        lost.resolve(describeLoss('it ended again and again', dataFile));
        return;
      }
      tell('The embedded DynamoDB has ended by itself, and is started again; no data is lost.');
      const again = await startAgain(port, dataFile, () => stopping);
      if (again === undefined) return;
      if (typeof again === 'string') {
        lost.resolve(again);
        return;
      }
      engine = again;
    }
  };
  const keeping = keep();
  return {
    endpoint,
    lost: lost.promise,
    async stop() {
      stopping = true;
      await engine.stop();
      await keeping;
      await engine.stop();
    },
  };
}

async function startAgain(port: number, dataFile: string, given: () => boolean): Promise<Engine | string | undefined> {
  let reason = '';
  for (let left = tries; left > 0; left -= 1) {
    if (given()) return undefined;
    try {
      return await startEngine({ port, dataFile });
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    await sleep(pause);
  }
  return describeLoss(`it cannot be started again: ${reason.replace(/\.$/u, '')}`, dataFile);
}

function describeLoss(reason: string, dataFile: string): string {
  const kept = isPassing(dataFile) ? 'With --memory nothing is kept' : `What was answered is in ${dataFile}`;
  return `The embedded DynamoDB does not run any more, because ${reason}. ${kept}; please start the server again.`;
}

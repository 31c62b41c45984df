import { dirname } from 'node:path';
import type { Database } from './database.ts';
import { isDiskFull } from './disk.ts';
import type { Invoke } from './functions.ts';
import { reasonOf } from './reason.ts';

/** Tells what on this machine is in the way of requests. */
export type Trouble = {
  /** The same Lambdas, whose answers are looked at. */
  watch(functions: ReadonlyMap<string, Invoke>): ReadonlyMap<string, Invoke>;
};

const patience = 2_000;

/**
 * Looks, when a request could not be carried out, for what is in the way: a database that gives no answer, or a full disk.
 * Tells it in one sentence, once, and once more when it is over.
 */
export function openTrouble(
  database: Pick<Database, 'endpoint' | 'dataFile'>,
  {
    tell = (sentence) => console.error(sentence),
    isFull = isDiskFull,
  }: { readonly tell?: (sentence: string) => void; readonly isFull?: typeof isDiskFull } = {},
): Trouble {
  let known: string | undefined;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const found = await findTrouble(database, isFull);
    looking = undefined;
    if (found === known) return;
    tell(found ?? 'Requests can be carried out again.');
    known = found;
  };
  return {
    watch: (functions) =>
      new Map(
        [...functions].map(([entry, invoke]) => [
          entry,
          async (event) => {
            const response = await invoke(event);
            if ((response.statusCode ?? 200) >= 500 || known !== undefined) looking ??= look();
            return response;
          },
        ]),
      ),
  };
}

async function findTrouble(
  { endpoint, dataFile }: Pick<Database, 'endpoint' | 'dataFile'>,
  isFull: typeof isDiskFull,
): Promise<string | undefined> {
  try {
    const { body } = await fetch(endpoint, { signal: AbortSignal.timeout(patience) });
    await body?.cancel();
  } catch (error) {
    const reason = String(reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error));
    return `The DynamoDB at ${endpoint} gives no answer ${reason}. Until it does, requests are answered with 503.`;
  }
  if (dataFile === undefined) return undefined;
  try {
    if (!(await isFull(dataFile))) return undefined;
  } catch (error) {
    return `The data folder ${dirname(dataFile)} cannot be read ${String(reasonOf(error))}. Please start the server again.`;
  }
  return (
    `The disk with ${dirname(dataFile)} is full. Please free some space on it; until then changes are answered with ` +
    '503, and nothing of them is kept.'
  );
}

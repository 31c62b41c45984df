import { dirname } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createClient } from '#storage/client.ts';
import { keepEngine } from './engine-keeper.ts';
import { describeDataFile, startEngine } from './engine.ts';

/** A DynamoDB that answers, and how to end it where it is ours. */
export type Database = {
  readonly endpoint: string;
  /** What tells it from others: the URL that was given, or `embedded`. */
  readonly name: string;
  /** The file of the embedded engine, where it has one. */
  readonly dataFile?: string;
  /** Resolves, with a sentence, where it does not run any more and cannot be started again. */
  readonly lost?: Promise<string>;
  stop(): Promise<void>;
};

/** How the embedded engine is called; it has another port each time. */
export const embedded = 'embedded';

/**
 * The DynamoDB at the URL `given`, else the embedded engine, in memory without `dataFile`. Throws one sentence where
 * there is none.
 */
export async function openDatabase(given: string | undefined, dataFile: string | undefined): Promise<Database> {
  if (given !== undefined && given !== '') {
    const endpoint = readEndpoint(given);
    await requireAnswer(endpoint);
    await requireDynamo(endpoint);
    return { endpoint, name: endpoint, stop: async () => undefined };
  }
  if (dataFile === undefined) {
    const { endpoint, stop } = await startEngine();
    return { endpoint, name: embedded, stop };
  }
  const { endpoint, lost, stop } = await keepEngine(dataFile);
  return { endpoint, name: embedded, dataFile, lost, stop };
}

/**
 * A failure of the first requests, explained: the engine takes a data file whose later pages are damaged, and then
 * fails with an internal error at whatever reads them, and with another where the disk is full or somebody else writes. Other
 * failures are given back as they are.
 */
export function explainFailure({ dataFile }: Pick<Database, 'dataFile'>, failure: unknown): unknown {
  for (let error = failure; error instanceof Error; error = error.cause) {
    if (error.name === 'InternalServerError' && dataFile !== undefined) {
      return new Error(describeDataFile(dataFile, error.message), { cause: failure });
    }
  }
  return failure;
}

/** What to do about a table that was made by an earlier version. */
export function describeOldTable({ dataFile, name }: Pick<Database, 'dataFile' | 'name'>, tableName: string): string {
  if (dataFile !== undefined) {
    return (
      `The data in ${dirname(dataFile)} was written by an earlier version and cannot be used any more. ` +
      'Please delete the folder, or choose another one with --data.'
    );
  }
  return (
    `The table ${tableName} at ${name} was made by an earlier version and cannot be used any more. ` +
    'Please delete the table, or name another DynamoDB in the variable DYNAMODB_ENDPOINT.'
  );
}

/** In one spelling, because the demo organization is remembered by it. */
function readEndpoint(given: string): string {
  const url = URL.parse(given);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/$/u, '');
  throw new Error(
    `"${given}", the value of the variable DYNAMODB_ENDPOINT, is no URL. ` +
      'Please give one such as http://127.0.0.1:8000, or leave the variable out to use the embedded DynamoDB.',
  );
}

async function requireAnswer(endpoint: string): Promise<void> {
  try {
    const { body } = await fetch(endpoint, { signal: AbortSignal.timeout(5_000) });
    await body?.cancel();
  } catch (cause) {
    throw new Error(
      `Nothing answers at ${endpoint}, which the variable DYNAMODB_ENDPOINT names. ` +
        'Please start that DynamoDB, or leave the variable out to use the embedded one.',
      { cause },
    );
  }
}

async function requireDynamo(endpoint: string): Promise<void> {
  const client = createClient(endpoint);
  try {
    const { TableNames: names } = await client.send(new ListTablesCommand({ Limit: 1 }));
    if (!Array.isArray(names)) throw new Error('The answer lists no tables.');
  } catch (cause) {
    throw new Error(
      `What answers at ${endpoint}, which the variable DYNAMODB_ENDPOINT names, lists no tables as a DynamoDB does. ` +
        'Please name a DynamoDB, or leave the variable out to use the embedded one.',
      { cause },
    );
  } finally {
    client.destroy();
  }
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '#storage/client.ts';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { type Database, embedded } from './database.ts';
import type { Deployment } from './deployment.ts';
import { startExpiry } from './expiry.ts';
import { readJsonFile, writeJsonFile } from './folder.ts';
import type { Functions } from './functions.ts';
import { type Positions, openStream } from './stream-reader.ts';
import { startStream } from './stream.ts';
import { openTrimmer } from './engine-stream.ts';
import { startUnfinished } from './unfinished.ts';

/** What goes on beside the requests: the work on the stream, and the end of what has expired. */
export type LocalWorker = { stop(): Promise<void> };

/** Where the table is. */
type Place = {
  readonly database: Pick<Database, 'name' | 'endpoint' | 'dataFile'>;
  readonly tableName: string;
  /** Where it is kept how far the stream was worked on; undefined for nowhere. */
  readonly positionsFile: string | undefined;
  /** Where records are kept that were given up; undefined for nowhere. */
  readonly givenUpFolder: string | undefined;
};

const positionsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * Does what AWS does with the table: hands its stream to the Lambdas that the templates name, and deletes what has
 * expired. Of the embedded engine's stream it takes out what was worked on; of any other it remembers up to where.
 */
export async function startWorker(
  { eventSources }: Pick<Deployment, 'eventSources'>,
  { stream: invocations }: Pick<Functions, 'stream'>,
  place: Place,
): Promise<LocalWorker> {
  const { database, tableName } = place;
  const client = createClient(database.endpoint);
  const steps: (() => void | Promise<void>)[] = [() => client.destroy()];
  const stop = async (): Promise<void> => {
    for (const step of steps.toReversed()) await step();
  };
  try {
    const progress = database.name === embedded ? trimming(database, steps) : await remembering(place.positionsFile);
    for (const source of eventSources) {
      const invoke = invocations.get(source.entry);
      if (invoke === undefined) throw new Error(`No Lambda runs ${source.entry}, which an event source names.`);
      const { endpoint } = database;
      const reader = await openStream(client, { endpoint, tableName, positions: progress.positions });
      const work = { source, invoke, worked: progress.worked(reader.streamArn), giveUp: keeping(place.givenUpFolder) };
      steps.push(startStream(reader, work).stop);
      steps.push(startUnfinished(client, tableName, invoke).stop);
    }
    // AWS, and DynamoDB Local too, delete what has expired themselves.
    if (database.name === embedded) steps.push(startExpiry(client, tableName).stop);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How far the stream has been worked on, from one start to the next. */
type Progress = {
  positions(streamArn: string): Positions;
  worked(streamArn: string): (shardId: string, sequence: string) => void | Promise<void>;
};

/** What is left in the stream is what is still to be worked on. */
function trimming({ dataFile }: Pick<Database, 'dataFile'>, steps: (() => void)[]): Progress {
  if (dataFile === undefined)
    throw new Error('The embedded engine needs a data file, so that its stream can be trimmed.');
  const trimmer = openTrimmer(dataFile);
  steps.push(() => trimmer.close());
  return { positions: () => ({}), worked: () => (_, sequence) => trimmer.trim(sequence) };
}

async function remembering(file: string | undefined): Promise<Progress> {
  const content = file === undefined ? undefined : await readJsonFile(file);
  const kept = { ...positionsSchema.safeParse(content).data };
  return {
    positions: (streamArn) => kept[streamArn] ?? {},
    worked: (streamArn) => async (shardId, sequence) => {
      kept[streamArn] = { ...kept[streamArn], [shardId]: sequence };
      if (file !== undefined) await writeJsonFile(file, kept);
    },
  };
}

/** Keeps a record that was given up as AWS does: in the form that "rollcall undone replay --file" takes. Gives its file. */
function keeping(folder: string | undefined): (record: DynamoDBRecord) => Promise<string | undefined> {
  return async (record) => {
    if (folder === undefined) return undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${record.dynamodb?.SequenceNumber ?? 'record'}.json`);
    await writeJsonFile(file, { version: '1.0', payload: JSON.stringify({ Records: [record] }) });
    return file;
  };
}

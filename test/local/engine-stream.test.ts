import { randomUUID } from 'node:crypto';
import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClient } from '#storage/client.ts';
import { type Engine, startEngine } from '../../local/engine.ts';
import { type StreamReader, openStream } from '../../local/stream-reader.ts';
import { indexStream, openTrimmer } from '../../local/engine-stream.ts';
import { createTable } from '../../local/table.ts';
import { folderMaker } from '../support/local-process.ts';

const newFolder = folderMaker();
const tableName = 'Table';
let engine: Engine;
let client: ReturnType<typeof createClient>;
let dataFile: string;

beforeEach(async () => {
  dataFile = join(await newFolder(), 'engine.db');
  engine = await startEngine({ dataFile });
  client = createClient(engine.endpoint);
  await createTable(client, tableName);
});
afterEach(async () => {
  client.destroy();
  await engine.stop();
});

async function put(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await client.send(new PutCommand({ TableName: tableName, Item: { PK: randomUUID(), SK: 's' } }));
  }
}

async function open(positions: Record<string, string> = {}): Promise<StreamReader> {
  return openStream(client, { endpoint: engine.endpoint, tableName, positions: () => positions });
}

async function sequences(reader: StreamReader): Promise<readonly number[]> {
  const { records = [] } = (await reader.read()) ?? {};
  return records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber));
}

it('takes out what was worked on, but the newest records, by which the engine counts on', async () => {
  const reader = await open();
  const trimmer = openTrimmer(dataFile);
  await put(20);
  expect(await sequences(reader)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  trimmer.trim('12');
  await put(2);
  expect(await sequences(reader)).toEqual([21, 22]);
  trimmer.trim('22');
  const later = await open();
  expect(await sequences(later)).toEqual([18, 19, 20, 21, 22]);
  trimmer.close();
  reader.close();
  later.close();
});

it('leaves what was not worked on', async () => {
  const trimmer = openTrimmer(dataFile);
  await put(20);
  trimmer.trim('3');
  trimmer.close();
  const reader = await open();
  expect(await sequences(reader)).toEqual(Array.from({ length: 17 }, (_, index) => index + 4));
  reader.close();
});

it('finds the newest record, and those after one, by an index, whoever has made it', () => {
  indexStream(dataFile);
  const database = new DatabaseSync(dataFile, { readOnly: true });
  const plans = [
    "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 'Table'",
    "SELECT event_name FROM _stream_records WHERE table_name = 'Table' AND shard_id = 's' " +
      'AND CAST(sequence_number AS INTEGER) > 7 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 9',
  ].flatMap((query) => database.prepare(`EXPLAIN QUERY PLAN ${query}`).all());
  database.close();
  const byIndex = /^SEARCH _stream_records USING (?:COVERING )?INDEX rollcall_stream /u;
  expect(plans).toEqual(
    Array.from({ length: 2 }, () => expect.objectContaining({ detail: expect.stringMatching(byIndex) })),
  );
});

it('is damage that is told at the start, where no write could be carried out later', async () => {
  await engine.stop();
  const database = new DatabaseSync(dataFile);
  const of = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  const page = of("SELECT rootpage FROM sqlite_master WHERE name = 'rollcall_stream'");
  const size = of('PRAGMA page_size');
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  const file = await openFile(dataFile, 'r+');
  await file.write(Buffer.alloc(size, 0xff), 0, size, (page - 1) * size);
  await file.close();
  await expect(startEngine({ dataFile })).rejects.toThrow(`The data file ${dataFile} is damaged or not readable.`);
});

it('fails no request of others, and puts off what it cannot do beside them', async () => {
  const trimmer = openTrimmer(dataFile);
  const trimming = setInterval(() => trimmer.trim('1000000'), 1);
  await Promise.all(Array.from({ length: 16 }, () => put(20)));
  clearInterval(trimming);
  const blocker = new DatabaseSync(dataFile);
  blocker.exec('BEGIN IMMEDIATE');
  trimmer.trim('1000000');
  blocker.exec('ROLLBACK');
  blocker.close();
  trimmer.close();
  const reader = await open();
  expect((await sequences(reader)).at(-1)).toBe(320);
  reader.close();
});

it('reads on where it was left, and from the beginning where that is gone', async () => {
  const trimmer = openTrimmer(dataFile);
  await put(20);
  const reader = await open();
  const come = await reader.read();
  const later = await open({ [come?.shardId ?? '']: '17' });
  expect(await sequences(later)).toEqual([18, 19, 20]);
  expect(await sequences(later)).toEqual([]);
  trimmer.close();
  reader.close();
  later.close();
});

it('says that a table has no stream', async () => {
  await createTable(client, 'Silent', { streamed: false });
  const silent = { endpoint: engine.endpoint, tableName: 'Silent', positions: () => ({}) };
  await expect(openStream(client, silent)).rejects.toThrow('The table Silent has no stream.');
});

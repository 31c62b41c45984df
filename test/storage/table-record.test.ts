import { DynamoDBDocumentClient, DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '#storage/table-record.ts';
import { openStream } from '../../local/stream-reader.ts';
import type { StreamReader } from '../../local/stream-reader.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';

let table: TestTable;
let documents: DynamoDBDocumentClient;
let stream: StreamReader;

beforeAll(async () => {
  table = await startTestTable({ streamed: true });
  documents = DynamoDBDocumentClient.from(table.client, { marshallOptions: { removeUndefinedValues: true } });
  stream = await openStream(table.client, { ...table, positions: () => ({}) });
});
afterAll(async () => {
  stream.close();
  await table.stop();
});

const key = { PK: 'ORG#o#USERS', SK: 'u' };
const by = { actor: 'k', request: 'r', at: '2026-11-23T12:00:00.000Z', onBehalfOf: 'person' };

async function put(item: object): Promise<void> {
  await documents.send(new PutCommand({ TableName: table.tableName, Item: { ...key, ...item } }));
}

async function erase(): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: table.tableName, Key: key }));
}

/** What has come, as Lambda would be given it: through JSON. */
async function written(): Promise<readonly DynamoDBRecord[]> {
  const { records = [] } = (await stream.read()) ?? {};
  return JSON.parse(JSON.stringify(records)) as DynamoDBRecord[];
}

describe('a record of the stream', () => {
  it('has images as the document client reads them', async () => {
    const everything = {
      text: 'Zoë',
      number: 1.5,
      yes: true,
      nothing: null,
      bytes: new Uint8Array([1, 2, 255]),
      list: ['a', 1, { b: new Uint8Array([3]) }],
      map: { list: [], map: {} },
      texts: new Set(['a', 'b']),
      numbers: new Set([1, 2.5]),
      ids: new Set([new Uint8Array([4]), new Uint8Array([5, 6])]),
    };
    await put({ by, ...everything });
    const { Item: first } = await documents.send(new GetCommand({ TableName: table.tableName, Key: key }));
    await put({ text: 'new' });
    await erase();
    const [inserted, changed, removed] = (await written()).map(readRecord);
    const common = { organization: 'o', key, byTimeToLive: false, sequence: expect.any(String) as string };
    expect(inserted).toEqual({ ...common, after: first, stamp: by });
    expect(inserted?.after).toEqual({ ...key, by, ...everything });
    expect(changed).toEqual({ ...common, before: first, after: { ...key, text: 'new' } });
    expect(removed).toEqual({ ...common, before: { ...key, text: 'new' } });
  });

  it('is left out where nothing has changed', async () => {
    await put({ by, list: [1, { a: new Set(['x', 'y']) }] });
    await put({ by, list: [1, { a: new Set(['y', 'x']) }] });
    const records = await written();
    expect(records).toHaveLength(2);
    expect(records.flatMap((record) => readRecord(record) ?? [])).toHaveLength(1);
    await erase();
    await stream.read();
  });

  it('says that an item was deleted because its time had come', async () => {
    await put({ expiresAt: 1_000 });
    await erase();
    await put({ expiresAt: 32_503_680_000 });
    await erase();
    const records = (await written()).map(readRecord);
    expect(records.map((record) => record?.byTimeToLive)).toEqual([false, true, false, false]);
  });
});

it.each([
  ['of an organization', 'ORG#o', 'o'],
  ['of a part of it', 'ORG#o#MEMBERS#g#0', 'o'],
  ['of a SCIM key by its hash', 'KEY#h', undefined],
  ['of the list of organizations', 'ORGANIZATIONS', undefined],
])('T1: a record %s, %s, belongs to %s', (_, PK, organization) => {
  const Keys = { PK: { S: PK }, SK: { S: 's' } };
  const record = readRecord({ dynamodb: { Keys, NewImage: Keys, SequenceNumber: '1' } });
  expect(record?.organization).toBe(organization);
});

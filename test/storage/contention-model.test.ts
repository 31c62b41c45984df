import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomOf } from '../attack/random.ts';
import { addContention } from '../support/contention.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { addGovernor } from '../support/governor.ts';
import { addPartialAnswers } from '../support/partial-answers.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

let table: TestTable;
let client: DynamoDBClient;
let documents: DynamoDBDocumentClient;
let PK: string;

beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());
beforeEach(() => {
  client = table.newClient();
  documents = DynamoDBDocumentClient.from(client);
  PK = randomUUID();
});

const put = (SK: string, more: object = {}) => ({ Put: { TableName: table.tableName, Item: { PK, SK, ...more } } });
const check = (SK: string) => ({
  ConditionCheck: { TableName: table.tableName, Key: { PK, SK }, ConditionExpression: 'attribute_not_exists(PK)' },
});
const transact = (...actions: readonly object[]) =>
  documents.send(new TransactWriteCommand({ TransactItems: actions as never, ClientRequestToken: randomUUID() }));
const putAlone = (SK: string, more: object = {}) => documents.send(new PutCommand(put(SK, more).Put));
const get = (SK: string) => documents.send(new GetCommand({ TableName: table.tableName, Key: { PK, SK } }));
const putMany = (...SKs: readonly string[]) =>
  documents.send(
    new BatchWriteCommand({
      RequestItems: { [table.tableName]: SKs.map((SK) => ({ PutRequest: { Item: { PK, SK } } })) },
    }),
  );
const getMany = (...SKs: readonly string[]) =>
  documents.send(new BatchGetCommand({ RequestItems: { [table.tableName]: { Keys: SKs.map((SK) => ({ PK, SK })) } } }));

async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'done';
  } catch (error) {
    const { name, CancellationReasons: reasons } = error as Error & { CancellationReasons?: { Code: string }[] };
    return reasons?.map(({ Code }) => Code) ?? name;
  }
}

describe('the virtual clock', () => {
  it('passes only while everybody waits, and in the order of the moments', async () => {
    const { timing, still } = virtualClock(1);
    const start = timing.now();
    const seen: string[] = [];
    const wait = async (name: string, milliseconds: number): Promise<void> => {
      await timing.sleep(milliseconds);
      seen.push(`${name} ${timing.now() - start}`);
    };
    await Promise.all([
      wait('late', 60_000),
      wait('early', 10),
      still(async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen.push(`real ${timing.now() - start}`);
      }),
    ]);
    expect(seen).toEqual(['real 0', 'early 10', 'late 60000']);
  });

  it('draws the same from the same seed', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, virtualClock(seed).timing.random);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});

describe('the conflict model', () => {
  let clock: VirtualClock;
  beforeEach(() => {
    clock = virtualClock(1);
  });

  it('cancels a transaction that meets another, condition checks included, and names the item', async () => {
    const seen = addContention(client, clock);
    const outcomes = await Promise.all([
      outcome(transact(put('a'), put('b'))),
      outcome(transact(put('c'), put('b'))),
      outcome(transact(put('d'), check('a'))),
      outcome(transact(put('e'))),
    ]);
    expect(outcomes).toEqual(['done', ['None', 'TransactionConflict'], ['None', 'TransactionConflict'], 'done']);
    expect(seen).toEqual({ transactions: 4, conflicts: 2, calls: 4 });
    expect((await get('c')).Item).toBeUndefined();
  });

  it('refuses a single write to an item of an open transaction, and no batch, no read', async () => {
    addContention(client, clock);
    const outcomes = await Promise.all([
      outcome(transact(put('a'))),
      outcome(putAlone('a')),
      outcome(putAlone('b')),
      outcome(putMany('a')),
      outcome(get('a')),
    ]);
    expect(outcomes).toEqual(['done', 'TransactionConflictException', 'done', 'done', 'done']);
  });

  it('lets the items go after 10 ms of the clock', async () => {
    addContention(client, clock);
    const later = async (): Promise<unknown> => {
      await clock.timing.sleep(11);
      return outcome(transact(put('a')));
    };
    expect(await Promise.all([outcome(transact(put('a'))), later()])).toEqual(['done', 'done']);
  });
});

describe('the governor', () => {
  it('lets a partition key take 1,000 write units in a second, and another one its own', async () => {
    let now = 0;
    const governor = addGovernor(client, { now: () => now });
    const large = 'x'.repeat(300_000);
    for (const SK of ['a', 'b', 'c', 'd']) expect(await outcome(putAlone(SK, { large }))).toBe('done');
    expect(await outcome(putAlone('e'))).toBe('ProvisionedThroughputExceededException');
    const before = PK;
    PK = randomUUID();
    const elsewhere = put('a');
    expect(await outcome(transact(elsewhere))).toBe('done');
    PK = before;
    expect(await outcome(transact(put('f'), elsewhere))).toEqual(['ThrottlingError', 'None']);
    now = 1_000;
    expect(await outcome(putAlone('e'))).toBe('done');
    expect(governor.throttled).toBe(2);
    expect(governor.units.write.get(PK)).toBeGreaterThan(1_000);
  });

  it('leaves of a batch what a partition key cannot take', async () => {
    addGovernor(client, { now: () => 0 });
    const large = 'x'.repeat(390_000);
    for (const SK of ['a', 'b', 'c']) await putAlone(SK, { large });
    const full = PK;
    PK = randomUUID();
    const { UnprocessedItems } = await documents.send(
      new BatchWriteCommand({
        RequestItems: {
          [table.tableName]: [full, PK].map((one) => ({ PutRequest: { Item: { PK: one, SK: 'z' } } })),
        },
      }),
    );
    expect(UnprocessedItems).toEqual({ [table.tableName]: [{ PutRequest: { Item: { PK: full, SK: 'z' } } }] });
    expect((await get('z')).Item).toEqual({ PK, SK: 'z' });
  });
});

describe('partial answers', () => {
  it('leave a part of a batch unprocessed, and never all of it', async () => {
    const seen = addPartialAnswers(client, randomOf(1, 0), { unprocessed: 1, stale: 1 });
    const wanted = Array.from({ length: 20 }, (_, index) => `item-${index}`);
    const { UnprocessedItems = {} } = await putMany(...wanted);
    const left = UnprocessedItems[table.tableName] ?? [];
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(20);
    const read = await getMany(...wanted);
    const found = read.Responses?.[table.tableName] ?? [];
    expect(found.length).toBeGreaterThan(0);
    expect(read.UnprocessedKeys?.[table.tableName]?.Keys?.length).toBeGreaterThan(0);
    expect(seen.unprocessed).toBe(2);
  });

  it('give what an index held before', async () => {
    addPartialAnswers(client, randomOf(3, 0), { unprocessed: 1_000, stale: 2 });
    const query = async (): Promise<number | undefined> => {
      const command = new QueryCommand({
        TableName: table.tableName,
        IndexName: 'Changed',
        KeyConditionExpression: 'ChangedPK = :partition',
        ExpressionAttributeValues: { ':partition': PK },
      });
      return (await documents.send(command)).Items?.length;
    };
    const counts: (number | undefined)[] = [];
    for (let index = 0; index < 12; index++) {
      await putAlone(String(index), { ChangedPK: PK, ChangedSK: String(index) });
      counts.push(await query());
    }
    expect(counts.some((count, index) => count === index + 1)).toBe(true);
    expect(counts.some((count, index) => count !== index + 1)).toBe(true);
  });
});

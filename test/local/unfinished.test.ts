import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startUnfinished } from '../../local/unfinished.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());
afterEach(() => vi.restoreAllMocks());

async function put(id: string, status: string, handled = 0, type = 'change'): Promise<void> {
  const Item = {
    PK: { S: 'ORG#o#CHANGES' },
    SK: { S: id },
    id: { S: id },
    type: { S: type },
    status: { S: status },
    handled: { N: String(handled) },
    work: { B: new Uint8Array([1]) },
  };
  await table.client.send(new PutItemCommand({ TableName: table.tableName, Item }));
}

const idsOf = ({ Records: records }: DynamoDBStreamEvent): readonly string[] =>
  records.map(({ dynamodb }) => String(dynamodb?.SequenceNumber)).toSorted();

describe('what an earlier process was in the middle of', () => {
  it('is gone on with until it is done, while nobody else works on it and it gets on', async () => {
    await Promise.all([put('a', 'running'), put('b', 'running'), put('c', 'done'), put('d', 'running', 0, 'other')]);
    const events: DynamoDBStreamEvent[] = [];
    const looks: string[][] = [];
    const watched = table.newClient();
    watched.middlewareStack.add(
      (next) => async (args) => {
        // Somebody else writes between the first two looks after the first time, and then nobody.
        const look = looks.push([]);
        if (look === 3) await put('a', 'running', 8);
        return next(args);
      },
      { step: 'initialize' },
    );
    const ended = Promise.withResolvers<void>();
    const unfinished = startUnfinished(
      watched,
      table.tableName,
      async (event) => {
        events.push(event);
        if (events.length === 1) await put('a', 'running', 7);
        else await put('a', 'done', 9);
        if (events.length === 2) ended.resolve();
        return { batchItemFailures: [] };
      },
      1,
    );
    await ended.promise;
    await unfinished.stop();
    // Nothing has become of the other one, which is handed over once.
    expect(events.map(idsOf)).toEqual([['a', 'b'], ['a']]);
    expect(looks.length).toBeGreaterThanOrEqual(5);
    const { Keys, NewImage, OldImage } =
      events[0]?.Records.find(({ dynamodb }) => dynamodb?.SequenceNumber === 'a')?.dynamodb ?? {};
    expect(Keys).toEqual({ PK: { S: 'ORG#o#CHANGES' }, SK: { S: 'a' } });
    expect(NewImage).toMatchObject({ status: { S: 'running' }, work: { B: 'AQ==' } });
    expect(OldImage).toBeUndefined();
  });

  it('is left to the stream where that fails, which is said', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const unfinished = startUnfinished(table.client, 'Another', async () => ({ batchItemFailures: [] }));
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
    expect(told.mock.lastCall?.[0]).toBe('Changes that were under way are left to the stream.');
    await unfinished.stop();
  });
});

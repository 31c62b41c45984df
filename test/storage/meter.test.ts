import { GetItemCommand, ListTablesCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consumption } from '#domain/meter.ts';
import { attachMeter } from '#storage/meter.ts';
import { cancelled, injectFaults } from '../support/faults.ts';
import { parityEndpoint, startTestTable, type TestTable } from '../support/engine.ts';

let table: TestTable;

beforeAll(async () => {
  table = await startTestTable();
});

afterAll(() => table.stop());

function nothing(): Consumption {
  return { calls: 0, readUnits: 0, writeUnits: 0 };
}

const item = (id: string) => ({ PK: { S: 'P' }, SK: { S: id } });

describe('the meter of a client', () => {
  it('counts the calls of a piece of work and what they consumed, of the document client too', async () => {
    const client = table.newClient();
    const meter = attachMeter(client);
    const documents = DynamoDBDocumentClient.from(client);
    const { tableName: TableName } = table;
    const consumption = nothing();
    await meter.measure(consumption, async () => {
      await documents.send(new PutCommand({ TableName, Item: { PK: 'P', SK: 'one', text: 'a'.repeat(3_000) } }));
      await documents.send(new GetCommand({ TableName, Key: { PK: 'P', SK: 'one' }, ConsistentRead: true }));
    });
    expect(consumption).toEqual({ calls: 2, readUnits: 1, writeUnits: 3 });
  });

  // DynamoDB Local counts a transaction as its items alone.
  it.skipIf(parityEndpoint !== undefined)(
    'counts what a transaction consumed, twice as much as its items alone',
    async () => {
      const client = table.newClient();
      const consumption = nothing();
      const TransactItems = ['a', 'b'].map((id) => ({ Put: { TableName: table.tableName, Item: item(id) } }));
      await attachMeter(client).measure(consumption, () =>
        client.send(new TransactWriteItemsCommand({ TransactItems })),
      );
      expect(consumption).toEqual({ calls: 1, readUnits: 0, writeUnits: 4 });
    },
  );

  it('tells pieces of work that run at once apart, and nothing to anybody beside them', async () => {
    const client = table.newClient();
    const meter = attachMeter(client);
    const [one, other] = [nothing(), nothing()];
    const get = { TableName: table.tableName, Key: item('absent'), ConsistentRead: true };
    await Promise.all([
      meter.measure(one, () => client.send(new GetItemCommand(get))),
      meter.measure(other, async () => {
        await client.send(new GetItemCommand(get));
        await client.send(new GetItemCommand(get));
      }),
    ]);
    const alone = await client.send(new GetItemCommand(get));
    expect([one, other]).toEqual([
      { calls: 1, readUnits: 1, writeUnits: 0 },
      { calls: 2, readUnits: 2, writeUnits: 0 },
    ]);
    expect(alone.ConsumedCapacity).toBeUndefined();
  });

  it('counts calls that failed, and those that tell of no capacity', async () => {
    const client = table.newClient();
    const meter = attachMeter(client);
    injectFaults(client, ({ name }) => {
      if (name === 'PutItem') return { error: cancelled('TransactionConflict') };
      return name === 'ListTables' ? { output: {} } : undefined;
    });
    const consumption = nothing();
    await meter.measure(consumption, async () => {
      const put = client.send(new PutItemCommand({ TableName: table.tableName, Item: item('c') }));
      await expect(put).rejects.toThrow('TransactionConflict');
      await client.send(new ListTablesCommand({}));
    });
    expect(consumption).toEqual({ calls: 2, readUnits: 0, writeUnits: 0 });
  });
});

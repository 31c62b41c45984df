import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClient } from '#storage/client.ts';
import { type Pepper, keepPepper } from '#storage/pepper.ts';
import { startEngine } from '../../local/engine.ts';
import { createTable } from '../../local/table.ts';

/** An engine in memory with an empty table. */
export type TestTable = {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  readonly tableName: string;
  /** What proves its SCIM keys. */
  readonly pepper: Pepper;
  /** Another client of the same table, for middleware that must not be seen elsewhere. */
  newClient(): DynamoDBClient;
  stop(): Promise<void>;
};

/** The pepper of every test's keys, and what holds it: the value of the variable PEPPER. */
export const pepperText = 'a pepper for tests, which proves no key that anybody uses';
export const testPepper = keepPepper(async (stage) => (stage === 'AWSCURRENT' ? pepperText : undefined));

/** The other engine on which the same tests run: AWS's DynamoDB Local, one for all files. */
export const parityEndpoint = process.env['PARITY_ENDPOINT'];

async function openEngine(streamed: boolean): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  if (parityEndpoint !== undefined) return { endpoint: parityEndpoint, stop: async () => undefined };
  if (!streamed) return startEngine();
  // With a stream it is fast in a file alone.
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-engine-'));
  const engine = await startEngine({ dataFile: join(folder, 'engine.db') });
  const stop = async (): Promise<void> => {
    await engine.stop();
    await rm(folder, { recursive: true });
  };
  return { endpoint: engine.endpoint, stop };
}

/** Starts an engine for one test file. The table has a stream where it is asked for: writes take longer with one. */
export async function startTestTable({ streamed = false } = {}): Promise<TestTable> {
  const engine = await openEngine(streamed);
  const clients: DynamoDBClient[] = [];
  const newClient = (): DynamoDBClient => {
    const client = createClient(engine.endpoint);
    clients.push(client);
    return client;
  };
  const client = newClient();
  const tableName = `Table-${randomUUID()}`;
  await createTable(client, tableName, { streamed });
  return {
    client,
    endpoint: engine.endpoint,
    tableName,
    pepper: testPepper,
    newClient,
    async stop() {
      // All files share the other engine, which gets slower with all that it holds.
      if (parityEndpoint !== undefined) await client.send(new DeleteTableCommand({ TableName: tableName }));
      for (const one of clients) one.destroy();
      await engine.stop();
    },
  };
}

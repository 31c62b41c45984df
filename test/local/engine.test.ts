import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTableCommand, DescribeTimeToLiveCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#storage/client.ts';
import { startEngine } from '../../local/engine.ts';
import { createTable, isComplete, tableSchema } from '../../local/table.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
});
afterEach(() => rm(folder, { recursive: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilDead(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isAlive(pid); tries++) await sleep(50);
  return !isAlive(pid);
}

describe('startEngine', () => {
  it('keeps its data in the file from start to start', async () => {
    const dataFile = join(folder, 'data.db');
    const first = await startEngine({ dataFile });
    let client = createClient(first.endpoint);
    await createTable(client, 'Table');
    await client.send(new PutItemCommand({ TableName: 'Table', Item: { PK: { S: 'p' }, SK: { S: 's' } } }));
    client.destroy();
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await startEngine({ dataFile });
    client = createClient(second.endpoint);
    await createTable(client, 'Table');
    expect((await client.send(new ScanCommand({ TableName: 'Table' }))).Count).toBe(1);
    client.destroy();
    await second.stop();
    await second.stop();
  });

  it('says in one sentence that a data file is broken, and keeps what the engine said as the cause', async () => {
    const dataFile = join(folder, 'broken.db');
    await writeFile(dataFile, 'no database at all '.repeat(1_000));
    await expect(startEngine({ dataFile })).rejects.toMatchObject({
      message: `The data file ${dataFile} is damaged or not readable. Move it away, or choose another folder with --data.`,
      cause: expect.stringMatching(/not a valid SQLite database/u),
    });
  });

  it('says in one sentence that somebody else writes to a data file, which is then as good as before', async () => {
    const dataFile = join(folder, 'locked.db');
    await (await startEngine({ dataFile })).stop();
    const other = new DatabaseSync(dataFile);
    other.exec('BEGIN IMMEDIATE');
    await expect(startEngine({ dataFile })).rejects.toThrow(
      `The data file ${dataFile} is in use by another program. Please end that one, or choose another folder with --data.`,
    );
    other.close();
    await (await startEngine({ dataFile })).stop();
  });

  it('says in one sentence that the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const dataFile of [undefined, join(folder, 'data.db')]) {
      await expect(startEngine({ port, ...(dataFile !== undefined && { dataFile }) })).rejects.toThrow(
        `The embedded DynamoDB did not start, because port ${port} is taken. Please try again.`,
      );
    }
    server.close();
  });

  it.each([
    ['may not be run', 0o600],
    ['is no engine', 0o700],
    ['is not there', undefined],
  ])('says in one sentence that the engine %s', async (_, mode) => {
    const binary = join(folder, 'engine');
    if (mode !== undefined) await writeFile(binary, 'no-engine\n', { mode });
    await expect(startEngine({ binary, dataFile: join(folder, 'data.db') })).rejects.toMatchObject({
      message:
        `The embedded DynamoDB (${binary}) cannot be run. Run "npm ci" again, or set DYNAMODB_ENDPOINT to the URL of ` +
        'another DynamoDB, such as DynamoDB Local.',
      cause: expect.stringContaining(binary),
    });
  });

  it('does not outlive its parent, even where that is killed', async () => {
    const module = new URL('../../local/engine.ts', import.meta.url).href;
    const script = `const { startEngine } = await import('${module}'); console.log((await startEngine()).pid);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: parent.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    expect(await untilDead(pid)).toBe(true);
  });
});

describe('createTable', () => {
  it('makes the table with its stream and expiry, and leaves one that is there', async () => {
    const engine = await startEngine();
    const client = createClient(engine.endpoint);
    expect(await createTable(client, 'Table')).toBe(true);
    expect(await createTable(client, 'Table')).toBe(false);
    expect(await isComplete(client, 'Table')).toBe(true);
    await createTable(client, 'Silent', { streamed: false });
    expect(await isComplete(client, 'Silent')).toBe(false);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Table' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: tableSchema('Table').KeySchema,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName: 'Table' }));
    expect(ttl).toMatchObject({ AttributeName: 'expiresAt', TimeToLiveStatus: expect.stringMatching(/^ENABL/u) });
    client.destroy();
    await engine.stop();
  });
});

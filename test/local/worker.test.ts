import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createClient } from '#storage/client.ts';
import { startEngine } from '../../local/engine.ts';
import { startWorker } from '../../local/worker.ts';
import { openUndone } from '../../upkeep/undone.ts';
import { folderMaker, serveLocal, type ServerProcess } from '../support/local-process.ts';

const newFolder = folderMaker();

async function createUser({ scimBaseUrl, scimKey }: ServerProcess, userName: string): Promise<string> {
  const response = await fetch(`${scimBaseUrl}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${scimKey}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({ userName, emails: [{ value: userName }] }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

/** What the activity log says was done to a user, once it says anything. */
async function activitiesOf({ adminBaseUrl, adminKey, organizationId }: ServerProcess, user: string) {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(`${adminBaseUrl}/organizations/${organizationId}/activity?target=${user}`, {
      headers: { authorization: `Bearer ${adminKey}` },
    });
    expect(response.status).toBe(200);
    const { items } = (await response.json()) as { items: readonly { actions: readonly string[] }[] };
    if (items.length > 0) return items.flatMap(({ actions }) => actions);
    await sleep(50);
  }
  return [];
}

describe('the local server', () => {
  it('works on the stream: what a request did comes to stand in the activity log', async () => {
    const folder = await newFolder();
    const server = await serveLocal([], { folder });
    expect(await activitiesOf(server, await createUser(server, 'ada@example.com'))).toEqual(['user.created']);
    const user = await createUser(server, 'ben@example.com');
    await server.end('SIGKILL');
    // What had not been worked on is worked on after the next start.
    const next = await serveLocal([], { folder });
    expect(await activitiesOf(next, user)).toEqual(['user.created']);
    expect(await next.end()).toMatchObject({ code: 0, stderr: '' });
  });

  it('sets a record aside that this version cannot read, and goes on with those after it', async () => {
    const server = await serveLocal(['--memory'], { folder: await newFolder() });
    const { databaseEndpoint: endpoint, tableName, organizationId } = server;
    const client = createClient(endpoint);
    const key = { PK: { S: `ORG#${organizationId}#USERS` }, SK: { S: 'f0000000-0000-4000-8000-000000000000' } };
    const Item = { ...key, type: { S: 'profile' }, v: { N: '99' } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
    client.destroy();
    const user = await createUser(server, 'ada@example.com');
    expect(await activitiesOf(server, user)).toEqual(['user.created']);

    const box = openUndone({ endpoint, tableName });
    const [first, ...others] = await box.list();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ consumer: 'maintainNames', organization: organizationId });
    expect(await box.read(first?.id ?? '')).toMatchObject({ record: { dynamodb: { NewImage: Item } } });
    box.close();
    // Each line of the log is one event, this one for the alarm.
    expect(server.output()).toMatch(/"level":"ERROR","event":"recordSetAside","undoneId":"\d+\.maintainNames"/u);
    expect(await server.end()).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves nothing of --memory, unless it is killed, and then until the next start', async () => {
    const [folder, temporary] = await Promise.all([newFolder(), newFolder()]);
    const options = { folder, variables: { TMPDIR: temporary } };
    const killed = await serveLocal(['--memory'], options);
    const [left] = await memoryFolders(temporary);
    expect(left).toBeDefined();
    expect(await readdir(folder)).toEqual(['endpoint.json']);
    await killed.end('SIGKILL');
    const next = await serveLocal(['--memory'], options);
    const used = await memoryFolders(temporary);
    expect(used).toHaveLength(1);
    expect(used).not.toEqual([left]);
    expect(await next.end()).toMatchObject({ code: 0, stderr: '' });
    expect(await memoryFolders(temporary)).toEqual([]);
  });

  it('remembers up to where it has worked on the stream of another DynamoDB', async () => {
    const folder = await newFolder();
    const engine = await startEngine();
    const options = { folder, variables: { DYNAMODB_ENDPOINT: engine.endpoint } };
    const server = await serveLocal([], options);
    const user = await createUser(server, 'ada@example.com');
    expect(await activitiesOf(server, user)).toEqual(['user.created']);
    await server.end();
    const first = await readFile(join(folder, 'stream.json'), 'utf8');
    expect(first).toMatch(/table\/rollcall\/stream/u);
    const next = await serveLocal([], options);
    expect(await activitiesOf(next, await createUser(next, 'ben@example.com'))).toEqual(['user.created']);
    await next.end();
    expect(await readFile(join(folder, 'stream.json'), 'utf8')).not.toBe(first);
    await engine.stop();
  });
});

async function memoryFolders(parent: string): Promise<readonly string[]> {
  return (await readdir(parent)).filter((name) => name.startsWith('rollcall-memory-'));
}

it('refuses an event source that leads to no Lambda', async () => {
  const engine = await startEngine();
  const source = { entry: 'lambdas/handlers/gone.ts', patterns: [], batchSize: 1, retries: 1 };
  const place = {
    database: { name: 'http://127.0.0.1:1', endpoint: engine.endpoint },
    tableName: 'Table',
    positionsFile: undefined,
    givenUpFolder: undefined,
  };
  await expect(startWorker({ eventSources: [source] }, { stream: new Map() }, place)).rejects.toThrow(
    'No Lambda runs lambdas/handlers/gone.ts, which an event source names.',
  );
  await engine.stop();
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createClient } from '#storage/client.ts';
import { tableRegistry } from '#storage/registry.ts';
import { sampleUser, stamp } from '../support/samples.ts';

it('gives up on a database that takes the request and never answers, at the deadline', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const start = performance.now();
  const request = { ...stamp(), deadline: Date.now() + 400 };
  const directory = tableRegistry({ client, tableName: 'T' }).directory('o', request);
  await expect(directory.createUser(sampleUser())).rejects.toMatchObject({ status: 503 });
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(sockets.length).toBeGreaterThan(0);
  for (const socket of sockets) socket.destroy();
  client.destroy();
  server.close();
});

it('gives up on a database that is not there, at the deadline', async () => {
  const client = createClient('http://127.0.0.1:9');
  const request = { ...stamp(), deadline: Date.now() + 600 };
  const directory = tableRegistry({ client, tableName: 'T' }).directory('o', request);
  await expect(directory.owner()).rejects.toMatchObject({ status: 503 });
  client.destroy();
});

it('makes no copies of what it sends and reads for a log that nobody writes', () => {
  const client = createClient('http://127.0.0.1:9');
  const steps = client.middlewareStack.identify();
  expect(steps.join(' ')).toContain('retryMiddleware');
  expect(steps.join(' ')).not.toContain('logger');
  client.destroy();
});

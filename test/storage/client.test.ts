import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createClient } from '#storage/client.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Timing } from '#storage/session.ts';
import { sampleUser, stamp } from '../support/samples.ts';

/** Time that stands still until it is set, and passes where somebody waits. */
function steadyTiming(): { readonly timing: Timing; readonly deadline: number; end(): void } {
  const deadline = Date.now() + 400;
  let now = deadline - 400;
  const sleep = async (milliseconds: number): Promise<void> => void (now += milliseconds);
  const timing = { now: () => now, sleep, random: () => 0.5, newToken: randomUUID };
  return { timing, deadline, end: () => void (now = deadline) };
}

afterEach(() => void vi.restoreAllMocks());

it('gives up on a database that takes the request and never answers, at the deadline', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const { timing, deadline, end } = steadyTiming();
  const timeout = new AbortController();
  const whatIsLeft = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(timeout.signal);
  const directory = tableRegistry({ client, tableName: 'T', timing }).directory('o', { ...stamp(), deadline });
  const creation = directory.createUser(sampleUser());
  await once(server, 'connection');
  end();
  timeout.abort(new DOMException('The time is up.', 'TimeoutError'));
  await expect(creation).rejects.toMatchObject({ status: 503 });
  expect(whatIsLeft.mock.calls).toEqual([[400]]);
  // It was not asked again.
  expect(sockets).toHaveLength(1);
  for (const socket of sockets) socket.destroy();
  client.destroy();
  server.close();
});

it('gives up on a database that is not there, at the deadline', async () => {
  const client = createClient('http://127.0.0.1:9');
  const { timing, deadline } = steadyTiming();
  const directory = tableRegistry({ client, tableName: 'T', timing }).directory('o', { ...stamp(), deadline });
  await expect(directory.owner()).rejects.toMatchObject({ status: 503 });
  expect(timing.now()).toBeGreaterThan(deadline - 400);
  client.destroy();
});

it('makes no copies of what it sends and reads for a log that nobody writes', () => {
  const client = createClient('http://127.0.0.1:9');
  const steps = client.middlewareStack.identify();
  expect(steps.join(' ')).toContain('retryMiddleware');
  expect(steps.join(' ')).not.toContain('logger');
  client.destroy();
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTrouble } from '../../local/trouble.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function database(port = 0): Promise<{ readonly endpoint: string; readonly port: number }> {
  const server = createServer((_request, response) => response.end());
  servers.push(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: given } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${given}`, port: given };
}

/** A Lambda that answers with these statuses in turn, watched. */
function watched(
  place: Parameters<typeof openTrouble>[0],
  statuses: number[],
  isFull?: (file: string) => Promise<boolean>,
) {
  const told: string[] = [];
  const invoke = async () => ({ statusCode: statuses.shift() ?? 200 });
  const lambda = openTrouble(place, { tell: (sentence) => told.push(sentence), ...(isFull && { isFull }) })
    .watch(new Map([['users', invoke]]))
    .get('users');
  if (lambda === undefined) throw new Error('The Lambda is not there any more.');
  return { told, call: async () => lambda({} as APIGatewayProxyEventV2) };
}

describe('what is in the way of requests', () => {
  it('is not looked for while they are carried out', async () => {
    const { told, call } = watched({ endpoint: 'http://127.0.0.1:1' }, [200, 404, 409]);
    for (let times = 0; times < 3; times += 1) await call();
    expect(told).toEqual([]);
  });

  it('is a database that gives no answer: told once, and once more when it does', async () => {
    const { endpoint, port } = await database();
    servers.splice(0)[0]?.close();
    const { told, call } = watched({ endpoint }, [503, 503, 200]);
    expect((await call()).statusCode).toBe(503);
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toMatch(
      /^The DynamoDB at http:\/\/127\.0\.0\.1:\d+ gives no answer \(connect ECONNREFUSED .*\)\. Until it does, requests are answered with 503\.$/u,
    );
    await call();
    await database(port);
    await vi.waitFor(async () => {
      await call();
      expect(told).toEqual([told[0], 'Requests can be carried out again.']);
    });
  });

  it('is a data folder that is gone', async () => {
    const { endpoint } = await database();
    const { told, call } = watched({ endpoint, dataFile: '/nowhere/data/engine.db' }, [500]);
    await call();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toMatch(
      /^The data folder \/nowhere\/data cannot be read \(ENOENT: .*\)\. Please start the server/u,
    );
  });

  it('is a full disk, where the data is on one', async () => {
    const { endpoint } = await database();
    let full = true;
    const { told, call } = watched({ endpoint, dataFile: '/data/engine.db' }, [503, 500], async () => full);
    await call();
    await vi.waitFor(() =>
      expect(told).toEqual([
        'The disk with /data is full. Please free some space on it; until then changes are answered with 503, and ' +
          'nothing of them is kept.',
      ]),
    );
    full = false;
    await vi.waitFor(async () => {
      await call();
      expect(told[1]).toBe('Requests can be carried out again.');
    });
  });
});

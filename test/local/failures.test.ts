import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { keepEngine } from '../../local/engine-keeper.ts';
import { startEngine } from '../../local/engine.ts';
import { folderMaker, runLocal, serveLocal, type ServerProcess } from '../support/local-process.ts';

const newFolder = folderMaker();
const root = join(import.meta.dirname, '../..');

/** The embedded engine of a server, by the data file that it was given. */
function engineOf({ folder }: Pick<ServerProcess, 'folder'>): number {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,comm=,args='], { encoding: 'utf8' }).split('\n');
  const line = lines.find((one) => /^\s*\d+ dynoxide /u.test(one) && one.includes(folder));
  if (line === undefined) throw new Error('The server has no engine.');
  return Number.parseInt(line, 10);
}

async function list({ scimBaseUrl, scimKey }: ServerProcess): Promise<Response> {
  return fetch(`${scimBaseUrl}/Users`, { headers: { authorization: `Bearer ${scimKey}` } });
}

describe('a dead engine', () => {
  it('is started again with its data, in one sentence, and requests wait for it', async () => {
    const server = await serveLocal([], { folder: await newFolder() });
    await list(server);
    const pid = engineOf(server);
    process.kill(pid, 'SIGKILL');
    const response = await list(server);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ totalResults: 1 });
    expect(engineOf(server)).not.toBe(pid);
    expect(await server.end()).toMatchObject({
      code: 0,
      stderr: 'The embedded DynamoDB has ended by itself, and is started again; no data is lost.\n',
    });
  });

  it('that ends again and again ends the server with one sentence', async () => {
    const server = await serveLocal([], { folder: await newFolder() });
    const closed = once(server.child, 'close');
    for (let times = 0; times < 2; times += 1) {
      process.kill(engineOf(server), 'SIGKILL');
      expect((await list(server)).status).toBe(200);
    }
    process.kill(engineOf(server), 'SIGKILL');
    await closed;
    const { code, stderr } = await server.end();
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'The embedded DynamoDB does not run any more, because it ended again and again. What was answered is in ' +
        `${join(server.folder, 'engine.db')}; please start the server again.`,
    );
    expect(stderr).not.toContain('    at ');
  });

  it('that ends again and again is not said to have kept what --memory keeps for nobody', async () => {
    const dataFile = join(await newFolder(), 'rollcall-memory-test', 'engine.db');
    await mkdir(dirname(dataFile));
    const engine = await keepEngine(dataFile, () => undefined);
    let killed = 0;
    for (let times = 0; times < 3; times += 1) {
      const running = await vi.waitFor(
        () => {
          const pid = engineOf({ folder: dataFile });
          expect(pid).not.toBe(killed);
          return pid;
        },
        { timeout: 10_000 },
      );
      process.kill(running, 'SIGKILL');
      killed = running;
    }
    expect(await engine.lost).toBe(
      'The embedded DynamoDB does not run any more, because it ended again and again. With --memory nothing is kept; ' +
        'please start the server again.',
    );
    await engine.stop();
  });
});

describe('a lost network', () => {
  it('is told in sentences without a stack, answered with 503, and over when the database is back', async () => {
    const folder = await newFolder();
    const dataFile = join(folder, 'other.db');
    const engine = await startEngine({ dataFile });
    const server = await serveLocal([], { folder, variables: { DYNAMODB_ENDPOINT: engine.endpoint } });
    await engine.stop();
    const refused = await list(server);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/u);
    expect(await refused.json()).toMatchObject({ status: '503', detail: expect.stringContaining('again') as unknown });
    const again = await startEngine({ dataFile, port: Number(new URL(engine.endpoint).port) });
    for (let tries = 0; tries < 20 && (await list(server)).status !== 200; tries += 1) await sleep(100);
    const { code, stderr, stdout } = await server.end();
    await again.stop();
    expect(code).toBe(0);
    expect(stderr).toContain(`The DynamoDB at ${engine.endpoint} gives no answer (connect ECONNREFUSED`);
    expect(stderr).toContain('Requests can be carried out again.\n');
    expect(`${stdout}${stderr}`).not.toMatch(/^\s+at |"stack"/mu);
  });

  it('is told at the start: nobody answers at an address that takes connections', async () => {
    const hole = createServer();
    hole.listen(0, '127.0.0.1');
    await once(hole, 'listening');
    const endpoint = `http://127.0.0.1:${(hole.address() as AddressInfo).port}`;
    const ended = await runLocal(['--port', '0', '--memory', '--data', await newFolder()], {
      DYNAMODB_ENDPOINT: endpoint,
    });
    hole.close();
    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `Nothing answers at ${endpoint}, which the variable DYNAMODB_ENDPOINT names. Please start that DynamoDB, or ` +
        'leave the variable out to use the embedded one.\n',
    });
  });
});

describe('a full disk', () => {
  // A disk of so few bytes takes a mount, which only a namespace of its own allows to everybody.
  const isolate = (folder: string, size: string, place = '--data "$0"/data') =>
    spawnSync(
      'unshare',
      [
        '-Urm',
        'sh',
        '-c',
        `mount -t tmpfs -o size=${size} tmpfs "$0" && export TMPDIR="$0" && exec "$1" bin/local.ts --port 0 ${place}`,
        folder,
        process.execPath,
      ],
      { cwd: root, encoding: 'utf8', timeout: 15_000 },
    );

  it.each(['64k', '4k'])('of %s is told at the start in one sentence', async (size) => {
    const folder = await newFolder();
    const { status, stderr, stdout } = isolate(folder, size);
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      `The disk with ${join(folder, 'data')} is full. Please free some space on it, or choose another folder with --data.\n`,
    ]);
  });

  it('is told with --memory too, whose data is elsewhere', async () => {
    const [folder, data] = [await newFolder(), await newFolder()];
    const { status, stderr, stdout } = isolate(folder, '64k', `--memory --data ${data}`);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^The disk with \S+rollcall-memory-\S+ is full\. Please free some space on it, or name another folder in the variable TMPDIR\.\n$/u,
    );
  });
});

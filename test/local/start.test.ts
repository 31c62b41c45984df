import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  beginLocal,
  dropFolder,
  makeFolder,
  runLocal,
  serveLocal,
  type ServerProcess,
} from '../support/local-process.ts';

const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await makeFolder();
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await dropFolder(folder);
});

/** The processes below a process: the engine and the shell that watches it. */
function descendants(pid: number): readonly number[] {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/u).map(Number));
  const children = pairs.flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
  return [...children, ...children.flatMap((child) => descendants(child))];
}

async function untilGone(pids: readonly number[]): Promise<readonly number[]> {
  for (let tries = 0; tries < 100 && pids.some(isAlive); tries += 1) await sleep(50);
  return pids.filter(isAlive);
}

function isAlive(pid: number): boolean {
  // A process that has ended and that nobody has waited for is still listed, as defunct.
  const status = existsSync(`/proc/${pid}/stat`)
    ? execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' })
    : '';
  return status !== '' && !/\) Z /u.test(status);
}

const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];

describe('the local server', () => {
  let server: ServerProcess;
  const ask = async (
    path: string,
    options: { method?: string; body?: Uint8Array<ArrayBuffer> } = {},
    key = server.scimKey,
  ): Promise<Response> =>
    fetch(`${server.scimBaseUrl}${path}`, {
      ...options,
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
    });

  beforeAll(async () => {
    server = await serveLocal(['--memory'], { folder: await newFolder() });
  });

  afterAll(async () => {
    await server.end('SIGKILL');
  });

  it('says where it is, in words and in endpoint.json, for this user alone', async () => {
    const file = join(server.folder, 'endpoint.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      scimBaseUrl: server.scimBaseUrl,
      scimKey: server.scimKey,
      organizationId: server.organizationId,
      pid: server.child.pid,
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    for (const word of [server.scimBaseUrl, server.scimKey, 'userName', 'https', 'Push Groups']) {
      expect(server.output()).toContain(word);
    }
  });

  it('has the demo organization', async () => {
    const users = (await (await ask('/Users')).json()) as { Resources: unknown[] };
    expect(users.Resources).toMatchObject([
      { userName: 'owner@example.com', active: true, statsigOrgRole: 'Owner', name: { familyName: 'Owner' } },
    ]);
    const groups = (await (await ask('/Groups')).json()) as { Resources: { displayName: string }[] };
    expect(groups.Resources.map(({ displayName }) => displayName).toSorted()).toEqual([
      'Statsig-MobileApp-Admin',
      'Statsig-MobileApp-Member',
      'Statsig-MobileApp-Read-Only',
      'Statsig-ProjectA-Admin',
      'Statsig-ProjectA-Growth-Admin',
      'Statsig-ProjectA-Growth-Member',
      'Statsig-ProjectA-Member',
      'Statsig-ProjectA-Read-Only',
    ]);
  });

  it('T4: answers 401 in SCIM without a key and with a wrong one', async () => {
    for (const key of ['', 'non-token']) {
      const response = await ask('/Users', {}, key);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="SCIM"');
      expect(response.headers.get('content-type')).toBe('application/scim+json');
      expect(await response.json()).toMatchObject({ schemas, status: '401' });
    }
  });

  it('T5: answers discovery without a key', async () => {
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) {
      expect((await ask(path, {}, '')).status).toBe(200);
    }
  });

  it('P7: answers 404 in SCIM for routes and methods that nobody offers', async () => {
    for (const [method, path] of [
      ['GET', '/Nothing'],
      ['DELETE', '/Users'],
      ['POST', '/Users/1'],
    ] as const) {
      const response = await ask(path, { method });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ schemas, status: '404' });
    }
  });

  it('answers 413 in SCIM above the limit of a body, and above the 10 MB of a request', async () => {
    for (const size of [4_500_001, 11 * 1024 * 1024]) {
      const response = await ask('/Users', { method: 'POST', body: new Uint8Array(size) });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ schemas, status: '413' });
    }
  });

  it('P7: takes the media type of SCIM, and gives locations under the URL that was called', async () => {
    const called = server.scimBaseUrl.replace('127.0.0.1', 'localhost').replace('/scim/v2', '/scim');
    const response = await fetch(`${called}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.scimKey}`, 'content-type': 'application/scim+json; charset=utf-8' },
      body: JSON.stringify({ userName: 'Zoë@example.com', emails: [{ value: 'zoe@example.com' }] }),
    });
    expect(response.status).toBe(201);
    const user = (await response.json()) as { id: string; userName: string; meta: { location: string } };
    expect(user.userName).toBe('Zoë@example.com');
    expect(user.meta.location).toBe(`${called}/Users/${user.id}`);
    expect(response.headers.get('location')).toBe(user.meta.location);
  });

  it('writes one line of JSON for each request, without people or keys in it', async () => {
    await ask('/Users?filter=userName%20eq%20%22whoever@example.com%22');
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      operation: 'GET /Users',
      status: 200,
      organizationId: server.organizationId,
    });
    expect(lines.join('\n')).not.toMatch(/@|scim-/u);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s with its engine, and leaves no endpoint.json', async (signal) => {
    const other = await serveLocal(['--memory'], { folder: await newFolder() });
    const below = descendants(other.child.pid ?? 0);
    expect(below.length).toBeGreaterThan(0);
    expect(await other.end(signal)).toMatchObject({ code: 0, stderr: '' });
    expect(await untilGone(below)).toEqual([]);
    expect(existsSync(join(other.folder, 'endpoint.json'))).toBe(false);
  });

  it('ends in order also when it is told so as soon as endpoint.json is there', async () => {
    const folder = await newFolder();
    const other = beginLocal(folder);
    await other.untilEndpoint();
    expect(await other.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(join(folder, 'endpoint.json'))).toBe(false);
  });

  it('leaves no engine behind when it is killed', async () => {
    const other = await serveLocal(['--memory'], { folder: await newFolder() });
    const below = descendants(other.child.pid ?? 0);
    expect(below.length).toBeGreaterThan(0);
    await other.end('SIGKILL');
    expect(await untilGone(below)).toEqual([]);
  });
});

describe('a data folder', () => {
  it('gives a second start the data and the key of the first, also after kill -9', async () => {
    const folder = await newFolder();
    const first = await serveLocal([], { folder });
    const body = JSON.stringify({ userName: 'kept@example.com', emails: [{ value: 'kept@example.com' }] });
    const headers = { authorization: `Bearer ${first.scimKey}`, 'content-type': 'application/json' };
    expect((await fetch(`${first.scimBaseUrl}/Users`, { method: 'POST', headers, body })).status).toBe(201);
    await first.end('SIGKILL');

    const second = await serveLocal([], { folder });
    expect(second.scimKey).toBe(first.scimKey);
    expect(second.organizationId).toBe(first.organizationId);
    const again = await fetch(`${second.scimBaseUrl}/Users`, { method: 'POST', headers, body });
    expect(again.status).toBe(409);
    await second.end();

    const open = await serveLocal(['--open'], { folder });
    expect(open.organizationId).not.toBe(first.organizationId);
    const group = await fetch(`${open.scimBaseUrl}/Groups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${open.scimKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ displayName: 'Tour Guides' }),
    });
    expect(group.status).toBe(201);
    await open.end();
  });

  it('holds nothing that others may read', async () => {
    const folder = await newFolder();
    const server = await serveLocal([], { folder });
    for (const file of ['demo.json', 'endpoint.json', 'engine.db']) {
      expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
    }
    await server.end();
  });

  it('is refused while another server uses it, and can be used again after that one was killed', async () => {
    const folder = await newFolder();
    const first = await serveLocal([], { folder });
    expect(await runLocal(['--port', '0', '--data', folder])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `The data folder ${folder} is in use by a running server. Please stop that one, or choose another folder ` +
        'with --data.\n',
    });
    await first.end('SIGKILL');
    const second = await serveLocal([], { folder });
    expect((await second.end()).code).toBe(0);
  });

  it('lets servers that keep nothing share it: endpoint.json names the last one', async () => {
    const folder = await newFolder();
    const first = await serveLocal(['--memory'], { folder });
    const second = await serveLocal(['--memory'], { folder });
    await first.end();
    expect(JSON.parse(await readFile(join(folder, 'endpoint.json'), 'utf8'))).toMatchObject({ pid: second.child.pid });
    await second.end();
  });
});

describe('a start that cannot be', () => {
  it('names a taken port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    expect(await runLocal(['--memory', '--port', String(port), '--data', await newFolder()])).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${port} is taken. Please choose another one with --port.\n`,
    });
    taken.close();
  });

  it('names a data folder that is a file, or that cannot be written to', async () => {
    const folder = await newFolder();
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await runLocal(['--port', '0', '--data', file])).toEqual({
      code: 1,
      stdout: '',
      stderr: `The data folder ${file} cannot be written to (EEXIST). Please choose another one with --data.\n`,
    });
    expect((await runLocal(['--port', '0', '--data', '/proc/none'])).stderr).toBe(
      'The data folder /proc/none cannot be written to (ENOENT). Please choose another one with --data.\n',
    );
  });

  it.each(['engine.db', 'demo.json'])(
    'says what to do about a damaged %s, and leaves no engine behind',
    async (name) => {
      const folder = await newFolder();
      await writeFile(join(folder, name), 'damaged '.repeat(1_000));
      const { code, stdout, stderr } = await runLocal(['--port', '0', '--data', folder]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(join(folder, name));
      expect(stderr.trim().split('\n')).toHaveLength(1);
      const engines = execFileSync('ps', ['-e', '-o', 'args='], { encoding: 'utf8' });
      expect(engines).not.toContain(folder);
    },
  );

  it.each(['http://127.0.0.1:9', 'nonsense'])('says that no DynamoDB answers at %s', async (endpoint) => {
    const args = ['--port', '0', '--memory', '--data', await newFolder()];
    expect(await runLocal(args, { DYNAMODB_ENDPOINT: endpoint })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `Nothing answers at ${endpoint}, which the variable DYNAMODB_ENDPOINT names. Please start that DynamoDB, or ` +
        'leave the variable out to use the embedded one.\n',
    });
  });

  it.each([
    [['--port', 'http'], '"http" is no port. Please give --port a number up to 65535.\n'],
    [['--port', '70000'], '"70000" is no port. Please give --port a number up to 65535.\n'],
    [['--nonsense'], /^Unknown option '--nonsense'/u],
  ])('explains %j', async (args, sentence) => {
    const { code, stderr } = await runLocal(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });

  it('prints its options for --help', async () => {
    const { code, stdout } = await runLocal(['--help']);
    expect(code).toBe(0);
    for (const option of ['--port', '--memory', '--open', '--data']) expect(stdout).toContain(option);
  });
});

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../local/engine.ts';
import { beginLocal, folderMaker, runLocal, serveLocal, type ServerProcess } from '../support/local-process.ts';

const newFolder = folderMaker();

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
    const variables = { PUBLIC_HOSTS: 'tunnel.example' };
    server = await serveLocal(['--memory'], { folder: await newFolder(), variables });
  });

  afterAll(async () => {
    await server.end('SIGKILL');
  });

  it('says where it is, in words and in endpoint.json, for this user alone', async () => {
    const file = join(server.folder, 'endpoint.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      scimBaseUrl: server.scimBaseUrl,
      scimKey: server.scimKey,
      adminBaseUrl: server.adminBaseUrl,
      adminKey: expect.stringMatching(/^admin-[\w-]{43}$/u),
      organizationId: server.organizationId,
      databaseEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/u),
      tableName: 'rollcall',
      pid: server.child.pid,
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { scimBaseUrl, scimKey, adminBaseUrl, adminKey, folder } = server;
    const words = [scimBaseUrl, scimKey, 'userName', 'https', 'Push Groups'];
    for (const word of [...words, adminBaseUrl, adminKey, 'npx rollcall', `--data ${folder}`]) {
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

  it('administers the demo organization for whoever has the admin key', async () => {
    const { adminBaseUrl, adminKey, organizationId } = server;
    const response = await fetch(`${adminBaseUrl}/organizations/${organizationId}`, {
      headers: { authorization: `Bearer ${adminKey}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ id: organizationId, name: 'Acme', domains: ['example.com'] });
  });

  it('takes no word of a client for who has signed its request, and no SCIM key', async () => {
    const authorizer = { iam: { userArn: 'arn:aws:iam::000000000000:user/somebody' } };
    const claims = JSON.stringify({ requestContext: { authorizer }, authorizer });
    for (const headers of [
      { 'x-amzn-requestcontext': claims, requestcontext: claims, authorizer: claims },
      { authorization: 'AWS4-HMAC-SHA256 Credential=local/20261123/local/execute-api/aws4_request, Signature=00' },
      { authorization: `Bearer ${server.scimKey}` },
    ]) {
      const response = await fetch(`${server.adminBaseUrl}/organizations?requestContext=${claims}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
        body: claims,
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 401, detail: expect.stringContaining('admin key') });
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

  it.each([
    ['evil.example', 'https', 'https://127.0.0.1:'],
    ['evil.example', 'http', 'http://127.0.0.1:'],
    ['tunnel.example', 'https', 'https://tunnel.example'],
    ['tunnel.example', 'http', 'http://tunnel.example'],
  ])('P7: called by the Host %s over %s, gives locations under %s', async (host, scheme, expected) => {
    const { port } = new URL(server.scimBaseUrl);
    const request = get(`${server.scimBaseUrl}/ServiceProviderConfig`, {
      headers: { host, 'x-forwarded-proto': scheme },
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const { meta } = (await json(response)) as { meta: { location: string } };
    const authority = expected.endsWith(':') ? `${expected}${port}` : expected;
    expect(meta.location).toBe(`${authority}/scim/v2/ServiceProviderConfig`);
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
    expect(lines.join('\n')).not.toMatch(/@|scim-|admin-/u);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s with its engine, and leaves no endpoint.json', async (signal) => {
    const other = await serveLocal(['--memory'], { folder: await newFolder() });
    const below = descendants(other.child.pid ?? 0);
    expect(below.length).toBeGreaterThan(0);
    expect(await other.end(signal)).toMatchObject({ code: 0, stderr: '' });
    expect(await untilGone(below)).toEqual([]);
    expect(existsSync(join(other.folder, 'endpoint.json'))).toBe(false);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with its engine when npm is sent %s', async (signal) => {
    const other = await serveLocal(['--memory'], { folder: await newFolder(), throughNpm: true });
    const below = descendants(other.child.pid ?? 0);
    expect(below).toContain(other.pid);
    expect(below.length).toBeGreaterThan(1);
    expect(await other.end(signal)).toMatchObject({ code: 0 });
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
    expect(second.adminKey).toBe(first.adminKey);
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

  it('keeps a demo organization for each DynamoDB, and says when it made a new one', async () => {
    const folder = await newFolder();
    const first = await serveLocal([], { folder });
    await first.end();
    expect(first.output()).toContain(`(demo organization Acme; data in ${folder}).\n\n`);
    const engine = await startEngine();
    const other = await serveLocal([], { folder, variables: { DYNAMODB_ENDPOINT: `${engine.endpoint}/` } });
    await other.end();
    await engine.stop();
    expect(other.scimKey).not.toBe(first.scimKey);
    expect(other.output()).toContain(
      `(demo organization Acme; data at ${engine.endpoint}).\n` +
        `The demo organization is a new one: ${join(folder, 'demo.json')} named none for ${engine.endpoint}.\n\n`,
    );
    const again = await serveLocal([], { folder });
    await again.end();
    expect(again.scimKey).toBe(first.scimKey);
    expect(again.output()).not.toContain('a new one');
  });

  it('holds nothing that others may read', async () => {
    const folder = await newFolder();
    const server = await serveLocal([], { folder });
    for (const file of ['demo.json', 'admin.json', 'endpoint.json', 'engine.db']) {
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

  it('leaves endpoint.json to the server that has the folder, also where another one keeps nothing', async () => {
    const folder = await newFolder();
    const file = join(folder, 'endpoint.json');
    for (const options of [[], ['--memory']]) {
      const first = await serveLocal(options, { folder });
      const written = await readFile(file, 'utf8');
      expect(JSON.parse(written)).toMatchObject({ pid: first.child.pid });
      const second = await serveLocal(['--memory'], { folder });
      expect(second.output()).toContain(`${file} goes on naming the server that runs there already.`);
      expect(second.output()).toContain('give URL and key, as ROLLCALL_ENDPOINT and ROLLCALL_KEY');
      expect(first.output()).not.toContain('ROLLCALL_ENDPOINT');
      expect(await readFile(file, 'utf8')).toBe(written);
      expect(await second.end()).toMatchObject({ code: 0, stderr: '' });
      expect(await readFile(file, 'utf8')).toBe(written);
      expect(await first.end()).toMatchObject({ code: 0, stderr: '' });
      expect(existsSync(file)).toBe(false);
    }
  });

  it('loses no endpoint.json that names another process', async () => {
    const folder = await newFolder();
    const file = join(folder, 'endpoint.json');
    const server = await serveLocal(['--memory'], { folder });
    await writeFile(file, '{"pid":1}');
    expect(await server.end()).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(file, 'utf8')).toBe('{"pid":1}');
  });
});

import { AssertionError } from 'node:assert';
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { startSpoilingProxy } from '../support/spoiling-proxy.ts';
import { runCase } from './run.ts';
import type { Session } from './session.ts';
import { openGroups, type Case } from './suite.ts';

const done = async (): Promise<void> => undefined;
const differs = (message: string) => async (): Promise<void> => {
  throw new AssertionError({ message });
};

describe('a case', () => {
  const session = { groupsRefusal: 'No groups here.' } as Session;
  it.each<[string, Partial<Case>, string, string]>([
    ['passes where nothing differs', { run: done }, 'passed', ''],
    ['fails where something differs', { run: differs('a is 1') }, 'failed', 'a is 1'],
    [
      'fails where it breaks',
      {
        run: async () => {
          throw new TypeError('no list');
        },
      },
      'failed',
      'no list',
    ],
    ['is skipped where it cannot be run', { run: differs('a is 1'), needs: openGroups }, 'skipped', 'No groups here.'],
    [
      'deviates where the endpoint does something else on purpose',
      { run: differs('a is 1'), deviation: { reason: 'because', run: done } },
      'deviation',
      'because',
    ],
    [
      'fails where the endpoint does neither',
      { run: differs('a is 1'), deviation: { reason: 'because', run: differs('a is 2') } },
      'failed',
      'a is 1; nor what is done on purpose: a is 2',
    ],
    [
      'passes where the endpoint does what is asked after all',
      { run: done, deviation: { reason: 'because', run: done } },
      'passed',
      '',
    ],
  ])('%s', async (_, entry, result, what) => {
    expect(await runCase(session, { name: 'x', proves: 'x', run: done, ...entry })).toEqual({ result, what });
  });
});

describe('npm run conformance', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startLocalServer();
  });
  afterAll(() => server.stop());

  async function total(endpoint: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${server.scimKey}` };
    const response = await fetch(`${server.scimBaseUrl}${endpoint}`, { headers });
    return ((await response.json()) as { totalResults: number }).totalResults;
  }

  it('skips what an organization with generated groups does not allow, says why, and leaves nothing behind', async () => {
    const before = [await total('/Users'), await total('/Groups')];
    const [first, second] = await Promise.all(
      ['§3.6 DELETE', 'RFC 7643 resources'].map((suite) => run(server.scimBaseUrl, server.scimKey, '--suite', suite)),
    );
    expect(first?.stdout).toMatch(/DELETE of a user: 204, .* passed\n/u);
    expect(first?.stdout).toMatch(
      /DELETE of a group: .* skipped +Project creation is not supported via SCIM\. Please/u,
    );
    expect(second?.stdout).toMatch(/a userName need not be an email address +skipped +\S.*\. Please /u);
    expect(second?.stdout).toMatch(/\n\d+ cases: \d+ passed, 0 failed, \d+ deviation, \d+ skipped\.\n$/u);
    expect([first?.code, second?.code]).toEqual([0, 0]);
    expect([await total('/Users'), await total('/Groups')]).toEqual(before);
  });

  it('ends with 1 where something differs, and says what', async () => {
    const proxy = await startSpoilingProxy(server.scimBaseUrl, {
      swallow: (method, path) => method === 'DELETE' && path.includes('/Users/'),
    });
    try {
      const { code, stdout } = await run(proxy.baseUrl, server.scimKey, '--suite', '§3.6 DELETE');
      expect(stdout).toMatch(/DELETE of a user: 204, .* failed +GET \/Users\/[\w-]+ gives 200, expected 404: /u);
      expect(code).toBe(1);
    } finally {
      await proxy.stop();
    }
  });

  it('compares bodies whole', async () => {
    const proxy = await startSpoilingProxy(server.scimBaseUrl, {
      spoil: ({ method, path, body }) =>
        method === 'GET' && path.includes('/Users/') ? { body: body.replace('{', '{"shoeSize":7,') } : undefined,
    });
    try {
      const { stdout } = await run(proxy.baseUrl, server.scimKey, '--suite', '§3.4.1 read');
      expect(stdout).toMatch(/GET \/Users\/[\w-]+: 404 +failed +shoeSize is 7, expected absent \[/u);
    } finally {
      await proxy.stop();
    }
  });

  it('makes people up in the domain that it is told', async () => {
    const { code, stdout } = await run(
      server.scimBaseUrl,
      server.scimKey,
      '--suite',
      '§3.4.1 read',
      '--domain',
      'not-example.com',
    );
    expect(stdout).toMatch(/GET of a user gives what POST gave +failed +POST \/Users gives 403, .*@not-example\.com/u);
    expect(code).toBe(1);
  });

  it.each([
    [['--help'], 0, ''],
    [[], 2, ''],
    [['not a url', 'key'], 2, '"not a url" is no URL.'],
    [['http://127.0.0.1:1/scim/v2', 'key'], 2, 'GET /Users?startIndex=1&count=1 got no answer: '],
    [['http://127.0.0.1:1/scim/v2', 'key', '--suite', 'shoes'], 2, 'No suite has "shoes" in its title.'],
  ])('explains itself when called with %j', async (parameters, exitCode, complaint) => {
    const { code, stdout, stderr } = await run(...parameters);
    expect(code).toBe(exitCode);
    expect(stderr).toContain(complaint);
    expect(stdout + stderr).toMatch(/npm run conformance -- (?:<base url> <key>|--help)/u);
  });

  it('explains itself when the key is wrong', async () => {
    const { code, stderr } = await run(server.scimBaseUrl, 'scim-wrong');
    expect(stderr).toContain('GET /Users gives 401: The SCIM key is missing or not valid.');
    expect(code).toBe(2);
  });
});

function run(...parameters: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; stdout: string; stderr: string }>();
  const child = execFile(process.execPath, ['bin/conformance.ts', ...parameters], (_, stdout, stderr) => {
    resolve({ code: child.exitCode ?? -1, stdout, stderr });
  });
  return promise;
}

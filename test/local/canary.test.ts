import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canary } from '#http/canary.ts';
import { canaryUserName } from '#http/canary-round.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';

let server: RunningServer;
let key: string;

async function administer(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${server.adminBaseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** What docs/monitoring.md has an operator do before the first round. */
async function foundCanary(name: string, project = true): Promise<string> {
  const owner = { userName: 'owner@canary.invalid', givenName: 'Olivia', familyName: 'Owner' };
  const founded = await administer('POST', '/organizations', { name, domains: ['canary.invalid'], owner });
  const { id } = founded['organization'] as { readonly id: string };
  if (project) await administer('POST', `/organizations/${id}/projects`, { name: 'Canary' });
  const made = await administer('POST', `/organizations/${id}/keys`, { name: 'Canary', scope: 'full' });
  return String(made['key']);
}

beforeAll(async () => {
  server = await startLocalServer();
  key = await foundCanary('Canary');
});

afterAll(() => server.stop());

async function scim(path: string, init: RequestInit = {}, as = key): Promise<Readonly<Record<string, unknown>>> {
  const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/scim+json' };
  const response = await fetch(`${server.scimBaseUrl}${path}`, { ...init, headers });
  return (await response.json()) as Record<string, unknown>;
}

/** One round; `send` may spoil what comes back. */
async function play(options: { readonly key?: string; readonly send?: typeof fetch } = {}) {
  const lines: string[] = [];
  const { scimBaseUrl } = server;
  const handler = canary({
    scimBaseUrl,
    readKey: async () => options.key ?? key,
    write: (line) => void lines.push(line),
    ...(options.send !== undefined && { send: options.send }),
  });
  const failed = await handler().then(
    () => false,
    () => true,
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{.*\}\n$/u);
  return { failed, line: JSON.parse(String(lines[0])) as Record<string, unknown>, text: String(lines[0]) };
}

/** The network with one answer in the place of another. */
function spoiled(matches: (method: string, url: string, body: string) => boolean, status: number, body = '{}') {
  return (async (url: string, init: RequestInit) =>
    matches(String(init.method), url, typeof init.body === 'string' ? init.body : '')
      ? new Response(status === 204 ? null : body, { status })
      : fetch(url, init)) as unknown as typeof fetch;
}

describe('a round of the canary on the local server', () => {
  it('passes, again and again, and leaves nobody behind', async () => {
    for (const _ of ['first', 'second']) {
      const { failed, line } = await play();
      expect({ failed, line }).toMatchObject({ failed: false, line: { level: 'INFO', event: 'canaryPassed' } });
      expect(Object.keys(line['steps'] as object)).toEqual([
        'find',
        'create',
        'findAgain',
        'assign',
        'change',
        'unassign',
        'deactivate',
        'delete',
      ]);
    }
    expect(await scim('/Users?filter=userName%20sw%20"round"')).toMatchObject({ totalResults: 0 });
  });

  it('takes away first what a round left that was killed', async () => {
    await scim('/Users', {
      method: 'POST',
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: canaryUserName,
        emails: [{ value: canaryUserName, primary: true }],
      }),
    });
    expect(await play()).toMatchObject({ failed: false });
  });

  it('tells neither key nor name in its line', async () => {
    const { text } = await play();
    for (const secret of [key, canaryUserName]) expect(text).not.toContain(secret);
  });
});

describe('a round of the canary fails, and says in one sentence at which step', () => {
  it.each<[string, typeof fetch, string]>([
    [
      'where a change is answered and not made',
      spoiled((method, url, body) => method === 'PATCH' && url.includes('/Groups/') && body.includes('"add"'), 204),
      'The step "assign" does not show the group that the user was added to.',
    ],
    [
      'where a creation is refused',
      spoiled((method) => method === 'POST', 503),
      'The step "create" answered 503 instead of 201.',
    ],
    [
      'where a user who was created is not found',
      spoiled((method, url) => method === 'GET' && url.includes('filter='), 200),
      'The step "findAgain" does not find the user that was just created.',
    ],
  ])('%s', async (_, send, sentence) => {
    const { failed, line } = await play({ send });
    expect(failed).toBe(true);
    expect(line).toMatchObject({ level: 'ERROR', event: 'canaryFailed', fault: { message: sentence } });
    expect(await scim('/Users?filter=userName%20sw%20"round"')).toMatchObject({ totalResults: 0 });
  });

  it('where its key is refused, without the key in the line', async () => {
    const { failed, line, text } = await play({ key: `${key}x` });
    expect(failed).toBe(true);
    expect(line).toMatchObject({ fault: { message: 'The step "find" answered 401 instead of 200.' } });
    expect(text).not.toContain(key);
  });

  it('where its organization has no group to assign the user to', async () => {
    const { line } = await play({ key: await foundCanary('Bare canary', false) });
    expect(line).toMatchObject({
      fault: {
        message: `The step "assign" finds no group. Please create a project in the canary's organization.`,
      },
    });
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { terminal } from '../../console/terminal.ts';
import { playOkta } from '../../local/okta/play.ts';
import { programs } from '../../upkeep/programs.ts';
import { runSuites } from '../conformance/run.ts';
import { openSession } from '../conformance/session.ts';
import { suites } from '../conformance/suites.ts';
import { runIn } from '../support/command-line.ts';
import { folderMaker, serveLocal, type ServerProcess } from '../support/local-process.ts';
import { userBody } from '../support/scim-client.ts';

const newFolder = folderMaker();
let server: ServerProcess;
/** Everything that the traffic said. */
const said = new Set<string>();
/** What the server wrote from its first request to its end. */
let log = '';

/** Words that lines have of themselves, in operations, kinds and names of fields, and that requests say too. */
const ours = new Set(
  [
    'Groups groups Member member Members members Schemas ServiceProviderConfig ResourceTypes .search DELETE delete',
    'Remove remove userName operation organizations projects activity replace uniqueness mutability /Users /Groups',
  ].flatMap((words) => words.split(' ')),
);

/** True for what says nothing of anybody: words of ours, ids, which the log is for, and what is too short to tell. */
function isOurs(text: string): boolean {
  return text.length < 6 || ours.has(text) || /^[0-9a-f-]{36}$/u.test(text) || /^(?:urn:|https?:)/u.test(text);
}

function note(value: unknown): void {
  if (typeof value === 'string') said.add(value);
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(note);
}

/** Notes what a request says: the texts of its body, its query, and its key. */
function noteRequest(input: Parameters<typeof fetch>[0], init: RequestInit = {}): void {
  const url = new URL(input instanceof Request ? input.url : input);
  for (const value of url.searchParams.values()) note(value);
  url.pathname.split('/').forEach((segment) => said.add(decodeURIComponent(segment)));
  note(new Headers(init.headers).get('authorization')?.replace(/^bearer /iu, ''));
  if (typeof init.body !== 'string') return;
  try {
    note(JSON.parse(init.body));
  } catch {
    // What is no JSON was meant as a text.
    note(init.body);
  }
}

beforeAll(async () => {
  server = await serveLocal(['--memory', '--open'], { folder: await newFolder() });
  const welcome = server.output().length;
  const real = globalThis.fetch;
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    noteRequest(input, init);
    return real(input, init);
  });
  try {
    await talk(spy);
  } finally {
    spy.mockRestore();
  }
  const { stdout, stderr } = await server.end();
  log = stdout.slice(welcome) + stderr;
}, 90_000);
afterAll(() => server.end('SIGKILL'));

/** The play of Okta, every case of conformance, and an administrator's work. */
async function talk(fetched: typeof fetch): Promise<void> {
  const { scimBaseUrl: baseUrl, scimKey: key, adminBaseUrl, adminKey, organizationId } = server;
  const secrets = JSON.parse(await readFile(join(server.folder, 'endpoint.json'), 'utf8')) as Record<string, string>;
  note([secrets['scimKey'], secrets['adminKey']]);
  await playOkta({ baseUrl, key, domain: 'example.com', write: () => undefined });
  const session = await openSession(baseUrl, key, 'example.com');
  await runSuites(session, suites, () => undefined);

  const { isAlive, sleep, now } = terminal(programs);
  const rollcall = (...args: readonly string[]) =>
    runIn([...args, '--data', server.folder], fetched, { isAlive, sleep, now });
  const named = ['--given-name', 'Grace-Brewster', '--family-name', 'Murray-Hopper'];
  await rollcall('member', 'create', 'grace.hopper@example.com', ...named);
  await rollcall('project', 'create', 'Nautilus Project 9');
  await rollcall('key', 'create', 'Key of Captain 9');
  await rollcall('member', 'list', 'grace.hop');
  await rollcall('activity', '--refused');

  const admin = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const place = `${adminBaseUrl}/organizations/${organizationId}`;
  for (const [path, body] of [
    ['members', { userName: 'second.person@example.com', givenName: 'Second-Name', familyName: 'Third-Name' }],
    [
      'members',
      { userName: 'no address at all', givenName: 'Refused-Name', familyName: 'Wrong-Name', surprise: 'Sur-prise' },
    ],
    ['projects', { name: 'Secret Project 7' }],
  ] as const) {
    await fetched(`${place}/${path}`, { method: 'POST', headers: admin, body: JSON.stringify(body) });
  }
  const scim = { authorization: `Bearer ${key}`, 'content-type': 'application/scim+json' };
  const phone = {
    phoneNumbers: [{ value: '+49 30 901820', type: 'work' }],
    password: 'hunter2-hunter2',
    externalId: '00u-okta-1',
  };
  await fetched(`${baseUrl}/Users`, {
    method: 'POST',
    headers: scim,
    body: JSON.stringify(userBody('tele.phone@example.com', phone)),
  });
  await fetched(`${baseUrl}/Users?filter=${encodeURIComponent('phoneNumbers.value sw "+49 30"')}`, { headers: scim });
  await fetched(`${baseUrl}/Users/tele.phone@example.com`, { headers: scim });
  await fetched(`${baseUrl}/Users`, { headers: { authorization: 'Bearer scim-wrong-key-of-somebody' } });
  await fetched(`${baseUrl}/Users`, { method: 'POST', headers: scim, body: '{"userName":"broken.json@example.com"' });
}

it('has real traffic to be tested with', () => {
  expect(log.split('\n').length).toBeGreaterThan(300);
  expect(log).toContain('"status":201');
  for (const text of ['grace.hopper@example.com', 'tele.phone@example.com', 'hunter2-hunter2', server.scimKey]) {
    expect(said).toContain(text);
  }
  expect([...said].filter((text) => !isOurs(text)).length).toBeGreaterThan(500);
});

it('has no name, address, phone number, externalId, filter, password or key of the traffic in any line', () => {
  const lines = log.split('\n');
  const found = [...said]
    .filter((text) => !isOurs(text))
    // As it stands in JSON, which every line is.
    .filter((text) => log.includes(text) || log.includes(JSON.stringify(text).slice(1, -1)))
    .map((text) => `${text} in ${lines.find((line) => line.includes(text))?.slice(0, 300)}`);
  expect(found).toEqual([]);
});

it('has no address of anybody, and no stack, in any line', () => {
  expect(log.match(/[\w.+-]+@[\w-]+\.\w+/gu)).toBeNull();
  expect(log).not.toMatch(/"stack"|^\s+at /mu);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { runCase } from './run.ts';
import { openSession, type Session } from './session.ts';
import { suites } from './suites.ts';

let server: RunningServer;
let session: Session;
beforeAll(async () => {
  server = await startLocalServer('--open');
  session = await openSession(server.scimBaseUrl, server.scimKey);
});
afterAll(() => server.stop());

describe.each(suites)('$title', ({ cases }) => {
  it.each(cases.map((entry) => [entry.proves, entry.name, entry] as const))('%s: %s', async (_, __, entry) => {
    const { deviation } = entry;
    const expected = deviation === undefined ? ['passed', ''] : ['deviation', deviation.reason];
    const { result, what } = await runCase(session, entry);
    expect([result, what]).toEqual(expected);
  });
});

describe('the suites', () => {
  it('name each suite, and each case within it, once', () => {
    const titles = suites.map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
    for (const { cases } of suites) {
      const names = cases.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('are described in docs/conformance.md, each deviation with its reason', async () => {
    const document = await readFile(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8');
    for (const { title } of suites) expect(document).toContain(`| ${title} `);
    const reasons = suites.flatMap(({ cases }) =>
      cases.flatMap(({ deviation }) => (deviation === undefined ? [] : [deviation.reason])),
    );
    for (const reason of reasons) expect(document).toContain(reason);
  });

  it('leave nothing behind', async () => {
    expect(await session.cleanUp()).toEqual([]);
    expect((await session.get('/Users')).body).toMatchObject({ totalResults: 1 });
  });
});

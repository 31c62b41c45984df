import { expect, it } from 'vitest';
import { startLocalServer } from '../support/local-server.ts';
import type { Entry } from './report.ts';
import { runSuites } from './run.ts';
import { openSession } from './session.ts';
import { suites } from './suites.ts';

it('G4, U1: an organization with generated groups passes what it allows, and keeps nothing of it', async () => {
  const server = await startLocalServer();
  try {
    const session = await openSession(server.scimBaseUrl, server.scimKey);
    const entries: Entry[] = [];
    expect(await runSuites(session, suites, (entry) => void entries.push(entry))).toEqual([]);
    const named = (result: string): string[] =>
      entries
        .filter(({ outcome }) => outcome.result === result)
        .map(({ suite, entry, outcome }) => `${suite.title}: ${entry.name}: ${outcome.what}`);
    expect(named('failed')).toEqual([]);
    expect(named('passed').length).toBeGreaterThan(named('skipped').length * 5);
    expect((await session.get('/Users')).body).toMatchObject({ totalResults: 1 });
  } finally {
    await server.stop();
  }
}, 180_000);

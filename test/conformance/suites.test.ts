import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { productNamed } from '#domain/product.ts';
import { scimDocument } from '../../reference/scim-document.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { type AnsweredExchange, conformityTo, notingFetch } from '../support/openapi.ts';
import { runCase } from './run.ts';
import { openSession, type Session } from './session.ts';
import { suites } from './suites.ts';

let server: RunningServer;
let session: Session;
const seen: AnsweredExchange[] = [];
beforeAll(async () => {
  server = await startLocalServer('--open');
  vi.stubGlobal('fetch', notingFetch(fetch, seen));
  session = await openSession(server.scimBaseUrl, server.scimKey);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await server.stop();
});

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

  it('are given no answer that the description of the API does not have', () => {
    const served = [
      /^[A-Z]+ \/scim\/v2(?:$|\/(?:Users|Groups|Bulk|\.search)(?:\/|$))/u,
      /^(?:GET|HEAD) \/scim\/v2\/(?:Schemas|ResourceTypes|ServiceProviderConfig)(?:\/|$)/u,
    ];
    const known = seen.filter(({ method, path }) => served.some((route) => route.test(`${method} ${path}`)));
    expect(known.length).toBeGreaterThan(1000);
    const statuses = new Set(known.map(({ status }) => String(status)));
    expect([...statuses].toSorted().join(' ')).toBe('200 201 204 304 400 401 403 404 409 412 413');
    const { answer } = conformityTo(scimDocument(productNamed('Statsig'), '1.0.0'));
    expect([...new Set(known.flatMap(answer))]).toEqual([]);
  });

  it('leave nothing behind', async () => {
    expect(await session.cleanUp()).toEqual([]);
    expect((await session.get('/Users')).body).toMatchObject({ totalResults: 1 });
  }, 60_000);
});

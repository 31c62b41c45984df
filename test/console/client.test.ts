import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { organizationId, page, problem, runIn, runWith, type Asked } from '../support/command-line.ts';

const project = (name: string): object => ({ id: name, name, createdAt: '2026-11-23T12:00:00.000Z', groups: [] });

describe('a list', () => {
  const pages = ({ url }: Asked): { body: object } => {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = Math.min(450, from + Number(url.searchParams.get('limit')));
    const items = Array.from({ length: to - from }, (_, index) => project(`P${from + index}`));
    return { body: { items, ...(to < 450 && { nextCursor: String(to) }) } };
  };

  it('is followed to its end', async () => {
    const { code, out, asked } = await runWith(['project', 'list', '--json'], { 'GET /projects': pages });
    const { items, more } = JSON.parse(out) as { items: { id: string }[]; more: boolean };
    expect(code).toBe(0);
    expect(items.map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, index) => `P${index}`));
    expect(more).toBe(false);
    expect(asked.map(({ url }) => url.search)).toEqual([
      '?limit=200',
      '?limit=200&cursor=200',
      '?limit=200&cursor=400',
    ]);
  });

  it('ends where --limit says, and says that there is more', async () => {
    const { out, err, asked } = await runWith(['project', 'list', '--limit', '250'], { 'GET /projects': pages });
    expect(out.split('\n')).toHaveLength(251);
    expect(err).toBe('There are more: --limit gives as many as you like.');
    expect(asked.map(({ url }) => url.search)).toEqual(['?limit=200', '?limit=50&cursor=200']);
  });

  it('goes on after a page without items', async () => {
    const answers = {
      'GET /projects': ({ url }: Asked) =>
        url.searchParams.has('cursor') ? page(project('P')) : { body: { items: [], nextCursor: 'x' } },
    };
    expect((await runWith(['project', 'list'], answers)).out).toContain('P ');
  });
});

describe('a refusal', () => {
  it('is told with its title, its detail, each mistake, and where help is', async () => {
    const refusal = problem(400, 'Bad Request', {
      type: 'https://docs.example/troubleshooting#badName',
      code: 'badName',
      detail: 'The name is too long. Please choose a shorter one.',
      errors: [
        { pointer: '/name', detail: 'at most 100 characters' },
        { pointer: '', detail: 'unknown field "x"' },
      ],
      requestId: 'r-1',
    });
    const { code, out, err } = await runWith(['project', 'create', 'x'], { 'POST /projects': refusal });
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n')).toEqual([
      'Refused (400): Bad Request',
      'The name is too long. Please choose a shorter one.',
      '  /name: at most 100 characters',
      '  the body: unknown field "x"',
      'Help: https://docs.example/troubleshooting#badName',
    ]);
  });

  it.each([
    ['Owner cannot be modified', 'Owner cannot be modified. Please transfer the ownership first.'],
    [
      'There is no change … in this organization',
      'There is no change "x" in this organization. Please use another id.',
    ],
  ])('is told once where its title opens its detail: %s', async (title, detail) => {
    const refusal = problem(403, title, { detail, code: 'someCode' });
    const { err } = await runWith(['project', 'create', 'x'], { 'POST /projects': refusal });
    expect(err).toBe(`Refused (403): ${detail}\nHelp: docs/troubleshooting.md#someCode`);
  });

  it('is told to programs as the document that it is', async () => {
    const refusal = problem(409, 'Taken', { detail: 'Taken.', code: 'taken' });
    const { code, out, err } = await runWith(['project', 'create', 'x', '--json'], { 'POST /projects': refusal });
    expect([code, out]).toEqual([1, '']);
    expect(JSON.parse(err)).toEqual(refusal.body);
  });

  it('names the request where the fault is not the caller’s', async () => {
    const refusal = problem(500, 'Internal Server Error', { requestId: 'r-500' });
    const { err } = await runWith(['project', 'list'], { 'GET /projects': refusal });
    expect(err).toBe('Failed (500): Internal Server Error\nRequest id: r-500');
  });

  it('of the credentials ends with 3', async () => {
    const refusal = problem(401, 'Unauthorized', { detail: 'The admin key is not valid.' });
    const { code, err } = await runWith(['project', 'list'], { 'GET /projects': refusal });
    expect([code, err]).toEqual([3, 'Refused (401): Unauthorized\nThe admin key is not valid.']);
  });

  it.each([
    ['HTML', { status: 200, body: '<html>' }],
    ['another API', { status: 404, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'] } }],
    ['a redirect', { status: 302, body: '', headers: { location: 'https://sso.example' } }],
  ])('of %s ends with 3 and doubts the endpoint', async (_, answer) => {
    const { code, err } = await runWith(['project', 'list'], { 'GET /projects': answer });
    expect(code).toBe(3);
    expect(err).toMatch(/answers with \d+, and not as the admin API does\. Please check the endpoint/u);
  });

  it('of the gateway for being busy ends with 1', async () => {
    const busy = { status: 503, body: { message: 'Service Unavailable' } };
    const { code, err } = await runWith(['project', 'list'], { 'GET /projects': busy });
    expect([code, err]).toEqual([
      1,
      'The service is not available at the moment (503: Service Unavailable). Please try again.',
    ]);
  });
});

describe('what was put off', () => {
  const soon = { ...problem(503, 'Busy'), headers: { 'retry-after': '2' } };
  const early = { ...problem(429, 'Too Many Requests'), headers: { 'retry-after': '1' } };

  it('is asked again after the time that the answer names', async () => {
    const given = [soon, early, page(project('P'))];
    const { code, slept } = await runWith(['project', 'list'], { 'GET /projects': () => given.shift() ?? {} });
    expect([code, slept]).toEqual([0, [2000, 1000]]);
  });

  it('is given up after four tries', async () => {
    const { code, asked } = await runWith(['project', 'list'], { 'GET /projects': soon });
    expect([code, asked.length]).toEqual([1, 4]);
  });

  it('is no write that may have been carried out', async () => {
    const { code, asked } = await runWith(['project', 'create', 'P'], { 'POST /projects': soon });
    expect([code, asked.length]).toEqual([1, 1]);
    const given = [early, { status: 201, body: project('P') }];
    const again = await runWith(['project', 'create', 'P'], { 'POST /projects': () => given.shift() ?? {} });
    expect([again.code, again.asked.length]).toEqual([0, 2]);
  });

  it('is not waited for longer than people do', async () => {
    const late = { ...soon, headers: { 'retry-after': '600' } };
    expect((await runWith(['project', 'list'], { 'GET /projects': late })).slept).toEqual([]);
  });
});

describe('silence', () => {
  it('ends with 3, and with the innermost reason', async () => {
    const cause = new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:1')]);
    const silent = (): Promise<Response> => Promise.reject(new TypeError('fetch failed', { cause }));
    const { code, err } = await runIn(['org', 'list', '--endpoint', 'http://127.0.0.1:1', '--key', 'k'], silent);
    expect(code).toBe(3);
    expect(err).toMatch(/gives no answer: connect ECONNREFUSED 127\.0\.0\.1:1\. Please check/u);
  });

  it('is told in one line where what listens there speaks no TLS', async () => {
    const plain = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const url = `https://127.0.0.1:${(plain.address() as AddressInfo).port}/admin/v1`;
    const { code, err } = await runIn(['org', 'list', '--endpoint', url, '--key', 'k'], fetch);
    plain.close();
    expect([code, err]).toEqual([3, expect.stringMatching(/ gives no answer: TLS: [a-z ]+\. Please check[^\n]*$/u)]);
  });
});

describe('a request', () => {
  it('says for whom it is', async () => {
    const { asked } = await runWith(['project', 'list', '--on-behalf-of', 'u-1'], { 'GET /projects': page() });
    expect(asked[0]?.headers.get('on-behalf-of')).toBe('u-1');
  });

  it('cannot leave its path, whatever an id holds', async () => {
    const { asked } = await runWith(['change', 'show', '../../organizations?x#y'], {});
    expect(asked[0]?.url.pathname).toBe(
      `/admin/v1/organizations/${organizationId}/changes/..%2F..%2Forganizations%3Fx%23y`,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { keyBytes, mintKey } from '#domain/keys.ts';
import { examineBaseUrl, examineKey } from '../../console/doctor-address.ts';
import { explainSilence } from '../../console/doctor-probe.ts';
import type { Surroundings } from '../../console/surroundings.ts';
import { folderWith, pretend, runIn, type Answers, type Asked, type Ended } from '../support/command-line.ts';

const secret = mintKey(new Uint8Array(keyBytes).fill(7));
const resource = (name: string): string => `urn:ietf:params:scim:schemas:core:2.0:${name}`;
const list = (...resources: readonly object[]): { body: object; headers: Record<string, string> } => ({
  body: { totalResults: resources.length, startIndex: 1, itemsPerPage: resources.length, Resources: resources },
  headers: { 'content-type': 'application/scim+json' },
});
const ada = {
  id: 'u-1',
  userName: 'ada@acme.com',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'ada@acme.com' }],
};
const refusal = (status: number, detail: string): { status: number; body: object } => ({
  status,
  body: { status, detail },
});
const sound: Answers = {
  'GET /ServiceProviderConfig': {
    body: { schemas: [resource('ServiceProviderConfig')] },
    headers: { date: 'Mon, 23 Nov 2026 12:00:20 GMT' },
  },
  'GET /Users': ({ url }) => {
    const filter = url.searchParams.get('filter');
    return filter === null || /ada@acme\.com/iu.test(filter) ? list(ada) : list();
  },
  'GET /Groups': list({ id: 'g-1', displayName: 'Statsig-ProjectA-Admin' }),
  'GET /Schemas': list({ id: resource('User') }, { id: resource('Group') }),
  'POST /Bulk': { body: { Operations: [] } },
};

/** Runs the doctor against an endpoint that is sound but for some answers. */
function examine(
  answers: Answers = {},
  {
    url = 'https://scim.acme.com/scim/v2',
    key = secret,
    more = [],
    ...surroundings
  }: Partial<Surroundings> & { readonly url?: string; readonly key?: string; readonly more?: readonly string[] } = {},
): Promise<Ended> {
  const args = ['doctor', '--scim', url, '--scim-key', key, ...more];
  return runIn(args, pretend({ ...sound, ...answers }), surroundings);
}

describe('a sound endpoint', () => {
  it('passes each check', async () => {
    const { code, out, err } = await examine();
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').map((line) => line.split(/ {2,}/u))).toEqual([
      ['ok', 'base URL', 'https://scim.acme.com/scim/v2'],
      ['ok', 'key', 'written as a SCIM key is'],
      ['ok', 'reach', 'SCIM is served there (0 ms)'],
      ['ok', 'connection test', 'passed, 1 user'],
      ['ok', 'user lookup', 'finds whom it should, in capitals too'],
      ['ok', 'user import', '1 user, 1 on the first page, all complete'],
      ['ok', 'group import', '1 group; tick "Import Groups" in Okta to link them'],
      ['ok', 'schemas', '2 schemas, that of users among them'],
      ['ok', 'writing', 'the key may write'],
      ['ok', 'speed', '9 answers, half of them within 0 ms, the slowest in 0 ms'],
      ['All is well.'],
    ]);
  });

  it('is asked as Okta asks, and never for a change', async () => {
    const { asked } = await examine();
    const requests = asked.map(({ method, path, url }) => `${method} ${path}${url.search}`);
    expect(requests).toEqual([
      'GET /ServiceProviderConfig',
      'GET /Users?startIndex=1&count=2',
      expect.stringMatching(/^GET \/Users\?filter=userName%20eq%20%22rollcall-doctor-.*%22&startIndex=1&count=100$/u),
      'GET /Users?startIndex=1&count=2',
      'GET /Users?filter=userName%20eq%20%22ADA%40ACME.COM%22&startIndex=1&count=100',
      'GET /Users?startIndex=1&count=100',
      'GET /Groups?startIndex=1&count=100',
      'GET /Schemas',
      'POST /Bulk',
    ]);
    expect(asked.at(-1)?.body).toMatchObject({ Operations: [] });
    expect(asked[0]?.headers.get('authorization')).toBeNull();
    expect(asked[1]?.headers.get('authorization')).toBe(`Bearer ${secret}`);
  });

  it('is told to programs as one document', async () => {
    const { out } = await examine({}, { more: ['--json'] });
    const { healthy, findings } = JSON.parse(out) as { healthy: boolean; findings: object[] };
    expect(healthy).toBe(true);
    expect(findings[1]).toEqual({ check: 'key', state: 'ok', words: 'written as a SCIM key is' });
  });

  it('passes without anybody in it, but for the groups', async () => {
    const { code, out } = await examine({ 'GET /Users': list(), 'GET /Groups': list() });
    expect(code).toBe(0);
    expect(out).toMatch(/ok {4}user lookup {6}finds nobody where there is nobody/u);
    expect(out).toMatch(/warn {2}group import {5}there are no groups\n {23}Okta will have none to link/u);
    expect(out.split('\n').at(-1)).toBe('It works; 1 to look at.');
  });
});

describe('an endpoint that is not sound', () => {
  const html = { body: '<html></html>' };
  it.each<[string, Answers, RegExp]>([
    [
      'leads elsewhere',
      {
        'GET /ServiceProviderConfig': { status: 301, body: '', headers: { location: '/other/ServiceProviderConfig' } },
      },
      /fail {2}reach .*\(301\).*\n +Please enter https:\/\/scim\.acme\.com\/other\./u,
    ],
    ['is a web page', { 'GET /ServiceProviderConfig': html }, /fail {2}reach .*not served there \(200\)/u],
    ['refuses the key', { 'GET /Users': refusal(401, 'no') }, /fail {2}connection test {2}the key is refused \(401\)/u],
    [
      'fails',
      { 'GET /Users': refusal(500, 'Oh no.') },
      /fail {2}connection test {2}refused \(500\): Oh no\.\n +Please try again in a while/u,
    ],
    [
      'counts in words',
      { 'GET /Users': { body: { totalResults: '1' } } },
      /fail {2}connection test .*totalResults, startIndex, itemsPerPage should be numbers/u,
    ],
    [
      'does not filter',
      { 'GET /Users': list(ada) },
      /fail {2}user lookup {6}a userName that nobody has finds somebody/u,
    ],
    [
      'cannot filter',
      { 'GET /Users': ({ url }: Asked) => (url.searchParams.has('filter') ? refusal(400, 'What?') : list(ada)) },
      /fail {2}user lookup {6}refused \(400\): What\?/u,
    ],
    [
      'heeds case',
      { 'GET /Users': ({ url }: Asked) => (url.searchParams.has('filter') ? list() : list(ada)) },
      /fail {2}user lookup {6}a userName finds 0 users/u,
    ],
    [
      'has nameless groups',
      { 'GET /Groups': list({ id: 'g-1' }) },
      /fail {2}group import {5}1 group without id or name/u,
    ],
    [
      'has no groups endpoint',
      { 'GET /Groups': refusal(404, 'None.') },
      /fail {2}group import {5}refused \(404\): None\./u,
    ],
    [
      'lacks a schema',
      { 'GET /Schemas': list({ id: resource('Group') }) },
      /fail {2}schemas {10}the schema of users is missing/u,
    ],
    ['has no schemas', { 'GET /Schemas': refusal(501, 'None.') }, /fail {2}schemas/u],
    [
      'cannot write',
      { 'POST /Bulk': refusal(500, 'Oh no.') },
      /fail {2}writing {10}a Bulk request .* with 500, not 200/u,
    ],
  ])('%s', async (_, answers, expected) => {
    const { code, out, err } = await examine(answers);
    expect(out).toMatch(expected);
    expect(code).toBe(1);
    expect(err).toMatch(/^1 of \d+ checks failed\.$/u);
  });

  it.each<[string, Answers, RegExp]>([
    ['a key that may only read', { 'POST /Bulk': refusal(403, 'no') }, /warn {2}writing {10}the key may only read/u],
    [
      'people without a name',
      {
        'GET /Users': ({ url }: Asked) =>
          url.searchParams.has('filter')
            ? (sound['GET /Users'] as (asked: Asked) => object)({ url } as Asked)
            : list(ada, { id: 'u-2', userName: 'x@acme.com', emails: [{}] }),
      },
      /warn {2}user import {6}1 of 2 users without .*\(x@acme\.com\)/u,
    ],
    [
      'a clock that is ahead',
      {
        'GET /ServiceProviderConfig': {
          body: { schemas: [resource('ServiceProviderConfig')] },
          headers: { date: 'Mon, 23 Nov 2026 12:10:00 GMT' },
        },
      },
      /warn {2}reach {12}its clock is 600 s ahead of this one/u,
    ],
    [
      'a clock that is behind',
      {
        'GET /ServiceProviderConfig': {
          body: { schemas: [resource('ServiceProviderConfig')] },
          headers: { date: 'Mon, 23 Nov 2026 11:50:00 GMT' },
        },
      },
      /warn {2}reach {12}its clock is 600 s behind this one/u,
    ],
  ])('only warns of %s', async (_, answers, expected) => {
    const { code, out } = await examine(answers);
    expect(out).toMatch(expected);
    expect(code).toBe(0);
  });

  it('only warns of answers that take long', async () => {
    let now = 0;
    const { out } = await examine({}, { now: () => new Date((now += 1500)) });
    expect(out).toMatch(/ok {4}speed {12}9 answers, half of them within 1500 ms/u);
    const { out: slower } = await examine({}, { now: () => new Date((now += 2500)) });
    expect(slower).toMatch(/warn {2}speed {12}9 answers, half of them within 2500 ms/u);
  });

  it.each([
    ['https://scim.acme.com', '/scim/v2', 'https://scim.acme.com/scim/v2'],
    ['https://scim.acme.com/scim', '/scim/v2', 'https://scim.acme.com/scim/v2'],
    ['https://scim.acme.com/wrong/path', '/scim/v2', 'https://scim.acme.com/scim/v2'],
    ['https://scim.acme.com/tenant', '/tenant/scim/v2', 'https://scim.acme.com/tenant/scim/v2'],
  ])('is found where it is: %s', async (url, served, meant) => {
    const only: Surroundings['fetch'] = (target) => {
      const there = new URL(target).pathname === `${served}/ServiceProviderConfig`;
      const config = { schemas: [resource('ServiceProviderConfig')] };
      return Promise.resolve(new Response(JSON.stringify(there ? config : {}), { status: there ? 200 : 404 }));
    };
    const { code, out } = await runIn(['doctor', '--scim', url, '--scim-key', secret], only);
    expect(code).toBe(1);
    expect(out).toContain(`Please enter ${meant}: it is served there.`);
  });

  it('that does not answer ends the examination', async () => {
    const cause = Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' });
    const silent = (): Promise<Response> => Promise.reject(new TypeError('fetch failed', { cause }));
    const args = ['doctor', '--scim', 'https://scim.acme.com/scim/v2', '--scim-key', secret];
    const { code, out, err } = await runIn(args, silent);
    expect([code, err]).toEqual([1, '1 of 3 checks failed.']);
    expect(out).toContain(
      'no answer: certificate has expired\n                       The certificate has expired. Please renew it.',
    );
  });
});

describe('why there is no answer', () => {
  it.each([
    ['ENOTFOUND', /No such host/u],
    ['ECONNREFUSED', /Nothing listens there/u],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /self-signed/u],
    ['SOMETHING_ELSE', /Please check the base URL/u],
  ])('%s is explained', (code, expected) => {
    const inner = new AggregateError([Object.assign(new Error('why'), { code })], 'all failed');
    expect(explainSilence(new TypeError('fetch failed', { cause: inner }))).toEqual({
      reason: 'why',
      advice: expect.stringMatching(expected) as string,
    });
  });

  it('is told without a code too', () => {
    expect(explainSilence(new Error('aborted')).reason).toBe('aborted');
    expect(explainSilence('odd')).toEqual({ reason: 'odd', advice: expect.stringMatching(/Please check/u) as string });
  });
});

describe('a base URL', () => {
  it.each([
    ['https://scim.acme.com/scim/v2', 'ok', 'https://scim.acme.com/scim/v2', /^https/u],
    ['https://scim.acme.com/scim/v2/', 'warn', 'https://scim.acme.com/scim/v2', /ends in a slash/u],
    [' "https://scim.acme.com/scim/v2" ', 'warn', 'https://scim.acme.com/scim/v2', /quotes or spaces/u],
    ['https://scim.acme.com/scim/v2/Users', 'fail', 'https://scim.acme.com/scim/v2', /not the base of all/u],
    ['https://scim.acme.com/scim/v2?x=1', 'fail', 'https://scim.acme.com/scim/v2', /query or a fragment/u],
    ['https://scim.acme.com/admin/v1', 'fail', 'https://scim.acme.com/admin/v1', /the admin API/u],
    ['https://scim_a.acme.com/scim/v2', 'fail', 'https://scim_a.acme.com/scim/v2', /underscore/u],
    ['http://scim.acme.com/scim/v2', 'fail', 'http://scim.acme.com/scim/v2', /https only/u],
    ['http://127.0.0.1:8787/scim/v2', 'warn', 'http://127.0.0.1:8787/scim/v2', /this machine alone/u],
    [`https://acme.com/${'a'.repeat(1024)}`, 'fail', `https://acme.com/${'a'.repeat(1024)}`, /longer than 1024/u],
    ['scim.acme.com/scim/v2', 'fail', undefined, /is no URL/u],
    ['', 'fail', undefined, /is no URL/u],
  ])('%j is %s', (text, state, baseUrl, words) => {
    const { finding, ...rest } = examineBaseUrl(text);
    expect(finding).toMatchObject({ state, words: expect.stringMatching(words) as string });
    expect(rest).toEqual(baseUrl === undefined ? {} : { baseUrl });
  });
});

describe('a key', () => {
  it.each([
    [secret, 'ok', secret, /written as/u],
    [`Bearer ${secret}`, 'warn', secret, /begins with Bearer/u],
    [`Bearer bearer ${secret}`, 'fail', secret, /Bearer twice/u],
    [`"${secret}"`, 'fail', secret, /quotes or spaces/u],
    [` ${secret}`, 'fail', secret, /quotes or spaces/u],
    [`"Bearer ${secret}"`, 'fail', secret, /quotes or spaces/u],
    [secret.slice(0, -1), 'fail', secret.slice(0, -1), /not 49 letters and digits/u],
    [`Bearer ${secret}0`, 'fail', `${secret}0`, /not 49 letters and digits/u],
    ['scim-two words', 'fail', 'scim-two words', /strange characters/u],
    ['admin-key', 'fail', 'admin-key', /an admin key/u],
    ['token', 'warn', 'token', /does not begin with scim-/u],
    ['Bearer ', 'fail', '', /is empty/u],
  ])('%j is %s', (text, state, key, words) => {
    const examined = examineKey(text);
    expect(examined).toMatchObject({ key, finding: { state, words: expect.stringMatching(words) as string } });
    expect(JSON.stringify(examined.finding)).not.toContain(secret);
  });

  it('that could not be sent ends the examination once the endpoint was found', async () => {
    const { code, err, asked } = await examine({}, { key: 'scim-two words' });
    expect([code, err, asked.length]).toEqual([1, '1 of 3 checks failed.', 1]);
  });
});

describe('what is examined', () => {
  it('is the local server where nothing else is named', async () => {
    const server = {
      scimBaseUrl: 'http://127.0.0.1:1/scim/v2',
      scimKey: secret,
      adminBaseUrl: '',
      adminKey: '',
      organizationId: '',
      databaseEndpoint: '',
      tableName: '',
      pid: 1,
    };
    const data = await folderWith({ 'endpoint.json': JSON.stringify(server) });
    const variables = { ROLLCALL_SCIM: '', ROLLCALL_SCIM_KEY: '' };
    const { code, out, asked } = await runIn(['doctor', '--data', data], pretend(sound), { variables });
    expect(out).toContain('this machine alone');
    expect([code, asked[1]?.url.origin]).toEqual([0, 'http://127.0.0.1:1']);
  });

  it('is named by variables, the key by standard input', async () => {
    const variables = { ROLLCALL_SCIM: 'https://scim.acme.com/scim/v2', ROLLCALL_SCIM_KEY: '-' };
    const readInput = (): Promise<string> => Promise.resolve(`${secret}\n`);
    const { code, asked } = await runIn(['doctor'], pretend(sound), { variables, readInput });
    expect([code, asked[1]?.headers.get('authorization')]).toEqual([0, `Bearer ${secret}`]);
  });

  it('needs a key, which is not that of the local server', async () => {
    const { code, err, asked } = await runIn(['doctor', '--scim', 'https://scim.acme.com/scim/v2'], pretend(sound));
    expect([code, asked]).toEqual([2, []]);
    expect(err).toMatch(/^There is no SCIM key\. Please give the one of this endpoint/u);
  });

  it('is not changed by colours', async () => {
    const { out } = await examine({}, { colours: true });
    expect(out.split('\n')[0]).toBe('\u001b[32mok  \u001b[39m  base URL         https://scim.acme.com/scim/v2');
  });
});

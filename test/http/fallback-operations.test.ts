import { describe, expect, it } from 'vitest';
import { fallbackOperations } from '#http/fallback-operations.ts';
import { endpointOf, readable, refused } from '../support/endpoint.ts';

const { call, lines } = endpointOf(fallbackOperations);
const offered =
  'The SCIM base URL is https://api.test/scim/v2; below it are /Users and /Groups (GET, POST), /Users/{id} and ' +
  '/Groups/{id} (GET, PUT, PATCH, DELETE), /Bulk, /.search, /Users/.search and /Groups/.search (POST), and a query at the base URL itself (GET), /ServiceProviderConfig, /ResourceTypes and /Schemas (GET). ' +
  'Please correct the base URL or the path.';

describe('the catch-all', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/Users'],
    ['DELETE', '/scim/v2/Users'],
    ['POST', '/scim/v2/Bulk'],
    ['OPTIONS', '/scim/v2/Users/1'],
    ['GET', '/scim/v2/Men'],
  ])('P7: answers %s %s with 404, what was asked and what there is', async (method, url) => {
    expect(readable(await call({ method, url, key: null }))).toEqual(
      refused(404, `There is no ${method} ${url} here. ${offered}`),
    );
  });

  it('repeats only the beginning of a long path', async () => {
    const { body } = await call({ url: `/${'x'.repeat(5_000)}` });
    expect(body?.length).toBeLessThan(1_000);
  });

  it.each(['/scim/v2/Me', '/scim/Me', '/scim/v2/me/x'])('answers %s with 501', async (url) => {
    expect(readable(await call({ method: 'PATCH', url }))).toEqual(
      refused(
        501,
        `PATCH ${url} is not offered: a SCIM key stands for an organization, not for a person. Please use /Users.`,
      ),
    );
  });

  it.each([
    ['/scim/v1/Users', 'v1'],
    ['/scim/V3', 'V3'],
    ['/scim/v2.1/Users/1', 'v2.1'],
    ['/scim/v1.1/Me', 'v1.1'],
    [`/scim/v${'9'.repeat(500)}/`, `v${'9'.repeat(19)}…`],
  ])('RFC 7644 §3.13: answers %s with invalidVers, and the base URL of the version offered', async (url, version) => {
    expect(readable(await call({ url, key: null }))).toEqual(
      refused(
        400,
        `The version ${version} of SCIM is not offered here, only v2. Please use the SCIM base URL ` +
          'https://api.test/scim/v2.',
        'invalidVers',
      ),
    );
  });

  it.each(['/scim/v2', '/scim/v2/', '/scim/v2/v1/Users', '/scim/vx/Users', '/v1/Users'])(
    'P7: answers %s with 404, as it names no other version',
    async (url) => {
      expect((await call({ url, key: null })).statusCode).toBe(404);
    },
  );

  it('keeps paths out of the log: they may name people', async () => {
    await call({ url: '/scim/v2/Users/secret@example.com/x' });
    expect(lines.at(-1)).toMatchObject({ level: 'INFO', operation: '$default', status: 404 });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

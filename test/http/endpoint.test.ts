import { describe, expect, it } from 'vitest';
import type { Answer, Operations } from '#http/operation.ts';
import { invalidValue, unavailable } from '#scim/errors.ts';
import { acme, endpointOf, fullKey, readKey, readable, refused, strangeKey } from '../support/endpoint.ts';

const noKey = refused(
  401,
  'The SCIM key is missing or not valid. Please create a SCIM key in the Statsig Console and enter it as the API ' +
    'token of the provisioning connection.',
  undefined,
  { 'www-authenticate': 'Bearer realm="SCIM"' },
);

const ok = async (): Promise<Answer> => ({ status: 200, body: { id: '1' } });
const operations: Operations = {
  'GET /Users': { access: 'read', takesBody: false, answer: ok },
  'POST /Users': {
    access: 'write',
    takesBody: true,
    answer: async (_call, _context, body) => ({ status: 201, body: { body } }),
  },
  'DELETE /Users/{id}': { access: 'write', takesBody: false, answer: async () => ({ status: 204 }) },
  'GET /Schemas': {
    access: 'discovery',
    answer: (_, organization) => ({ status: 200, body: { organization: organization?.id ?? null } }),
  },
  $default: { access: 'anyone', answer: ({ baseUrl }) => ({ status: 200, body: { baseUrl } }) },
};

function failing(error: unknown) {
  return endpointOf({
    'GET /Users': {
      access: 'read',
      takesBody: false,
      answer: () => {
        throw error;
      },
    },
  });
}

describe('scimEndpoint', () => {
  it('P7: answers in SCIM, and lets nobody keep the answer', async () => {
    const { call } = endpointOf(operations);
    expect(readable(await call({ url: '/scim/v2/Users' }))).toEqual({
      status: 200,
      headers: { 'content-type': 'application/scim+json', 'cache-control': 'no-store' },
      body: { id: '1' },
    });
  });

  it('RFC 9110 §9.3.2: answers HEAD as GET, without the body', async () => {
    const { call, lines } = endpointOf({
      'GET /Users': { access: 'read', takesBody: false, answer: async () => ({ status: 200, body: { a: 1 } }) },
    });
    const { body, ...whole } = await call({ url: '/scim/v2/Users' });
    expect(body).toBe('{"a":1}');
    expect(await call({ method: 'HEAD', url: '/scim/v2/Users' })).toEqual(whole);
    const { body: refusal, ...rest } = await call({ url: '/scim/v2/Users', key: null });
    expect(refusal).toContain('401');
    expect(await call({ method: 'HEAD', url: '/scim/v2/Users', key: null })).toEqual(rest);
    expect(lines.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
      'GET /Users 200',
      'HEAD /Users 200',
      'GET /Users 401',
      'HEAD /Users 401',
    ]);
  });

  it('answers 204 without a body and without its type', async () => {
    const { call } = endpointOf(operations);
    const response = await call({ method: 'DELETE', url: '/scim/v2/Users/1' });
    expect(response).toEqual({ statusCode: 204, headers: { 'cache-control': 'no-store' } });
  });

  it.each([null, strangeKey, 'non-token'])('T4: refuses the key %s before the body is looked at', async (key) => {
    const { call } = endpointOf(operations);
    expect(readable(await call({ url: '/scim/v2/Users', key }))).toEqual(noKey);
    const post = await call({ method: 'POST', url: '/scim/v2/Users', key, body: 'no JSON' });
    expect(readable(post)).toEqual(noKey);
  });

  it('T4: takes the bare key', async () => {
    const { call } = endpointOf(operations);
    const response = await call({ url: '/scim/v2/Users', key: null, headers: { authorization: fullKey } });
    expect(response.statusCode).toBe(200);
  });

  it('T2: lets a key of the scope read ask, and refuses its writes before the body is looked at', async () => {
    const { call } = endpointOf(operations);
    expect((await call({ url: '/scim/v2/Users', key: readKey })).statusCode).toBe(200);
    const post = await call({ method: 'POST', url: '/scim/v2/Users', key: readKey, body: 'no JSON' });
    expect(readable(post)).toEqual(
      refused(
        403,
        'This SCIM key may only read. Please use a SCIM key of the scope full, which the Statsig Console creates.',
      ),
    );
  });

  it('RFC 7644 §7.5.2: refuses a password in the URL, once the key is known', async () => {
    const { call } = endpointOf(operations);
    const url = '/scim/v2/Users?filter=password%20eq%20%22secret%22';
    expect(readable(await call({ url, key: null }))).toEqual(noKey);
    expect(readable(await call({ url }))).toEqual(
      refused(
        400,
        'A password must not stand in a URL, and none is stored that could be compared. ' +
          'Please take password out of filter and sortBy.',
        'sensitive',
      ),
    );
  });

  it('T5: answers discovery without a key, with one for its organization, and refuses a wrong one', async () => {
    const { call } = endpointOf(operations);
    expect(readable(await call({ url: '/scim/v2/Schemas', key: null })).body).toEqual({ organization: null });
    expect(readable(await call({ url: '/scim/v2/Schemas', key: readKey })).body).toEqual({ organization: acme.id });
    expect(readable(await call({ url: '/scim/v2/Schemas', key: strangeKey }))).toEqual(noKey);
  });

  it('hands over the body, base64 encoded by the gateway or not', async () => {
    const { call } = endpointOf(operations);
    const request = { method: 'POST', url: '/scim/v2/Users', body: { userName: 'ä@example.com' } };
    expect(readable(await call(request)).body).toEqual({ body: request.body });
    const asText = await call({ ...request, headers: { 'content-type': 'application/json' } });
    expect(readable(asText).body).toEqual({ body: request.body });
  });

  it('refuses a body that is no JSON', async () => {
    const { call } = endpointOf(operations);
    expect(readable(await call({ method: 'POST', url: '/scim/v2/Users', body: '{"userName":' }))).toEqual(
      refused(
        400,
        'The request body is not valid JSON: at character 12, a value is expected. Please correct the body.',
        'invalidSyntax',
      ),
    );
  });

  it('refuses a query that is no percent-encoding', async () => {
    const { call } = endpointOf(operations);
    expect(readable(await call({ url: '/scim/v2/Users?filter=%' }))).toEqual(
      refused(
        400,
        'The query of the request is not valid percent-encoding of UTF-8. Please encode each value of the query.',
        'invalidValue',
      ),
    );
  });

  it('looks at no key where anyone may ask', async () => {
    const { call } = endpointOf(operations);
    expect(readable(await call({ url: '/scim/v2/none', key: strangeKey })).body).toEqual({
      baseUrl: 'https://api.test/scim/v2',
    });
  });

  it('hands refusals on word for word, with their headers', async () => {
    expect(readable(await failing(invalidValue('No. Please try.')).call({ url: '/scim/v2/Users' }))).toEqual(
      refused(400, 'No. Please try.', 'invalidValue'),
    );
    expect(readable(await failing(unavailable('Busy.', 4.2)).call({ url: '/scim/v2/Users' }))).toEqual(
      refused(503, 'Busy.', undefined, { 'retry-after': '5' }),
    );
  });

  it.each([new Error('table on fire'), new TypeError('x'), 'thrown text', undefined, null])(
    'answers the fault %s with 500 that tells the request id and nothing else',
    async (error) => {
      expect(readable(await failing(error).call({ url: '/scim/v2/Users' }))).toEqual(
        refused(500, 'Something went wrong on our side. Please report the request id request-1.'),
      );
    },
  );

  it('answers 500 for a route that leads to the wrong Lambda, and says which in the log', async () => {
    const { call, lines } = endpointOf({ ...operations, 'GET /Other': undefined as never });
    expect((await call({ url: '/scim/v2/Other' })).statusCode).toBe(500);
    expect(lines[0]?.fault?.message).toBe('The route GET /scim/v2/Other leads to a Lambda that does not serve it.');
  });

  it('answers 503 before Lambda ends a request that takes too long', async () => {
    const { call } = endpointOf({
      'GET /Users': { access: 'read', takesBody: false, answer: () => new Promise(() => undefined) },
    });
    expect(readable(await call({ url: '/scim/v2/Users', remaining: 320 }))).toEqual(
      refused(503, 'The request took too long and was given up. Please send it again.', undefined, {
        'retry-after': '5',
      }),
    );
  });

  it('refuses an answer that Lambda could not pass on, and passes on what just fits', async () => {
    const large = (size: number) =>
      endpointOf({
        'GET /Users': {
          access: 'read',
          takesBody: false,
          answer: async () => ({ status: 200, body: { a: 'x'.repeat(size) } }),
        },
      });
    expect((await large(6_270_000).call({ url: '/scim/v2/Users' })).statusCode).toBe(200);
    expect((await large(6_280_000).call({ url: '/scim/v2/Users' })).statusCode).toBe(413);
    const quotes = endpointOf({
      'GET /Users': {
        access: 'read',
        takesBody: false,
        answer: async () => ({ status: 200, body: { a: '"'.repeat(2_000_000) } }),
      },
    });
    expect(readable(await quotes.call({ url: '/scim/v2/Users' }))).toEqual(
      refused(
        413,
        'The answer is larger than the 6 MB that one response can hold. Please leave the members out with ' +
          'excludedAttributes=members; the Console lists the members of a group page by page. About twice as many fit ' +
          'where the client sends Accept-Encoding: gzip.',
      ),
    );
  });

  it.each([
    [30_000, 8_000],
    [10_000, 8_000],
    [4_000, 3_000],
  ])('gives the store, of %i ms left, %i ms', async (remaining, allowed) => {
    const { call, stamps, lines } = endpointOf(operations);
    await call({ url: '/scim/v2/Users', remaining });
    expect(stamps).toEqual([
      {
        actor: 'key-full',
        requestId: 'request-1',
        at: '2026-11-23T12:00:00.005Z',
        deadline: Date.parse('2026-11-23T12:00:00.005Z') + allowed,
      },
    ]);
    expect(lines).toHaveLength(1);
  });
});

describe('the context of the use cases', () => {
  it('knows time, new ids and the organization, as remembered and as stored now', async () => {
    const changed = { ...acme, domains: ['example.com', 'example.org'] };
    const { call, stored } = endpointOf({
      'GET /Users': {
        access: 'read',
        takesBody: false,
        answer: async (_call, context) => {
          stored.set(acme.id, changed);
          const { domains } = await context.refreshOrganization();
          const remembered = context.organization.domains;
          return {
            status: 200,
            body: { domains, remembered, id: context.newId(), year: context.now().getUTCFullYear() },
          };
        },
      },
    });
    expect(readable(await call({ url: '/scim/v2/Users' })).body).toEqual({
      domains: changed.domains,
      remembered: acme.domains,
      id: 'new-id',
      year: 2026,
    });
  });

  it('T1: refuses the key of an organization that has gone meanwhile', async () => {
    const { call, stored } = endpointOf({
      'GET /Users': {
        access: 'read',
        takesBody: false,
        answer: async (_call, context) => {
          stored.clear();
          await context.refreshOrganization();
          return { status: 204 };
        },
      },
    });
    expect((await call({ url: '/scim/v2/Users' })).statusCode).toBe(401);
  });
});

describe('the log', () => {
  it('has one line for each request, of ids and numbers', async () => {
    const { call, lines } = endpointOf(operations);
    await call({ url: '/scim/v2/Users?filter=userName%20eq%20%22secret@example.com%22' });
    await call({ method: 'DELETE', url: '/scim/v2/Users/secret@example.com', key: readKey });
    await call({ url: '/scim/v2/secret@example.com', key: null });
    await call({ url: '/scim/v2/Users', key: strangeKey });
    expect(lines).toEqual([
      {
        level: 'INFO',
        timestamp: expect.any(String) as string,
        requestId: 'request-1',
        organizationId: acme.id,
        keyId: 'key-full',
        operation: 'GET /Users',
        status: 200,
        milliseconds: expect.any(Number) as number,
        coldStart: true,
      },
      expect.objectContaining({
        keyId: 'key-read',
        operation: 'DELETE /Users/{id}',
        status: 403,
        refusal: 'keyMayOnlyRead',
      }),
      expect.objectContaining({ operation: '$default', status: 200 }),
      expect.objectContaining({ operation: 'GET /Users', status: 401, refusal: 'keyRefused' }),
    ]);
    expect(lines[1]).not.toHaveProperty('coldStart');
    expect(lines[3]).not.toHaveProperty('keyId');
    const text = JSON.stringify(lines);
    for (const secret of ['secret', 'Acme', 'filter', fullKey, strangeKey]) expect(text).not.toContain(secret);
  });

  it('T4: names the key that has ended, which the caller is not told', async () => {
    const { call, lines } = endpointOf(operations, { key: { deactivatedAt: '2026-01-02T00:00:00Z' } });
    await call({ url: '/scim/v2/Users' });
    expect(lines).toEqual([expect.objectContaining({ status: 401, organizationId: acme.id, keyId: 'key-full' })]);
  });

  it('names the keyword of a refusal, and not its sentence', async () => {
    const { call, lines } = failing(invalidValue('Bjensen is no address.'));
    await call({ url: '/scim/v2/Users' });
    expect(lines).toEqual([expect.objectContaining({ level: 'INFO', status: 400, scimType: 'invalidValue' })]);
    expect(JSON.stringify(lines)).not.toContain('Bjensen');
  });

  it('tells a fault with its causes, and nothing else that hangs on them', async () => {
    const cause = Object.assign(new Error('cancelled'), { Item: { userName: 'secret' } });
    const { call, lines } = failing(new Error('not written', { cause }));
    await call({ url: '/scim/v2/Users' });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        status: 500,
        fault: {
          name: 'Error',
          message: 'not written',
          stack: expect.stringContaining('endpoint.test.ts') as string,
          cause: { name: 'Error', message: 'cancelled', stack: expect.any(String) as string },
        },
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('tells why a busy database made a refusal', async () => {
    const { call, lines } = failing(unavailable('Busy.', 5, new Error('TransactionConflict')));
    await call({ url: '/scim/v2/Users' });
    expect(lines[0]).toMatchObject({ level: 'ERROR', status: 503, fault: { message: 'TransactionConflict' } });
  });

  it('ends in a chain of causes that runs in a circle', async () => {
    const error = new Error('round');
    error.cause = error;
    const { call, lines } = failing(error);
    expect((await call({ url: '/scim/v2/Users' })).statusCode).toBe(500);
    expect(lines).toHaveLength(1);
  });

  it('counts skipped members, and lists only ids that are ours by their form', async () => {
    const ours = Array.from({ length: 9 }, (_, n) => `00000000-0000-4000-8000-0000000000${10 + n}`);
    const { call, lines } = endpointOf({
      'GET /Users': {
        access: 'read',
        takesBody: false,
        answer: async (_call, context) => {
          const ids = ['secret@example.com', ...ours];
          context.notice({ kind: 'membersSkipped', groupId: 'g1', ids, count: 13 });
          context.notice({ kind: 'groupNameKept', groupId: 'g1' });
          return { status: 204 };
        },
      },
    });
    await call({ url: '/scim/v2/Users' });
    expect(lines[0]?.notices).toEqual([
      { kind: 'membersSkipped', groupId: 'g1', ids: ours, count: 13 },
      { kind: 'groupNameKept', groupId: 'g1' },
    ]);
  });
});

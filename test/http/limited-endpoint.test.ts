import { describe, expect, it } from 'vitest';
import { defaultSettings } from '#domain/organization.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import type { Answer, Operations } from '#http/operation.ts';
import { acme, endpointOf, readable, readKey, refused } from '../support/endpoint.ts';

const ok = async (): Promise<Answer> => ({ status: 200, body: {} });
const operations: Operations = {
  'GET /Users': { access: 'read', takesBody: false, answer: ok },
  'POST /Users': { access: 'write', takesBody: true, answer: ok },
  'GET /Schemas': { access: 'discovery', answer: () => ({ status: 200, body: {} }) },
  $default: { access: 'anyone', answer: () => ({ status: 200, body: {} }) },
};

const tooMany = refused(
  429,
  'The SCIM keys of this organization sent more than 1 requests a second. Please send this request again a little later, ' +
    'which identity providers do by themselves; the Statsig Console sets the limit.',
  undefined,
  { 'retry-after': expect.stringMatching(/^\d+$/u) as string },
);

describe('an endpoint with a limit', () => {
  it('answers 429 in SCIM, with whole seconds, to what is too much', async () => {
    const { call, told } = endpointOf(operations, { rate: 1 });
    for (let sent = 0; sent < 10; sent++)
      expect(await call({ url: '/scim/v2/Users' })).toMatchObject({ statusCode: 200 });
    expect(readable(await call({ url: '/scim/v2/Users' }))).toEqual(tooMany);
    expect(told.map(({ requests }) => requests)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('counts all keys of an organization together, and whatever is asked or refused', async () => {
    const { call } = endpointOf(operations, { rate: 1 });
    const asked = [
      { url: '/scim/v2/Users' },
      { url: '/scim/v2/Users', key: readKey },
      { url: '/scim/v2/Schemas' },
      { method: 'POST', url: '/scim/v2/Users', key: readKey, body: {} },
      { method: 'POST', url: '/scim/v2/Users', body: 'no JSON' },
    ];
    const statuses: number[] = [];
    for (const request of [...asked, ...asked, ...asked]) statuses.push((await call(request)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 403, 400, 200, 200, 200, 403, 400, 429, 429, 429, 429, 429]);
  });

  it('asks the table for nothing more where little is sent', async () => {
    const { call, told } = endpointOf(operations, { rate: 100 });
    for (let sent = 0; sent < 20; sent++) await call({ url: '/scim/v2/Users' });
    expect(told).toEqual([]);
  });

  it('counts nobody who shows no key', async () => {
    const { call } = endpointOf(operations, { rate: 1 });
    for (let sent = 0; sent < 30; sent++) {
      expect(await call({ url: '/scim/v2/Schemas', key: null })).toMatchObject({ statusCode: 200 });
      expect(await call({ url: '/scim/v2/Anything' })).toMatchObject({ statusCode: 200 });
    }
  });

  it('believes what the organization says in its own settings', async () => {
    const organization = { ...acme, settings: { ...defaultSettings, rateLimit: 2 } };
    const { call } = endpointOf(operations, { rate: 1, organization });
    for (let sent = 0; sent < 20; sent++)
      expect(await call({ url: '/scim/v2/Users' })).toMatchObject({ statusCode: 200 });
    expect(await call({ url: '/scim/v2/Users' })).toMatchObject({ statusCode: 429 });
  });

  it('notes once a minute that there is too much, whatever is asked', async () => {
    const { call, noted } = endpointOf(operations, { rate: 1 });
    for (let sent = 0; sent < 40; sent++) {
      await call({ url: '/scim/v2/Users' });
      await call({ method: 'POST', url: '/scim/v2/Users', body: { userName: `user${sent}@example.com` } });
    }
    expect(noted).toMatchObject([{ outcome: 'refused', status: 429, code: 'tooManyRequests' }]);
  });

  it('P6: counts a Bulk request as its operations, carries out all of it or nothing', async () => {
    const bulk = bulkOperations({
      'DELETE /Users/{id}': { access: 'write', takesBody: false, answer: async () => ({ status: 204 }) },
    });
    const { call, told } = endpointOf(bulk, {
      rate: 1,
    });
    const of = (count: number) => ({
      method: 'POST',
      url: '/scim/v2/Bulk',
      body: {
        Operations: Array.from({ length: count }, (_, place) => ({ method: 'DELETE', path: `/Users/${place}` })),
      },
    });
    expect(await call(of(9))).toMatchObject({ statusCode: 200 });
    const whole = readable(await call(of(30)));
    expect(whole.status).toBe(200);
    expect((whole.body as { Operations: unknown[] }).Operations).toHaveLength(30);
    expect(readable(await call(of(1)))).toEqual(tooMany);
    expect(told.at(-1)?.requests).toBe(39);
  });
});

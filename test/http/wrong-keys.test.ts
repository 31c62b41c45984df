import { beforeEach, describe, expect, it } from 'vitest';
import { productNamed } from '#domain/product.ts';
import type { Caller } from '#http/caller.ts';
import type { Operations } from '#http/operation.ts';
import { type WrongKeys, wrongKeys, wrongKeysAllowed, wrongKeysWithin } from '#http/wrong-keys.ts';
import { forbidden, unauthorized } from '#scim/errors.ts';
import { acme, endpointOf, readable, refused, strangeKey } from '../support/endpoint.ts';

const start = Date.parse('2026-11-23T12:00:00Z');
const caller: Caller = { keyId: 'k1', scope: 'full', organization: acme };
const good = async (): Promise<Caller> => caller;
const wrong = async (): Promise<Caller> => {
  throw unauthorized('No.');
};

describe('wrongKeys', () => {
  let ask: WrongKeys;
  const send = async (count: number, source = 'one', at = start): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (let sent = 0; sent < count; sent++) {
      await ask(source, at, wrong).catch(({ status }: { status: number }) => statuses.push(status));
    }
    return statuses;
  };

  beforeEach(() => {
    ask = wrongKeys(productNamed('Statsig'));
  });

  it(`answers 401 to ${wrongKeysAllowed} of a source in a minute, then 429 with the seconds that are left`, async () => {
    expect(new Set(await send(wrongKeysAllowed))).toEqual(new Set([401]));
    await expect(ask('one', start + 19_500, wrong)).rejects.toMatchObject({
      status: 429,
      code: 'tooManyWrongKeys',
      headers: { 'retry-after': '41' },
    });
  });

  it('lets a valid key in from the same source all the time, and counts nothing for it', async () => {
    await send(1_000);
    expect(await ask('one', start, good)).toBe(caller);
    for (let sent = 0; sent < 100; sent++) await ask('two', start, good);
    expect(await send(1, 'two')).toEqual([401]);
  });

  it('begins anew when the minute is over, however many came in it', async () => {
    await send(100);
    expect(await send(1, 'one', start + wrongKeysWithin - 1)).toEqual([429]);
    expect(await send(1, 'one', start + wrongKeysWithin)).toEqual([401]);
  });

  it('counts each source by itself', async () => {
    await send(100);
    expect(await send(1, 'two')).toEqual([401]);
  });

  it('forgets who has been quiet for longest before it remembers more than a thousand', async () => {
    await send(100, 'flood');
    await send(100, 'once');
    for (let other = 0; other < 999; other++) {
      await send(1, `other ${other}`);
      await send(1, 'flood');
    }
    expect(await send(1, 'flood')).toEqual([429]);
    expect(await send(1, 'once')).toEqual([401]);
  });

  it('passes every other refusal on', async () => {
    const failing = async (): Promise<Caller> => {
      throw forbidden('No.');
    };
    for (let sent = 0; sent < 100; sent++)
      await expect(ask('one', start, failing)).rejects.toMatchObject({ status: 403 });
    expect(await send(1)).toEqual([401]);
  });
});

describe('an endpoint', () => {
  const operations: Operations = {
    'GET /Users': { access: 'read', takesBody: false, answer: async () => ({ status: 200, body: {} }) },
  };

  it('T4: tells a source of many wrong keys to wait, and answers valid ones beside them', async () => {
    const { call } = endpointOf(operations);
    const url = '/scim/v2/Users';
    for (let sent = 0; sent < wrongKeysAllowed; sent++) {
      expect(await call({ url, key: sent % 2 === 0 ? strangeKey : null })).toMatchObject({ statusCode: 401 });
    }
    expect(readable(await call({ url, key: strangeKey }))).toEqual(
      refused(
        429,
        'The SCIM key is missing or not valid, and many requests like this one came from the same address. Please create ' +
          'a SCIM key in the Statsig Console, enter it as the API token of the provisioning connection, and try again in ' +
          'a minute.',
        undefined,
        { 'retry-after': expect.stringMatching(/^\d+$/u) as string },
      ),
    );
    expect(await call({ url })).toMatchObject({ statusCode: 200 });
  });
});

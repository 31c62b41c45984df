import { beforeEach, describe, expect, it } from 'vitest';
import type { KeyRecord } from '#domain/key.ts';
import { hashKey, mintKey } from '#domain/keys.ts';
import { defaultSettings, type Organization } from '#domain/organization.ts';
import { productNamed } from '#domain/product.ts';
import {
  acceptedFor,
  type CallerLookup,
  callerLookup,
  refusedFor,
  requireWriteScope,
  usedWithin,
} from '#http/caller.ts';

const key = mintKey(new Uint8Array(32).fill(7));
const otherKey = mintKey(new Uint8Array(32).fill(8));
const start = Date.parse('2026-11-23T12:00:00Z');
const product = productNamed('Statsig');
const acme: Organization = {
  id: 'acme',
  name: 'Acme',
  domains: ['example.com'],
  settings: defaultSettings,
  secret: 'c2VjcmV0',
  createdAt: '2026-01-01T00:00:00Z',
};
const refusal = {
  status: 401,
  detail:
    'The SCIM key is missing or not valid. Please create a SCIM key in the Statsig Console and enter it as the API ' +
    'token of the provisioning connection.',
  headers: { 'www-authenticate': 'Bearer realm="SCIM"' },
};

describe('callerLookup', () => {
  let record: KeyRecord | undefined;
  let organization: Organization | undefined;
  let clock: number;
  let reads: string[];
  let used: [string, string][];
  let unwritable: Error | undefined;
  let warnings: unknown[];
  let lookup: CallerLookup;

  beforeEach(() => {
    record = {
      id: 'k1',
      hash: hashKey(key),
      organizationId: 'acme',
      name: 'Okta',
      scope: 'full',
      createdAt: '2026-01-01T00:00:00Z',
    };
    organization = acme;
    clock = start;
    reads = [];
    used = [];
    unwritable = undefined;
    warnings = [];
    lookup = callerLookup({
      product,
      now: () => new Date(clock),
      warn: (fault) => void warnings.push(fault),
      registry: {
        key: async (hash) => {
          reads.push('key');
          return hash === record?.hash ? record : undefined;
        },
        organization: async () => {
          reads.push('organization');
          return organization;
        },
        keyUsed: async ({ id }, at) => {
          if (unwritable !== undefined) throw unwritable;
          used.push([id, at]);
        },
      },
    });
  });

  it.each([`Bearer ${key}`, `bearer ${key}`, `BEARER   ${key} `, key, ` ${key}`])('T4: accepts %j', async (header) => {
    expect(await lookup(header)).toEqual({ keyId: 'k1', scope: 'full', organization: acme });
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${key}`,
    `Bearer Bearer ${key}`,
    `Bearer ${key},Bearer ${key}`,
    `Bearer ${key.slice(0, -1)}`,
    `Bearer ${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`,
    'Bearer non-token',
    `Bearer ${'x'.repeat(100_000)}`,
  ])('T4: refuses %j without a read of the table', async (header) => {
    await expect(lookup(header)).rejects.toMatchObject(refusal);
    expect(reads).toEqual([]);
  });

  it('T4: refuses a key that nobody made in the same words', async () => {
    await expect(lookup(`Bearer ${otherKey}`)).rejects.toMatchObject(refusal);
    expect(reads).toEqual(['key']);
  });

  it.each([
    ['expired', { expiresAt: '2026-11-23T12:00:00Z' }],
    ['deactivated', { deactivatedAt: '2026-11-23T11:59:59Z' }],
    ['with an expiry that cannot be read', { expiresAt: 'soon' }],
  ])('T3: refuses a key that is %s, in the same words', async (_, change) => {
    record = { ...(record as KeyRecord), ...change };
    await expect(lookup(`Bearer ${key}`)).rejects.toMatchObject(refusal);
  });

  it('T4: tells of a key of ours that has ended, once for each look into the table, and its caller nothing', async () => {
    const ended: string[] = [];
    const ask = (wanted: string) => lookup(`Bearer ${wanted}`, ({ id }) => void ended.push(id));
    await ask(key);
    await expect(ask(otherKey)).rejects.toMatchObject(refusal);
    expect(ended).toEqual([]);
    record = { ...(record as KeyRecord), expiresAt: '2026-11-23T12:00:00Z' };
    clock = start + acceptedFor;
    await expect(ask(key)).rejects.toMatchObject(refusal);
    await expect(ask(key)).rejects.toMatchObject(refusal);
    expect(ended).toEqual(['k1']);
    clock += refusedFor;
    await expect(ask(key)).rejects.toMatchObject(refusal);
    expect(ended).toEqual(['k1', 'k1']);
  });

  it('T1: tells nobody of a key whose organization is gone', async () => {
    const ended: string[] = [];
    organization = undefined;
    const ask = () => lookup(`Bearer ${key}`, ({ id }) => void ended.push(id));
    await expect(ask()).rejects.toMatchObject(refusal);
    // Nothing is to be written any more into what was deleted, by a key either that ended before.
    record = { ...(record as KeyRecord), expiresAt: '2026-11-23T12:00:00Z' };
    clock += refusedFor;
    await expect(ask()).rejects.toMatchObject(refusal);
    expect(ended).toEqual([]);
  });

  it('T2: writes down the last use of a key, at most once an hour', async () => {
    await lookup(`Bearer ${key}`);
    const at = new Date(start).toISOString();
    expect(used).toEqual([['k1', at]]);
    record = { ...(record as KeyRecord), lastUsedAt: at };
    clock = start + usedWithin;
    await lookup(`Bearer ${key}`);
    expect(used).toHaveLength(1);
    clock += acceptedFor;
    await lookup(`Bearer ${key}`);
    expect(used).toHaveLength(2);
  });

  it('T2: refuses nobody because a last use could not be written down', async () => {
    unwritable = new Error('throttled');
    expect(await lookup(`Bearer ${key}`)).toMatchObject({ keyId: 'k1' });
    expect(await lookup(`Bearer ${key}`)).toMatchObject({ keyId: 'k1' });
    expect(warnings).toEqual([unwritable]);
  });

  it('T2: writes down no use of a key that is refused', async () => {
    record = { ...(record as KeyRecord), expiresAt: '2026-01-01T00:00:00Z' };
    await expect(lookup(`Bearer ${key}`)).rejects.toMatchObject(refusal);
    expect(used).toEqual([]);
  });

  it('T1: refuses a key whose organization is gone', async () => {
    organization = undefined;
    await expect(lookup(`Bearer ${key}`)).rejects.toMatchObject(refusal);
  });

  it('T3: believes an accepted key for 30 s, and looks again after that', async () => {
    await lookup(`Bearer ${key}`);
    record = { ...(record as KeyRecord), deactivatedAt: new Date(clock).toISOString() };
    clock = start + acceptedFor - 1;
    await lookup(`Bearer ${key}`);
    expect(reads).toEqual(['key', 'organization']);
    clock = start + acceptedFor;
    await expect(lookup(`Bearer ${key}`)).rejects.toMatchObject(refusal);
    expect(acceptedFor).toBeLessThanOrEqual(60_000);
  });

  it.each(['expiresAt', 'deactivatedAt'])('T3: never believes a key past its %s', async (end) => {
    record = { ...(record as KeyRecord), [end]: new Date(start + 2_000).toISOString() };
    clock = start + 1_999;
    await lookup(`Bearer ${key}`);
    clock = start + 2_000;
    await expect(lookup(`Bearer ${key}`)).rejects.toMatchObject(refusal);
  });

  it('T3: repeats a refusal for 5 s, and looks again after that', async () => {
    const live = record;
    record = undefined;
    await expect(lookup(`Bearer ${key}`)).rejects.toMatchObject(refusal);
    record = live;
    clock = start + refusedFor - 1;
    await expect(lookup(`Bearer ${key}`)).rejects.toMatchObject(refusal);
    expect(reads).toEqual(['key']);
    clock = start + refusedFor;
    expect((await lookup(`Bearer ${key}`)).keyId).toBe('k1');
    expect(refusedFor).toBeLessThanOrEqual(5_000);
  });

  it('does not remember that the table could not be read', async () => {
    const broken = callerLookup({
      product,
      now: () => new Date(clock),
      warn: (fault) => void warnings.push(fault),
      registry: {
        key: async () => {
          reads.push('key');
          if (reads.length === 1) throw new Error('no answer');
          return record;
        },
        organization: async () => organization,
        keyUsed: async () => undefined,
      },
    });
    await expect(broken(key)).rejects.toThrow('no answer');
    expect((await broken(key)).keyId).toBe('k1');
  });
});

describe('requireWriteScope', () => {
  it('T2: lets a key of the scope full write, and refuses one that may only read', () => {
    expect(() => requireWriteScope({ keyId: 'k', scope: 'full', organization: acme }, product)).not.toThrow();
    expect(() => requireWriteScope({ keyId: 'k', scope: 'read', organization: acme }, product)).toThrow(
      'This SCIM key may only read. Please use a SCIM key of the scope full, which the Statsig Console creates.',
    );
  });
});

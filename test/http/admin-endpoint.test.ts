import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Activity } from '#domain/activity.ts';
import type { Console } from '#domain/console.ts';
import type { Directory, Registry, RequestStamp } from '#domain/directory.ts';
import type { Organization } from '#domain/organization.ts';
import { newStanding } from '#domain/standing.ts';
import type { Standing } from '#domain/user.ts';
import { deskOperation, organizationOperation, settled } from '#http/admin-operation.ts';
import { acceptedFor } from '#http/caller.ts';
import { forbidden } from '#scim/errors.ts';
import { adminClient, adminKey, problem } from '../support/admin.ts';
import { acme, fullKey } from '../support/endpoint.ts';

const ada = '0a0a0a0a-0000-4000-8000-00000000000a';
const place = `/organizations/${acme.id}`;
const start = Date.parse('2026-11-23T12:00:00Z');
const userArn = 'arn:aws:sts::123456789012:assumed-role/Backend/session';

let time: number;
let stored: Map<string, Organization>;
let removed: Map<string, Organization>;
let standings: Map<string, Standing>;
let reads: string[];
let stamps: RequestStamp[];
let noted: Activity[];
/** What the operations were given. */
let consoles: Console[];

beforeEach(() => {
  time = start;
  stored = new Map([[acme.id, acme]]);
  removed = new Map();
  standings = new Map([[ada, newStanding(ada, true, 'Admin', '2026-01-01T00:00:00Z')]]);
  reads = [];
  stamps = [];
  noted = [];
  consoles = [];
});

const registry = {
  organization: async (id: string) => {
    reads.push(id);
    return stored.get(id);
  },
  organizationEvenRemoved: async (id: string) => removed.get(id),
  noteActivities: async (_: string, activities: readonly Activity[]) => void noted.push(...activities),
  directory: (_: string, stamp: RequestStamp) => {
    stamps.push(stamp);
    return { standings: async () => standings } as unknown as Directory;
  },
} as unknown as Registry;

const change = {
  id: 'change-1',
  kind: 'projectDeletion',
  targetId: 'project-1',
  status: 'running',
  startedAt: '2026-11-23T12:00:00Z',
  handled: 7,
} as const;

const described = { tag: 'Projects', summary: 'In tests', answers: {}, problems: [] } as const;
const operations = [
  deskOperation({
    ...described,
    method: 'GET',
    path: '/organizations',
    operationId: 'list',
    answer: async ({ stamp }) => ({ status: 200, body: { actor: stamp.actor } }),
  }),
  organizationOperation({
    ...described,
    method: 'GET',
    path: '',
    operationId: 'read',
    answer: async ({ organization: { name } }) => ({ status: 200, body: { name } }),
  }),
  organizationOperation({
    ...described,
    method: 'GET',
    path: '/projects/{id}',
    operationId: 'readProject',
    query: z.strictObject({ refuse: z.string().exactOptional() }),
    answer: async (console, { id, query }) => {
      consoles.push(console);
      if (query.refuse === 'fault') throw new TypeError('A secret of the database.');
      if (query.refuse === 'fresh') await console.refreshOrganization();
      if (query.refuse === '403') throw forbidden('No. Please ask somebody else.');
      return { status: 200, body: { id, name: console.organization.name } };
    },
  }),
  organizationOperation({
    ...described,
    method: 'PATCH',
    path: '/projects/{id}',
    operationId: 'rename',
    body: z.strictObject({ name: z.string().min(2).max(4) }),
    answer: async (console, { id, body }) => {
      consoles.push(console);
      console.notice({ kind: 'membersSkipped', groupId: id, ids: ['x'], count: 1 });
      return settled(console, { done: true, value: { id, name: body.name } });
    },
  }),
  organizationOperation({
    ...described,
    method: 'DELETE',
    path: '/projects/{id}',
    operationId: 'remove',
    answer: async (console, { id }) =>
      settled(console, id === '1' ? { done: false, change } : { done: true, value: undefined }),
  }),
  organizationOperation({
    ...described,
    method: 'GET',
    path: '/changes/{id}',
    operationId: 'readChange',
    evenRemoved: true,
    answer: async () => ({ status: 200, body: change }),
  }),
];

function clientOf(options: NonNullable<Parameters<typeof adminClient>[1]> = {}) {
  return adminClient(registry, { operations, now: () => new Date(time), ...options });
}

describe('the caller', () => {
  it('is who signed the request, as API Gateway says', async () => {
    const { get } = clientOf({ takesKey: false });
    expect(await get('/organizations', { key: null, userArn })).toMatchObject({
      status: 200,
      body: { actor: userArn },
    });
  });

  it('is 401 in AWS without a signature, also with what would be the key of a local server', async () => {
    const { get } = clientOf({ takesKey: false });
    for (const key of [null, adminKey]) {
      expect(await get('/organizations', { key })).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="admin"' },
        body: { code: 'requestUnsigned', detail: expect.stringContaining('Please sign it') },
      });
    }
  });

  it('is the holder of the admin key where the deployment has one, the scheme in any case', async () => {
    const { get } = clientOf();
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      const headers = { authorization: `${scheme} ${adminKey}` };
      expect(await get('/organizations', { key: null, headers })).toMatchObject({ body: { actor: 'local:admin' } });
    }
  });

  it('is nobody with another key, and nothing is read for one', async () => {
    const { get, lines } = clientOf();
    for (const authorization of [
      '',
      'Bearer',
      adminKey,
      `Bearer ${adminKey}x`,
      `Bearer ${fullKey}`,
      `Basic ${adminKey}`,
    ]) {
      const refused = await get(place, { key: null, headers: { authorization } });
      expect(refused).toMatchObject({ status: 401, body: { code: 'adminKeyRefused' } });
      expect(JSON.stringify(refused.body)).not.toContain(adminKey);
    }
    expect([reads, stamps, noted]).toEqual([[], [], []]);
    expect(JSON.stringify(lines)).not.toContain(adminKey);
  });
});

describe('On-Behalf-Of', () => {
  const headers = { 'on-behalf-of': ada };

  it('stands in the stamp of what is written, and in the activity log', async () => {
    const { patch, get } = clientOf();
    expect((await patch(`${place}/projects/1`, { name: 'New' }, { headers })).status).toBe(200);
    expect(consoles).toMatchObject([{ actor: 'local:admin', onBehalfOf: ada }]);
    expect(stamps.at(-1)).toMatchObject({ actor: 'local:admin', onBehalfOf: ada, at: '2026-11-23T12:00:00.000Z' });
    await get(`${place}/projects/1?refuse=403`, { headers });
    expect(noted.map(({ onBehalfOf }) => onBehalfOf)).toEqual([ada, ada]);
  });

  it.each<[string, Partial<Standing>]>([
    ['an Admin', {}],
    ['the Owner, whatever role is stored', { owner: true, role: 'Member' }],
  ])('names %s', async (_, more) => {
    standings.set(ada, { ...newStanding(ada, true, 'Admin', ''), ...more });
    expect((await clientOf().get(place, { headers: { 'on-behalf-of': ` ${ada.toUpperCase()} ` } })).status).toBe(200);
  });

  it.each<[string, Partial<Standing> | undefined]>([
    ['a Member', { role: 'Member' }],
    ['an inactive Admin', { active: false }],
    ['nobody of the organization', undefined],
  ])('is 403 for %s', async (_, more) => {
    standings = new Map(more && [[ada, { ...newStanding(ada, true, 'Admin', ''), ...more }]]);
    const { patch } = clientOf();
    expect(await patch(`${place}/projects/1`, { name: 'New' }, { headers })).toEqual(
      problem(403, 'personMayNotAdminister', expect.stringContaining('an Admin or the Owner')),
    );
    expect(consoles).toEqual([]);
    expect(noted).toMatchObject([
      { status: 403, actor: 'local:admin', operation: 'PATCH /organizations/{org}/projects/{id}' },
    ]);
  });

  it.each(['', 'ada@example.com', `${ada}0`])('is 403 for %j, which is no id, without a read', async (header) => {
    const response = await clientOf().get(place, { headers: { 'on-behalf-of': header } });
    expect(response).toMatchObject({ status: 403, body: { code: 'personMayNotAdminister' } });
  });

  it('is 400 where no organization is named', async () => {
    const refused = await clientOf().get('/organizations', { headers });
    expect(refused).toMatchObject({ status: 400, body: { code: 'personWithoutOrganization' } });
  });

  it('tells nothing of people where there is no organization', async () => {
    const response = await clientOf().get('/organizations/0a0a0a0a-0000-4000-8000-000000000002', { headers });
    expect(response).toMatchObject({ status: 404, body: { code: 'organizationNotFound' } });
    expect(stamps).toEqual([]);
  });
});

describe('the organization', () => {
  it('is read anew where it is asked for itself and where something is written', async () => {
    const { get, patch } = clientOf();
    for (let times = 0; times < 2; times += 1) {
      await get(place);
      await patch(`${place}/projects/1`, { name: 'New' });
    }
    expect(reads).toHaveLength(4);
  });

  it('T3: is believed for other reads as long as a key is, and until something is written', async () => {
    const { get, patch } = clientOf();
    await get(`${place}/projects/1`);
    stored.set(acme.id, { ...acme, name: 'Changed' });
    expect(await get(`${place}/projects/1`)).toMatchObject({ body: { name: 'Acme' } });
    expect(reads).toHaveLength(1);
    time += acceptedFor;
    expect(await get(`${place}/projects/1`)).toMatchObject({ body: { name: 'Changed' } });
    await patch(`${place}/projects/1`, { name: 'New' });
    await get(`${place}/projects/1`);
    expect(reads).toHaveLength(4);
  });

  it('answers after its end where a change is followed, and nowhere else', async () => {
    removed = stored;
    stored = new Map();
    const { get } = clientOf();
    expect((await get(`${place}/changes/1`)).status).toBe(200);
    expect((await get(`${place}/projects/1`)).status).toBe(404);
    expect((await get(place)).status).toBe(404);
  });

  it('is 404 where it is gone by the time that a decision looks again', async () => {
    const { get } = clientOf();
    await get(`${place}/projects/1`);
    expect(await get(`${place}/projects/1?refuse=fresh`)).toMatchObject({ status: 200 });
    stored = new Map();
    expect(await get(`${place}/projects/1?refuse=fresh`)).toMatchObject({
      status: 404,
      body: { code: 'organizationNotFound' },
    });
  });
});

describe('an answer', () => {
  it('is JSON that nobody keeps', async () => {
    expect(await clientOf().get(place)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: { name: 'Acme' },
    });
  });

  it('is 202 with the change and its place where work goes on, and 204 where it is done', async () => {
    const { remove } = clientOf();
    expect(await remove(`${place}/projects/1`)).toEqual({
      status: 202,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        location: `https://api.test/admin/v1${place}/changes/change-1`,
      },
      body: change,
    });
    expect(await remove(`${place}/projects/2`)).toEqual({
      status: 204,
      headers: { 'cache-control': 'no-store' },
      body: {},
    });
  });

  it('is due 5 s after the request began, or before the Lambda ends', async () => {
    await clientOf().get(`${place}/projects/1`);
    await clientOf({ remaining: 3_000 }).get(`${place}/projects/1`);
    expect(consoles.map(({ answerBy }) => answerBy - start)).toEqual([5_000, 2_000]);
    expect(consoles[0]).toMatchObject({ baseUrl: 'https://api.test/admin/v1', product: { name: 'Statsig' } });
  });

  it('to HEAD is that to GET without the body (RFC 9110 §9.3.2)', async () => {
    const { call } = clientOf();
    const { headers } = await call({ path: place });
    expect(await call({ method: 'HEAD', path: place })).toEqual({ status: 200, headers, body: {} });
  });
});

describe('a problem (RFC 9457)', () => {
  it('is whole, and leads to the published help where there is some', async () => {
    expect(await clientOf({ helpUrl: 'https://help.test/troubleshooting' }).get(`${place}x`)).toEqual(
      problem(404, 'organizationNotFound', expect.stringContaining('Please list the organizations'), {
        type: 'https://help.test/troubleshooting#organizationNotFound',
      }),
    );
  });

  it('of a fault says nothing but the request id', async () => {
    const { get, lines } = clientOf();
    const response = await get(`${place}/projects/1?refuse=fault`);
    expect(response).toEqual(problem(500, 'fault', expect.stringContaining(String(response.body['requestId']))));
    expect(JSON.stringify(response)).not.toContain('secret');
    expect(lines).toMatchObject([{ level: 'ERROR', status: 500, fault: { name: 'TypeError' } }]);
    expect(noted).toMatchObject([{ outcome: 'failed', status: 500, target: { type: 'project', id: '1' } }]);
  });

  it('is 404 for a path that is none, and 405 with Allow for a method that its path does not have', async () => {
    const { call } = clientOf();
    for (const path of ['', '/', '/organisations', `${place}/`, `${place}/projects/`, `${place}/projects/1/2`]) {
      expect(await call({ path, key: null })).toMatchObject({ status: 404, body: { code: 'pathUnknown' } });
    }
    for (const [method, path, allow] of [
      ['POST', place, 'GET, HEAD'],
      ['PUT', `${place}/projects/1`, 'GET, PATCH, DELETE, HEAD'],
    ] as const) {
      expect(await call({ method, path, key: null })).toMatchObject({
        status: 405,
        headers: { allow },
        body: { code: 'methodNotOffered' },
      });
    }
    expect(reads).toEqual([]);
  });

  it('tells each thing that is wrong with the input, by its pointer or parameter', async () => {
    const { patch } = clientOf();
    expect(await patch(`${place}/projects/1?a=1`, { name: 7, 'a/b~c': 1 })).toMatchObject({
      status: 400,
      body: {
        code: 'requestNotTaken',
        detail: expect.stringContaining('Parameter a: This is not known here. The rest is told in errors.'),
        errors: [
          { parameter: 'a', detail: 'This is not known here.' },
          { pointer: '#/name', detail: 'It has to be a string.' },
          { pointer: '#/a~1b~0c', detail: 'This is not known here.' },
        ],
      },
    });
    for (const [name, detail] of [
      [undefined, 'It is missing.'],
      ['x', 'It has to be at least 2 characters long.'],
      ['xxxxx', 'It has to be at most 4 characters long.'],
    ] as const) {
      expect(await patch(`${place}/projects/1`, { name })).toMatchObject({
        body: { errors: [{ pointer: '#/name', detail }] },
      });
    }
    expect(consoles).toEqual([]);
  });
});

describe('the activity log', () => {
  it('gets what was refused, and what a change left out', async () => {
    const { patch, get } = clientOf();
    await patch(`${place}/projects/1`, {});
    await get(`${place}/projects/1?refuse=403`);
    await patch(`${place}/projects/1`, { name: 'New' });
    expect(noted).toMatchObject([
      { outcome: 'refused', status: 400, code: 'requestNotTaken', target: { type: 'project', id: '1' } },
      { outcome: 'refused', status: 403, operation: 'GET /organizations/{org}/projects/{id}' },
      { outcome: 'partly', code: 'membersSkipped', target: { type: 'group', id: '1' } },
    ]);
  });

  it('T2: gets no key that was sent in the place of an id', async () => {
    const { patch } = clientOf();
    await patch(`${place}/projects/${fullKey}`, {});
    expect(noted).toMatchObject([{ outcome: 'refused', target: { type: 'project', id: 'scim-…' } }]);
    expect(JSON.stringify(noted)).not.toContain(fullKey);
  });

  it('gets nothing of what was only read, nor of organizations that are not there', async () => {
    const { get, patch } = clientOf();
    await get(place);
    await get(`${place}x`);
    await patch(`${place}x/projects/1`, { name: 'New' });
    await get('/organizations');
    expect(noted).toEqual([]);
  });
});

describe('the log line', () => {
  it('has ids and numbers alone: neither principal, nor person, nor names', async () => {
    const { lines, get } = clientOf();
    await get(`${place}/projects/1?refuse=403`, { userArn, headers: { 'on-behalf-of': ada } });
    expect(lines).toEqual([
      {
        level: 'INFO',
        timestamp: '2026-11-23T12:00:00.000Z',
        requestId: expect.any(String),
        organizationId: acme.id,
        operation: 'GET /admin/v1/organizations/{org}/projects/{id}',
        status: 403,
        refusal: 'notAllowed',
        milliseconds: 0,
        coldStart: true,
      },
    ]);
  });
});

describe('a request that takes too long', () => {
  it('is 503 with Retry-After a moment before Lambda would end it', async () => {
    const endless = organizationOperation({
      ...described,
      method: 'GET',
      path: '',
      operationId: 'wait',
      answer: () => new Promise(() => undefined),
    });
    const answer = await adminClient(registry, { operations: [endless], remaining: 320 }).get(place);
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { code: 'unavailable' } });
    expect(noted).toMatchObject([{ outcome: 'failed', status: 503 }]);
  });
});

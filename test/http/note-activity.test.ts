import { groupUseCases } from '#domain/groups.ts';
import { userUseCases } from '#domain/users.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../lambdas/domain/activity.ts';
import type { Registry } from '../../lambdas/domain/directory.ts';
import { discoveryOperations } from '../../lambdas/http/discovery-operations.ts';
import { resourceOperations } from '../../lambdas/http/resource-operations.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { bulkClient, postUser } from '../support/bulk.ts';
import { type ShortRequest, endpointOf, readKey, strangeKey } from '../support/endpoint.ts';
import { type TestTable, startTestTable } from '../support/engine.ts';
import { attachRecorder } from '../support/recorder.ts';
import { foundWorld } from '../support/world.ts';

const id = '0a0a0a0a-0000-4000-8000-00000000000a';
const faulty = '0a0a0a0a-0000-4000-8000-00000000000b';
const operations = {
  ...resourceOperations('/Users', userUseCases),
  ...resourceOperations('/Groups', groupUseCases),
  ...discoveryOperations('https://help.example.com'),
};

/** What one request leaves in the activity log of an organization where nothing is. */
async function noted(request: ShortRequest): Promise<readonly Activity[]> {
  const endpoint = endpointOf(operations, {
    directory: {
      user: async (asked) => {
        if (asked === faulty) throw new Error('secret');
        return undefined;
      },
      structure: async () => ({ version: 1, projects: [], roles: [], teams: [] }),
    },
  });
  await endpoint.call(request);
  return endpoint.noted;
}

describe('the activity log of the SCIM endpoint', () => {
  it.each([
    [
      'a refused creation, by the name in its body',
      { method: 'POST', url: '/scim/v2/Users', body: { userName: 'eve@other.org' } },
      {
        operation: 'POST /Users',
        status: 403,
        code: 'domainNotAllowed',
        target: { type: 'user', name: 'eve@other.org' },
      },
    ],
    [
      'a write to somebody who is not there',
      { method: 'DELETE', url: `/scim/v2/Users/${id}` },
      { operation: 'DELETE /Users/{id}', status: 404, code: 'userNotFound', target: { type: 'user', id } },
    ],
    [
      'a body that is no JSON',
      { method: 'PATCH', url: `/scim/v2/Groups/${id}`, body: '{' },
      { operation: 'PATCH /Groups/{id}', status: 400, code: 'invalidSyntax', target: { type: 'group', id } },
    ],
    [
      'a body that is too large',
      { method: 'PUT', url: `/scim/v2/Users/${id}`, body: 'x'.repeat(4_500_001) },
      { status: 413, code: 'tooLarge' },
    ],
    [
      'T2: a write with a key that may only read',
      { method: 'DELETE', url: `/scim/v2/Users/${id}`, key: readKey },
      { actor: 'key-read', status: 403, code: 'keyMayOnlyRead' },
    ],
    [
      'a filter that is not understood',
      { url: '/scim/v2/Users?filter=userName%20is%20mad' },
      { operation: 'GET /Users', status: 400, code: 'invalidFilter' },
    ],
    [
      'a filter on a discovery endpoint, asked with a key',
      { url: '/scim/v2/Schemas?filter=id%20pr' },
      { operation: 'GET /Schemas', status: 403, code: 'notAllowed' },
    ],
    [
      'a fault',
      { method: 'DELETE', url: `/scim/v2/Users/${faulty}` },
      {
        outcome: 'failed',
        status: 500,
        code: 'fault',
        target: { type: 'user', id: faulty },
        detail: 'Something went wrong on our side. Please report the request id request-1.',
      },
    ],
  ])('has %s', async (_, request, expected) => {
    const entries = await noted(request);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      requestId: 'request-1',
      actor: 'key-full',
      outcome: 'refused',
      actions: [],
      ...expected,
    });
    expect(JSON.stringify(entries)).not.toContain('secret');
  });

  it.each([
    ['a read of what is not there', { url: `/scim/v2/Users/${id}` }],
    ['a look for a schema that is not there', { url: '/scim/v2/Schemas/none' }],
    ['a read that is answered', { url: '/scim/v2/ServiceProviderConfig' }],
    ['a request without a key', { method: 'DELETE', url: `/scim/v2/Users/${id}`, key: null }],
    ["T4: a request with nobody's key", { method: 'DELETE', url: `/scim/v2/Users/${id}`, key: strangeKey }],
    ['a question without a key that is refused', { url: '/scim/v2/Schemas?filter=id%20pr', key: null }],
  ])('does not have %s', async (_, request) => {
    expect(await noted(request)).toEqual([]);
  });

  it('U3: has no password, wherever it is sent', async () => {
    const entries = [
      ...(await noted({ method: 'POST', url: '/scim/v2/Users', body: { userName: 'a@b', password: { hunter2: 1 } } })),
      ...(await noted({
        method: 'PATCH',
        url: `/scim/v2/Users/${id}`,
        body: { Operations: [{ op: 'replace', path: 'password', value: { hunter2: 1 } }] },
      })),
      ...(await noted({ url: '/scim/v2/Users?filter=password%20eq%20%22hunter2%22' })),
    ];
    expect(entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
  });

  it.each([
    ['a second', 10_000, 1_000],
    ['no longer than the Lambda has left, its answer apart', 700, 600],
  ])('lets an answer wait %s at most', async (_, remaining, longest) => {
    const endpoint = endpointOf(operations);
    await endpoint.call({ url: '/scim/v2/Users?filter=userName%20is%20mad', remaining });
    const noticed = Date.parse(endpoint.lines[0]?.timestamp ?? '');
    const [deadline = 0, ...others] = endpoint.noteDeadlines;
    expect(others).toEqual([]);
    expect(deadline).toBeLessThanOrEqual(noticed + longest);
    expect(deadline).toBeGreaterThan(noticed + longest - 100);
  });

  it('T3: has that a key was used after its end, though the answer is as for any other', async () => {
    const endpoint = endpointOf(operations, { key: { deactivatedAt: '2026-11-01T00:00:00Z' } });
    const { statusCode, body } = await endpoint.call({ url: '/scim/v2/Users' });
    const strange = await endpoint.call({ url: '/scim/v2/Users', key: strangeKey });
    expect([statusCode, body]).toEqual([401, strange.body]);
    expect(endpoint.noted).toMatchObject([
      { actor: 'key-full', operation: 'GET /Users', status: 401, code: 'keyDeactivated', target: { type: 'key' } },
    ]);
  });
});

describe('the activity log of real requests', () => {
  let table: TestTable;
  let registry: Registry;
  beforeAll(async () => {
    table = await startTestTable();
    registry = tableRegistry(table);
  });
  afterAll(() => table.stop());

  it('P6: has each refused operation of a Bulk request, as the single request that it stands for', async () => {
    const world = await foundWorld({ registry });
    const { send } = await bulkClient(registry, world);
    const group = await world.groupNamed('Statsig-ProjectA-Admin');
    const stranger = world.clock.newId();
    const answers = await send([
      postUser('ada'),
      { method: 'POST', path: '/Users', bulkId: 'eve', data: { userName: 'eve@other.org' } },
      {
        method: 'PATCH',
        path: `/Groups/${group}`,
        data: { Operations: [{ op: 'add', path: 'members', value: [{ value: stranger }, { value: 'bulkId:ada' }] }] },
      },
      { method: 'PATCH', path: '/Users/bulkId:eve', data: { Operations: [] } },
      { method: 'DELETE', path: '/Nothing' },
      'nonsense',
      { method: 'PUT', path: '/Users/bulkId:ada', data: { userName: 5 } },
    ]);
    const ada = answers[0]?.location?.split('/').at(-1);
    expect(answers.map(({ status }) => status)).toEqual(['201', '403', '200', '409', '404', '400', '400']);
    const { entries } = await world.directory.activities({ log: 'noted', limit: 50 });
    const byPlace = entries
      .map(({ activity }) => activity)
      .toSorted((one, other) => (one.requestId < other.requestId ? -1 : 1));
    expect(byPlace).toMatchObject([
      {
        requestId: 'request-1#1',
        operation: 'POST /Users',
        code: 'domainNotAllowed',
        target: { name: 'eve@other.org' },
      },
      {
        requestId: 'request-1#2',
        operation: 'PATCH /Groups/{id}',
        outcome: 'partly',
        target: { type: 'group', id: group },
        skipped: { ids: [stranger], count: 1 },
      },
      { requestId: 'request-1#3', operation: 'PATCH /Users/{id}', status: 409, code: 'conflict' },
      { requestId: 'request-1#4', operation: 'POST /Bulk', status: 404 },
      { requestId: 'request-1#5', operation: 'POST /Bulk', status: 400, code: 'invalidSyntax' },
      { requestId: 'request-1#6', operation: 'PUT /Users/{id}', status: 400, target: { type: 'user', id: ada } },
    ]);
    expect(byPlace).toHaveLength(6);
  });

  it('takes few calls for a thousand refusals, and writes no more than the cap allows', async () => {
    const world = await foundWorld({ registry });
    const { send } = await bulkClient(registry, world);
    const posts = Array.from({ length: 1_000 }, (_, index) =>
      postUser(`p${index}`, { userName: `p${index}@other.org` }),
    );
    const { calls } = await attachRecorder(table.client).record(() => send(posts));
    const writes = calls.filter(({ name }) => name === 'BatchWriteItem');
    expect(writes).toHaveLength(12);
    const { entries } = await world.directory.activities({ log: 'noted', limit: 1_000 });
    expect(entries).toHaveLength(300);
  });
});

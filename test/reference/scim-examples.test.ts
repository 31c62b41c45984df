import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyRecord } from '#domain/key.ts';
import { hashKey } from '#domain/keys.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { searchOperations } from '#http/search-operations.ts';
import type { JsonObject } from '#scim/json.ts';
import { urns } from '#scim/urns.ts';
import { allResources } from '../support/bulk.ts';
import { eventOf, fullKey, invocation, readable } from '../support/endpoint.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, product } from '../support/world.ts';
import { printRecording, type Recording, repeatableIds } from './recording.ts';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const operations = {
  ...allResources,
  ...searchOperations,
  ...bulkOperations(allResources),
  ...discoveryOperations('https://www.rfc-editor.org/rfc/rfc7644'),
};

/** Calls one endpoint of everything, whose ids are the same in every run. */
async function startPlay() {
  const newId = repeatableIds();
  const clock = { now: () => new Date(), newId };
  const world = await foundWorld(table, { clock });
  const key: KeyRecord = {
    id: newId(),
    hash: hashKey(fullKey),
    organizationId: world.organization.id,
    name: 'Okta',
    scope: 'full',
    createdAt: clock.now().toISOString(),
  };
  const handler = scimEndpoint({
    operations,
    registry: { ...table.registry, key: async () => key, keyUsed: async () => undefined },
    product,
    publicHosts: [],
    newId,
    writeLine: () => undefined,
  });
  return async (method: string, path: string, body?: JsonObject, headers: Record<string, string> = {}) => {
    const request = { method, url: `/scim/v2${path}`, headers };
    const event = eventOf(body === undefined ? request : { ...request, body }, Object.keys(operations));
    return readable(await handler(event, invocation(600_000)));
  };
}

describe('the examples of SCIM', () => {
  it('are what the endpoint answers', async () => {
    const send = await startPlay();
    const recording: Recording = {};
    const record = async (name: string, method: string, path: string, request?: JsonObject, headers = {}) => {
      const { status, body } = await send(method, path, request, headers);
      const answers = { ...recording[name]?.answers, ...(body !== undefined && { [status]: body as JsonObject }) };
      recording[name] = { ...(request !== undefined && { request }), answers };
      return (body ?? {}) as { readonly id: string; readonly Resources: readonly { readonly id: string }[] };
    };
    const ada = {
      schemas: [urns.user, urns.enterpriseUser],
      externalId: '00u1a2b3c4d5e6f7g8h9',
      userName: 'ada@example.com',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
      active: true,
      [urns.enterpriseUser]: { department: 'Mathematics' },
    };
    const search = { schemas: [urns.searchRequest], filter: 'userName sw "ada"', attributes: ['userName'], count: 10 };
    const patch = (operation: JsonObject) => ({ schemas: [urns.patchOp], Operations: [operation] });

    const { id } = await record('createUser', 'POST', '/Users', ada);
    const admins = await record('listGroups', 'GET', '/Groups?filter=displayName%20eq%20%22Statsig-ProjectA-Admin%22');
    const group = `/Groups/${admins.Resources[0]?.id}`;
    await record(
      'patchGroup',
      'PATCH',
      `${group}?attributes=members`,
      patch({ op: 'add', path: 'members', value: [{ value: id }] }),
    );
    const promoted = patch({ op: 'replace', value: { title: 'Countess', [product.orgRole]: 'Admin' } });
    await record('patchUser', 'PATCH', `/Users/${id}`, promoted);
    await record('getUser', 'GET', `/Users/${id}`);
    await record('replaceUser', 'PUT', `/Users/${id}`, { ...ada, title: 'Countess of Lovelace' });
    await record('getGroup', 'GET', group);
    await record('replaceGroup', 'PUT', group, {
      schemas: [urns.group],
      displayName: 'Statsig-ProjectA-Admin',
      members: [{ value: id }],
    });
    const team = { schemas: [urns.group], displayName: 'Statsig-ProjectA-Design-Member', members: [{ value: id }] };
    await record('createGroup', 'POST', '/Groups', team);
    await record('listUsers', 'GET', '/Users?startIndex=1&count=100&filter=userName%20eq%20%22ada%40example.com%22');
    await record('searchUsers', 'POST', '/Users/.search', search);
    const named = { ...search, filter: 'displayName sw "Statsig-ProjectA-Design"', attributes: ['displayName'] };
    await record('searchGroups', 'POST', '/Groups/.search', named);
    await record('listResources', 'GET', '?filter=meta.resourceType%20eq%20%22User%22&attributes=userName');
    await record('searchResources', 'POST', '/.search', { ...search, filter: 'externalId pr' });
    await record('bulk', 'POST', '/Bulk', {
      schemas: [urns.bulkRequest],
      failOnErrors: 2,
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'grace', data: { userName: 'grace@example.com' } },
        {
          method: 'PATCH',
          path: group,
          data: patch({ op: 'add', path: 'members', value: [{ value: 'bulkId:grace' }] }),
        },
        { method: 'POST', path: '/Users', bulkId: 'other', data: { userName: 'ada@example.com' } },
      ],
    });
    await record('getServiceProviderConfig', 'GET', '/ServiceProviderConfig');
    await record('listResourceTypes', 'GET', '/ResourceTypes');
    await record('getResourceType', 'GET', '/ResourceTypes/Group');
    await record('getSchema', 'GET', `/Schemas/${urns.group}`);

    await record('refusals', 'GET', '/Users?filter=userName%20like%20%22ada%22');
    await record('refusals', 'GET', '/Users', undefined, { authorization: '' });
    await record('refusals', 'GET', '/Users/2819c223-7f76-453a-919d-413861904646');
    await record('refusals', 'DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"0.0"' });
    await record('refusals', 'POST', '/Groups', { ...team, displayName: 'Statsig-NewProject-Admin' });
    await record('refusals', 'POST', '/Users', ada);
    delete recording['refusals']?.request;
    await expect(printRecording(recording)).toMatchFileSnapshot('../../reference/scim-examples.json');
  });
});

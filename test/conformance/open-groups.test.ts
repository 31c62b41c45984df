import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { patchBody, scimClient, userBody, type Call } from '../support/scim-client.ts';

let server: RunningServer;
let call: Call;
beforeAll(async () => {
  server = await startLocalServer('--open');
  call = scimClient(server);
});
afterAll(() => server.stop());

describe('an organization with open groups', () => {
  it('G10: creates, renames and deletes an ordinary group with its members', async () => {
    const { body: user } = await call('POST', '/Users', userBody('anything goes'));
    const member = { value: String(user['id']) };
    const created = await call('POST', '/Groups', { displayName: 'Night shift', externalId: 'x1', members: [member] });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ displayName: 'Night shift', externalId: 'x1', members: [member] });

    const path = `/Groups/${String(created.body['id'])}`;
    expect(
      (await call('PATCH', path, patchBody({ op: 'replace', path: 'displayName', value: 'Day shift' }))).status,
    ).toBe(204);
    const found = await call('GET', `/Groups?filter=${encodeURIComponent('displayName eq "day SHIFT"')}`);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ displayName: 'Day shift', members: [member] }] });
    expect((await call('GET', `/Users/${member.value}`)).body).toMatchObject({
      groups: [{ value: created.body['id'], display: 'Day shift', type: 'direct' }],
    });

    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('GET', `/Users/${member.value}`)).body).not.toHaveProperty('groups.0');
  });

  it('G10: refuses the name of another group', async () => {
    expect((await call('POST', '/Groups', { displayName: 'Twice' })).status).toBe(201);
    expect((await call('POST', '/Groups', { displayName: 't W i C e' })).body).toMatchObject({
      scimType: 'uniqueness',
    });
    expect((await call('POST', '/Groups', { displayName: 'Statsig-ProjectA-Admin' })).status).toBe(409);
  });

  it('G10: makes a team of a project where the name reads as one', async () => {
    expect((await call('POST', '/Groups', { displayName: 'Statsig-ProjectA-Core-Admin' })).status).toBe(201);
    const sibling = await call(
      'GET',
      `/Groups?filter=${encodeURIComponent('displayName eq "Statsig-ProjectA-Core-Member"')}`,
    );
    expect(sibling.body).toMatchObject({ totalResults: 1 });
  });

  it('G10: says in /Schemas whether groups can be renamed', async () => {
    const generated = await startLocalServer();
    try {
      for (const [client, mutability] of [
        [call, 'readWrite'],
        [scimClient(generated), 'immutable'],
      ] as const) {
        const { body } = await client('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group');
        const attributes = body['attributes'] as readonly JsonObject[];
        expect(attributes.find(({ name }) => name === 'displayName')).toMatchObject({ mutability });
      }
    } finally {
      await generated.stop();
    }
  });
});

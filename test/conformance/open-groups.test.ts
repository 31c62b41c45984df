import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { scimClient, type Call } from '../support/scim-client.ts';

let server: RunningServer;
let call: Call;
beforeAll(async () => {
  server = await startLocalServer('--open');
  call = scimClient(server);
});
afterAll(() => server.stop());

describe('an organization with open groups', () => {
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

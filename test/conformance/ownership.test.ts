import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { patchBody, scimClient, userBody, type Answer, type Call } from '../support/scim-client.ts';

let server: RunningServer;
let call: Call;
let owner: string;
let ada: string;
let grace: string;
beforeEach(async () => {
  server = await startLocalServer();
  call = scimClient(server);
  const { body } = await call('GET', '/Users');
  owner = String((body['Resources'] as readonly JsonObject[])[0]?.['id']);
  ada = String((await call('POST', '/Users', userBody('ada@example.com'))).body['id']);
  grace = String((await call('POST', '/Users', userBody('grace@example.com'))).body['id']);
});
afterEach(() => server.stop());

describe('the owner', () => {
  it('O3: is replaced by PATCH, and becomes an Admin', async () => {
    expect(await setRole(ada, 'owner')).toMatchObject({ status: 200, body: { statsigOrgRole: 'Owner' } });
    expect(await roles()).toEqual(['Admin', 'Owner', 'Member']);
  });

  it('O3: is replaced by PUT, and becomes an Admin', async () => {
    const { body } = await call('GET', `/Users/${ada}`);
    expect(await call('PUT', `/Users/${ada}`, { ...body, statsigOrgRole: 'Owner' })).toMatchObject({ status: 200 });
    expect(await roles()).toEqual(['Admin', 'Owner', 'Member']);
  });

  it('O4: is not replaced again within the cooldown, nor given back', async () => {
    await setRole(ada, 'Owner');
    for (const id of [grace, owner]) {
      const { status, body } = await setRole(id, 'Owner');
      expect(status).toBe(403);
      expect(body['detail']).toMatch(/^Cannot set multiple owners\. ./u);
    }
    expect(await setRole(ada, 'Owner')).toMatchObject({ status: 200 });
    expect(await roles()).toEqual(['Admin', 'Owner', 'Member']);
  });

  it('O2: whose deactivation was refused is deactivated when ownership moves', async () => {
    expect(await setActive(owner, false)).toMatchObject({ status: 403 });
    await setRole(ada, 'Owner');
    expect((await call('GET', `/Users/${owner}`)).body).toMatchObject({ active: false, statsigOrgRole: 'Member' });
  });

  it('O2: whose refused deactivation was taken back stays active when ownership moves', async () => {
    expect(await setActive(owner, false)).toMatchObject({ status: 403 });
    expect(await setActive(owner, true)).toMatchObject({ status: 200 });
    await setRole(ada, 'Owner');
    expect((await call('GET', `/Users/${owner}`)).body).toMatchObject({ active: true, statsigOrgRole: 'Admin' });
  });

  it('O2: keeps the role through changes of other attributes, and without one', async () => {
    expect(
      await call('PATCH', `/Users/${owner}`, patchBody({ op: 'add', path: 'title', value: 'Boss' })),
    ).toMatchObject({
      status: 200,
      body: { title: 'Boss', statsigOrgRole: 'Owner' },
    });
    expect(await call('PATCH', `/Users/${owner}`, patchBody({ op: 'remove', path: 'statsigOrgRole' }))).toMatchObject({
      status: 200,
      body: { statsigOrgRole: 'Owner' },
    });
  });

  it('O5: cannot be somebody who is inactive', async () => {
    await setActive(ada, false);
    expect(await setRole(ada, 'Owner')).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    expect(await roles()).toEqual(['Owner', 'Member', 'Member']);
  });

  it('O6: can be named by the extension that Entra ID maps', async () => {
    const path = 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User:statsigOrgRole';
    expect(await call('PATCH', `/Users/${ada}`, patchBody({ op: 'Add', path, value: 'Owner' }))).toMatchObject({
      status: 200,
    });
    expect(await roles()).toEqual(['Admin', 'Owner', 'Member']);
  });
});

function setRole(id: string, role: string): Promise<Answer> {
  return call('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { statsigOrgRole: role } }));
}

function setActive(id: string, active: boolean): Promise<Answer> {
  return call('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { active } }));
}

async function roles(): Promise<unknown[]> {
  const users = await Promise.all([owner, ada, grace].map((id) => call('GET', `/Users/${id}`)));
  return users.map(({ body }) => body['statsigOrgRole']);
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { patchBody, scimClient, userBody, type Call } from '../support/scim-client.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let server: RunningServer;
let call: Call;
let user: string;
let group: string;
beforeAll(async () => {
  server = await startLocalServer();
  call = scimClient(server);
  const body = userBody('entra@example.com', { externalId: 'e1', roles: [], meta: { resourceType: 'User' } });
  user = String((await call('POST', '/Users', { ...body, emails: [] })).body['id']);
  const { body: groups } = await call('GET', `/Groups?filter=${encode('displayName eq "Statsig-MobileApp-Member"')}`);
  group = String((groups['Resources'] as readonly JsonObject[])[0]?.['id']);
});
afterAll(() => server.stop());

describe('what Entra ID sends', () => {
  it.each([
    ['userName', () => `userName eq "${randomUUID()}"`, 0],
    ['userName', () => 'userName eq "Entra@Example.com"', 1],
    ['externalId', () => 'externalId eq "e1"', 1],
    ['externalId', () => 'externalId eq "E1"', 0],
    ['id', () => `id eq "${user}"`, 1],
  ])('P1: finds users by %s', async (_, filter, totalResults) => {
    expect(await call('GET', `/Users?filter=${encode(filter())}`)).toMatchObject({
      status: 200,
      body: { totalResults },
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a title', { op: 'Add', path: 'title', value: 'Clerk' }, { title: 'Clerk' }],
    [
      'an email address that is not there yet',
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'entra@example.com' },
      { emails: [{ type: 'work', value: 'entra@example.com' }] },
    ],
    [
      'the same again, once',
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'entra@example.com' },
      { emails: [{ type: 'work', value: 'entra@example.com' }] },
    ],
    [
      'a department',
      { op: 'Replace', path: `${enterprise}:department`, value: 'Mail' },
      { [enterprise]: { department: 'Mail' } },
    ],
    [
      'a manager as text',
      { op: 'Add', path: `${enterprise}:manager`, value: 'm1' },
      { [enterprise]: { manager: { value: 'm1' } } },
    ],
    [
      'dotted names without a path',
      { op: 'replace', value: { 'name.givenName': 'En', [`${enterprise}:employeeNumber`]: '7' } },
      { name: { givenName: 'En' }, [enterprise]: { employeeNumber: '7' } },
    ],
    [
      'an attribute that nobody advertises',
      { op: 'Add', path: 'urn:example:other:2.0:User:shoeSize', value: 7 },
      { title: 'Clerk' },
    ],
    ['False as text', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['True as text', { op: 'Replace', path: 'active', value: 'True' }, { active: true }],
  ])('P2: patches %s', async (_, operation, expected) => {
    expect(await call('PATCH', `/Users/${user}`, patchBody(operation))).toMatchObject({ status: 200, body: expected });
    expect((await call('GET', `/Users/${user}`)).body).toMatchObject(expected);
  });

  it('G7: adds and removes members by a list of values', async () => {
    const value = [{ $ref: null, value: user }];
    expect(await call('PATCH', `/Groups/${group}`, patchBody({ op: 'Add', path: 'members', value }))).toMatchObject({
      status: 204,
    });
    expect((await call('GET', `/Groups/${group}`)).body).toMatchObject({ members: [{ value: user }] });
    expect(await call('PATCH', `/Groups/${group}`, patchBody({ op: 'Remove', path: 'members', value }))).toMatchObject({
      status: 204,
    });
    expect((await call('GET', `/Groups/${group}`)).body).not.toHaveProperty('members.0');
  });

  it('P5: leaves members out where it asks for that', async () => {
    await call('PATCH', `/Groups/${group}`, patchBody({ op: 'add', path: 'members', value: [{ value: user }] }));
    const filter = encode('displayName eq "statsig-mobileapp-member"');
    for (const path of [
      `/Groups/${group}?excludedAttributes=members`,
      `/Groups?excludedAttributes=members&filter=${filter}`,
    ]) {
      const { status, body } = await call('GET', path);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).toContain('"displayName":"Statsig-MobileApp-Member"');
      expect(JSON.stringify(body)).not.toContain('"members"');
    }
  });

  it('P2: answers a group PATCH with 200 where it asks for attributes', async () => {
    const request = patchBody({ op: 'replace', path: 'externalId', value: 'g1' });
    expect(await call('PATCH', `/Groups/${group}?excludedAttributes=members`, request)).toMatchObject({
      status: 200,
      body: { externalId: 'g1', displayName: 'Statsig-MobileApp-Member' },
    });
  });

  it('P5: heeds If-Match and If-None-Match', async () => {
    const { headers } = await call('GET', `/Users/${user}`);
    const version = headers.get('etag') ?? '';
    expect(
      await call('PATCH', `/Users/${user}`, patchBody({ op: 'add', path: 'title', value: 'Head' }), {
        'if-match': version,
      }),
    ).toMatchObject({ status: 200 });
    expect(
      await call('PATCH', `/Users/${user}`, patchBody({ op: 'add', path: 'title', value: 'Tail' }), {
        'if-match': version,
      }),
    ).toMatchObject({ status: 412 });
    const { headers: now } = await call('GET', `/Users/${user}`);
    expect((await call('GET', `/Users/${user}`, undefined, { 'if-none-match': now.get('etag') ?? '' })).status).toBe(
      304,
    );
  });

  it('U5: deletes a user for good, and a second time finds nobody', async () => {
    const { body } = await call('POST', '/Users', userBody('leaver@example.com'));
    const path = `/Users/${String(body['id'])}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await call('POST', '/Users', userBody('leaver@example.com'))).status).toBe(201);
  });
});

function encode(filter: string): string {
  return encodeURIComponent(filter).replaceAll('%20', '+');
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableRegistry } from '#storage/registry.ts';
import { type AdminClient, type AdminResponse, adminClient, problem } from '../support/admin.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';

let table: TestTable;
let admin: AdminClient;
/** The path of an organization with the domain example.com. */
let acme: string;

const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
const adaOf = (userName: string) => ({ userName, givenName: 'Ada', familyName: 'Lovelace' });
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
const uuid = expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);

beforeAll(async () => {
  table = await startTestTable();
  admin = adminClient(tableRegistry(table));
  acme = await found('Acme');
});

afterAll(() => table.stop());

async function found(name: string, settings: object = {}): Promise<string> {
  const { status, body } = await admin.post('/organizations', { name, domains: ['example.com'], owner });
  expect(status).toBe(201);
  const path = `/organizations/${idOf(body['organization'])}`;
  expect((await admin.patch(path, { settings })).status).toBe(200);
  return path;
}

function idOf(value: unknown): string {
  return (value as { id: string }).id;
}

async function make(path: string, body: object): Promise<string> {
  const response = await admin.post(path, body);
  expect(response).toMatchObject({ status: 201 });
  return idOf(response.body);
}

function items({ body }: AdminResponse): readonly Record<string, unknown>[] {
  return body['items'] as readonly Record<string, unknown>[];
}

/** Every page of a list, two items each. */
async function walk(path: string): Promise<readonly Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let cursor: unknown;
  do {
    const response = await admin.get(`${path}?limit=2${cursor === undefined ? '' : `&cursor=${String(cursor)}`}`);
    expect(response.status).toBe(200);
    expect(items(response).length).toBeLessThanOrEqual(2);
    all.push(...items(response));
    cursor = response.body['nextCursor'];
  } while (cursor !== undefined);
  return all;
}

describe('organizations', () => {
  it('are created with their owner, and found from then on where Location says', async () => {
    const created = await admin.post('/organizations', { name: 'New', domains: ['Example.com'], owner });
    expect(created).toMatchObject({
      status: 201,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: { organization: { id: uuid, name: 'New', domains: ['example.com'] }, owner: { userName: owner.userName } },
    });
    const path = `/organizations/${idOf(created.body['organization'])}`;
    expect(created.headers['location']).toBe(`https://api.test/admin/v1${path}`);
    expect(await admin.get(path)).toMatchObject({ status: 200, body: created.body['organization'] });
    expect((await walk('/organizations')).map(idOf)).toContain(idOf(created.body['organization']));
  });

  it('are two where the same is sent twice: their names are not unique', async () => {
    expect(await found('Twice')).not.toBe(await found('Twice'));
  });

  it('U2: are not created with an owner whom they do not admit', async () => {
    const refused = await admin.post('/organizations', { name: 'X', domains: ['other.com'], owner });
    expect(refused).toEqual(
      problem(403, 'domainNotAllowed', expect.stringMatching(/^User owner@example\.com is not/u)),
    );
  });

  it('change any part, and keep the rest', async () => {
    const path = await found('Parts');
    const settings = { groups: 'open', rateLimit: 5 };
    expect(await admin.patch(path, { settings })).toMatchObject({
      status: 200,
      body: { name: 'Parts', settings: { ...settings, ownerTransfer: 'scim', ownerTransferCooldown: 3600 } },
    });
    expect(await admin.patch(path, { name: 'Other', domains: ['*'] })).toMatchObject({
      body: { name: 'Other', domains: ['*'], settings },
    });
    expect(await admin.patch(path, {})).toMatchObject({ status: 200, body: { name: 'Other' } });
    expect(await admin.get(path)).toMatchObject({ body: { name: 'Other', domains: ['*'], settings } });
  });

  it('are deleted once their name confirms it, and exist for nobody from then on', async () => {
    const path = await found('Doomed');
    for (const query of ['', '?confirm=doomed', '?confirm=']) {
      const refused = await admin.remove(path + query);
      expect(refused).toEqual(problem(409, 'organizationRemovalUnconfirmed', expect.stringContaining('Please give')));
    }
    expect(await admin.remove(`${path}?confirm=Doomed`)).toMatchObject({ status: 204, body: {} });
    for (const { status, body } of [await admin.get(path), await admin.remove(`${path}?confirm=Doomed`)]) {
      expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'organizationNotFound' });
    }
  });
});

describe('projects, roles and teams', () => {
  it('are created with their groups, listed in pages, renamed and deleted', async () => {
    const project = await make(`${acme}/projects`, { name: 'Project A' });
    const place = `${acme}/projects/${project}`;
    const read = await admin.get(place);
    expect(read).toMatchObject({ status: 200, body: { id: project, name: 'Project A', createdAt: moment } });
    expect(read.body['groups']).toEqual(
      expect.arrayContaining([{ id: uuid, displayName: 'Statsig-ProjectA-Admin', role: 'Admin' }]),
    );
    expect(await admin.patch(place, { name: 'Project B' })).toMatchObject({ status: 200, body: { name: 'Project B' } });
    expect(await admin.patch(place, { name: 'Project B' })).toMatchObject({ status: 200, body: { name: 'Project B' } });
    expect((await walk(`${acme}/projects`)).map(({ name }) => name)).toContain('Project B');
    expect((await admin.remove(place)).status).toBe(204);
    expect(await admin.get(place)).toMatchObject({ status: 404 });
    expect(await admin.remove(place)).toMatchObject({ status: 404 });
  });

  it('G3: are refused where another has their name', async () => {
    await make(`${acme}/projects`, { name: 'Taken' });
    const project = await make(`${acme}/projects`, { name: 'Free' });
    for (const refused of [
      await admin.post(`${acme}/projects`, { name: 'taken' }),
      await admin.patch(`${acme}/projects/${project}`, { name: 'Taken' }),
    ]) {
      expect(refused).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('"Statsig-Taken-Admin"') },
      });
    }
  });

  it('G3: are refused where they would generate a group name that is taken, which the sentence tells', async () => {
    const open = await found('Open', { groups: 'open' });
    await make(`${open}/projects`, { name: 'Sun' });
    const sun = idOf((await walk(`${open}/projects`))[0]);
    await make(`${open}/projects/${sun}/teams`, { name: 'Flower' });
    // Team Flower of Sun has the group Statsig-Sun-Flower-Admin, and so would have the project Sun-Flower.
    const refused = await admin.post(`${open}/projects`, { name: 'Sun-Flower' });
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Statsig-Sun-Flower-Admin') },
    });
    expect((await walk(`${open}/projects`)).map(({ name }) => name)).toEqual(['Sun']);
  });

  it('G1: have a role for every project, of which the built-in ones stay', async () => {
    const organization = await found('Roles');
    const project = await make(`${organization}/projects`, { name: 'One' });
    const role = await make(`${organization}/roles`, { name: 'Auditor', rank: 50 });
    const { body } = await admin.get(`${organization}/projects/${project}`);
    expect(body['groups']).toEqual(
      expect.arrayContaining([{ id: uuid, displayName: 'Statsig-One-Auditor', role: 'Auditor' }]),
    );
    expect(await admin.patch(`${organization}/roles/${role}`, { rank: 60 })).toMatchObject({
      status: 200,
      body: { id: role, name: 'Auditor', rank: 60, builtIn: false },
    });
    const roles = await walk(`${organization}/roles`);
    expect(roles.map(({ name }) => name)).toEqual(['Admin', 'Member', 'Read-Only', 'Auditor']);
    const builtIn = `${organization}/roles/${idOf(roles[0])}`;
    expect(await admin.get(builtIn)).toMatchObject({ status: 200, body: { name: 'Admin', builtIn: true } });
    expect((await admin.patch(builtIn, { name: 'Boss' })).status).toBe(403);
    expect((await admin.remove(builtIn)).status).toBe(403);
    expect((await admin.remove(`${organization}/roles/${role}`)).status).toBe(204);
    expect((await admin.get(`${organization}/roles/${role}`)).status).toBe(404);
  });

  it('G1: have teams with two groups each', async () => {
    const organization = await found('Teams');
    const project = await make(`${organization}/projects`, { name: 'One' });
    const team = await make(`${organization}/projects/${project}/teams`, { name: 'Growth' });
    const place = `${organization}/teams/${team}`;
    expect(await admin.get(place)).toMatchObject({
      status: 200,
      body: { id: team, projectId: project, name: 'Growth', createdBy: 'console' },
    });
    expect((await admin.post(`${organization}/projects/${project}/teams`, { name: 'growth' })).status).toBe(409);
    expect(await admin.patch(place, { name: 'Sales' })).toMatchObject({ status: 200, body: { name: 'Sales' } });
    expect((await walk(`${organization}/projects/${project}/teams`)).map(idOf)).toEqual([team]);
    expect((await admin.remove(place)).status).toBe(204);
    expect((await admin.get(place)).status).toBe(404);
    expect((await admin.get(`${organization}/projects/${randomUUID()}/teams`)).status).toBe(404);
  });
});

describe('work that outlasts a request', () => {
  /** A client whose requests began five seconds ago: the answer is due, and writes still have three seconds. */
  function lateClient(): AdminClient {
    return adminClient(tableRegistry(table), { now: () => new Date(Date.now() - 5_000) });
  }

  it('is answered with 202 and can be followed, for a project', async () => {
    const project = await make(`${acme}/projects`, { name: 'Large' });
    const answer = await lateClient().remove(`${acme}/projects/${project}`);
    expect(answer).toMatchObject({
      status: 202,
      body: { kind: 'projectDeletion', targetId: project, status: 'running', startedAt: moment },
    });
    const change = `${acme}/changes/${idOf(answer.body)}`;
    expect(answer.headers['location']).toBe(`https://api.test/admin/v1${change}`);
    expect(await admin.get(change)).toMatchObject({ status: 200, body: { id: idOf(answer.body), targetId: project } });
    expect((await admin.get(`${acme}/projects/${project}`)).status).toBe(404);
  });

  it('can be followed though the organization is gone by it', async () => {
    const path = await found('Going');
    const answer = await lateClient().remove(`${path}?confirm=Going`);
    expect(answer).toMatchObject({ status: 202, body: { kind: 'organizationDeletion', status: 'running' } });
    expect((await admin.get(path)).status).toBe(404);
    expect(await admin.get(`${path}/changes/${idOf(answer.body)}`)).toMatchObject({
      status: 200,
      body: { kind: 'organizationDeletion' },
    });
  });
});

describe('members and the owner', () => {
  it('are created, found by the beginning of a name, changed and removed', async () => {
    const organization = await found('Members');
    const ada = await make(`${organization}/members`, { ...adaOf('ada@example.com'), orgRole: 'Admin' });
    const place = `${organization}/members/${ada}`;
    expect(await admin.get(place)).toMatchObject({
      status: 200,
      body: { id: ada, userName: 'ada@example.com', active: true, orgRole: 'Admin', groups: [] },
    });
    expect(items(await admin.get(`${organization}/members?query=AD`)).map(idOf)).toEqual([ada]);
    expect(await admin.patch(place, { active: false })).toMatchObject({ status: 200, body: { active: false } });
    expect(items(await admin.get(`${organization}/members`)).map(({ userName }) => userName)).toEqual([owner.userName]);
    expect(items(await admin.get(`${organization}/members?inactive=true`))).toHaveLength(2);
    expect((await admin.post(`${place}/restore`)).status).toBe(409);
    expect(await admin.patch(place, { active: true })).toMatchObject({ body: { active: true, orgRole: 'Member' } });
    expect(await admin.post(`${place}/restore`)).toMatchObject({ status: 200, body: { member: { orgRole: 'Admin' } } });
    expect((await admin.post(`${place}/restore`)).status).toBe(409);
    expect(await admin.remove(place)).toMatchObject({ status: 204, body: {} });
    expect((await admin.remove(place)).status).toBe(404);
    expect((await walk(`${organization}/members`)).map(({ userName }) => userName)).toEqual([owner.userName]);
  });

  it('U1, U2: are refused where SCIM would refuse them', async () => {
    const body = adaOf('unique@example.com');
    await make(`${acme}/members`, body);
    expect(await admin.post(`${acme}/members`, body)).toMatchObject({ status: 409, body: { code: 'userNameTaken' } });
    expect(await admin.post(`${acme}/members`, adaOf('ada@other.com'))).toEqual(
      problem(403, 'domainNotAllowed', expect.stringContaining('Please add the email domain "other.com"')),
    );
  });

  it('O1, O2: never lose their owner, and hand the ownership over by PUT …/owner', async () => {
    const organization = await found('Owned');
    const { body: before } = await admin.get(`${organization}/owner`);
    expect(before).toEqual({ userId: uuid, userName: owner.userName });
    const place = `${organization}/members/${String(before['userId'])}`;
    for (const refused of [
      await admin.remove(place),
      await admin.patch(place, { active: false }),
      await admin.patch(place, { orgRole: 'Member' }),
    ]) {
      expect(refused).toMatchObject({
        status: 403,
        body: { detail: expect.stringMatching(/^Owner cannot be modified/u) },
      });
    }
    const ada = await make(`${organization}/members`, adaOf('ada@example.com'));
    for (let times = 0; times < 2; times += 1) {
      expect(await admin.put(`${organization}/owner`, { userId: ada })).toMatchObject({
        status: 200,
        body: { userId: ada, userName: 'ada@example.com' },
      });
    }
    expect(await admin.get(place)).toMatchObject({ body: { orgRole: 'Admin', active: true } });
    expect((await admin.put(`${organization}/owner`, { userId: randomUUID() })).status).toBeGreaterThanOrEqual(400);
    expect(await admin.get(`${organization}/owner`)).toMatchObject({ body: { userId: ada } });
  });
});

describe('groups', () => {
  it('are listed and read, and take members in and out', async () => {
    const organization = await found('Groups');
    await make(`${organization}/projects`, { name: 'One' });
    const ada = await make(`${organization}/members`, adaOf('ada@example.com'));
    const groups = await walk(`${organization}/groups`);
    expect(new Set(groups.map(({ displayName }) => displayName))).toEqual(
      new Set(['Statsig-One-Admin', 'Statsig-One-Member', 'Statsig-One-Read-Only']),
    );
    const group = `${organization}/groups/${idOf(groups.find(({ role }) => role === 'Admin'))}`;
    const stranger = randomUUID();
    expect(await admin.patch(`${group}/members`, { add: [ada, stranger] })).toMatchObject({
      status: 200,
      body: { added: [ada], removed: [], skipped: [stranger] },
    });
    expect(await admin.get(group)).toMatchObject({ status: 200, body: { memberCount: 1, waiting: { count: 0 } } });
    expect(await walk(`${group}/members`)).toEqual([{ id: ada, userName: 'ada@example.com', active: true }]);
    expect(await admin.get(`${organization}/members/${ada}`)).toMatchObject({
      body: { access: { projects: [{ name: 'One', effectiveRole: 'Admin' }] } },
    });
    expect(await admin.patch(`${group}/members`, { remove: [ada] })).toMatchObject({ body: { removed: [ada] } });
    expect(await walk(`${group}/members`)).toEqual([]);
    expect((await admin.put(`${group}/roles`, { roles: [] })).status).toBeGreaterThanOrEqual(400);
  });
});

describe('keys', () => {
  it.each(['9999-12-31T23:59:59-14:00', '0000-01-01T00:00:00+14:00', '2027-02-30T00:00:00Z', 'tomorrow'])(
    'cannot end at %j, which no answer could tell',
    async (expiresAt) => {
      const organization = await found('Ends');
      expect(await admin.post(`${organization}/keys`, { name: 'Okta', expiresAt })).toMatchObject({
        status: 400,
        body: { code: 'requestNotTaken', errors: [{ pointer: '#/expiresAt' }] },
      });
    },
  );

  it('T2: are shown once, made anew and deactivated', async () => {
    const organization = await found('Keys');
    const created = await admin.post(`${organization}/keys`, { name: 'Okta', expiresAt: '2099-01-01T02:00:00+02:00' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        key: expect.stringMatching(/^scim-/u),
        scope: 'full',
        state: 'active',
        expiresAt: '2099-01-01T00:00:00.000Z',
      },
    });
    const id = idOf(created.body);
    const place = `${organization}/keys/${id}`;
    expect(created.headers['location']).toBe(`https://api.test/admin/v1${place}`);
    const read = await admin.get(place);
    expect(read).toMatchObject({ status: 200, body: { id, name: 'Okta', state: 'active' } });
    expect(read.body).not.toHaveProperty('key');
    const renewed = await admin.post(`${place}/regenerate`, { graceSeconds: 60 });
    expect(renewed).toMatchObject({ status: 200, body: { id, replaced: [{ until: moment }] } });
    expect(renewed.body['key']).not.toBe(created.body['key']);
    const again = await admin.call({ method: 'POST', path: `${place}/regenerate` });
    expect(again).toMatchObject({ status: 200, body: { id } });
    expect((await walk(`${organization}/keys`)).map(idOf)).toEqual([id]);
    for (let times = 0; times < 2; times += 1) expect((await admin.remove(place)).status).toBe(204);
    expect(await admin.get(place)).toMatchObject({ body: { state: 'deactivated', deactivatedAt: moment } });
    expect(await admin.post(`${place}/regenerate`, {})).toMatchObject({ status: 409, body: { code: 'keyEnded' } });
  });
});

describe('the activity log', () => {
  it('tells what the Console refused, who asked, and what to do about it', async () => {
    const organization = await found('Activity');
    const key = { method: 'POST', path: `${organization}/members`, body: adaOf('ada@other.com') };
    const userArn = 'arn:aws:iam::123456789012:user/operator';
    const refused = await admin.call({ ...key, key: null, userArn });
    expect(refused.status).toBe(403);
    const { body } = await admin.get(`${organization}/activity?outcome=refused`);
    expect(body['items']).toMatchObject([
      {
        requestId: refused.body['requestId'],
        actor: { type: 'principal', id: userArn },
        outcome: 'refused',
        operation: 'POST /organizations/{org}/members',
        status: 403,
        code: 'domainNotAllowed',
        detail: refused.body['detail'],
        target: { type: 'organization' },
      },
    ]);
    expect(items(await admin.get(`${organization}/activity?actor=nobody`))).toEqual([]);
    expect(items(await admin.get(`${organization}/activity?to=2020-01-01T00:00:00Z`))).toEqual([]);
  });
});

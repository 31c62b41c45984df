import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKey } from '#domain/founding.ts';
import type { AccessLine } from '#http/access-log.ts';
import type { ScimHandler } from '#http/endpoint.ts';
import { tableRegistry } from '#storage/registry.ts';
import { loadDeployment } from '../../local/template.ts';
import { hashAdminKey } from '../../local/admin-key.ts';
import { adminEvent, adminKey, type AdminRequest } from '../support/admin.ts';
import { eventOf, invocation, readable, refused, type ShortRequest } from '../support/endpoint.ts';
import { pepperText, startTestTable, type TestTable } from '../support/engine.ts';
import { foundWorld, type World } from '../support/world.ts';

let table: TestTable;
let acme: World;
let acmeKey: string;
let otherKey: string;
const handlers = new Map<string, ScimHandler>();
let routes: readonly { readonly routeKey: string; readonly entry: string }[];

async function keyOf({ organization, directory, clock }: World): Promise<string> {
  const wanted = { organizationId: organization.id, name: 'Okta', scope: 'full' } as const;
  return (await createKey(directory, wanted, clock)).key;
}

beforeAll(async () => {
  table = await startTestTable();
  const world = { registry: tableRegistry(table), stop: () => table.stop() };
  acme = await foundWorld(world);
  acmeKey = await keyOf(acme);
  otherKey = await keyOf(await foundWorld(world));
  vi.stubEnv('TABLE_NAME', table.tableName);
  vi.stubEnv('PEPPER', pepperText);
  vi.stubEnv('DYNAMODB_ENDPOINT', table.endpoint);
  vi.stubEnv('ADMIN_KEY_HASH', hashAdminKey(adminKey));
  const deployment = await loadDeployment();
  routes = deployment.routes;
  for (const { entry } of deployment.functions) {
    const { handler } = (await import(`../../lambdas/handlers/${basename(entry, '.ts')}.ts`)) as {
      handler: ScimHandler;
    };
    handlers.set(entry, handler);
  }
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await table.stop();
});

/** Asks the Lambda that the template leads the request to. */
async function ask(request: ShortRequest) {
  const operations = routes
    .filter(({ routeKey }) => routeKey === '$default' || routeKey.includes(' /scim/v2/'))
    .map(({ routeKey }) => routeKey.replace(' /scim/v2/', ' /'));
  const event = eventOf({ key: acmeKey, ...request }, operations);
  const entry = routes.find(({ routeKey }) => routeKey === event.routeKey)?.entry ?? '';
  const handler = handlers.get(entry);
  if (handler === undefined) throw new Error(`No handler for ${event.routeKey}.`);
  return readable(await handler(event, invocation(10_000)));
}

/** Asks the Lambda that the template leads the request of the Console to. */
async function administer(request: AdminRequest) {
  const event = adminEvent(request);
  const entry = routes.find(({ routeKey }) => routeKey === event.routeKey)?.entry ?? '';
  const handler = handlers.get(entry);
  if (handler === undefined) throw new Error(`No handler for ${event.routeKey}.`);
  return readable(await handler(event, invocation(29_000)));
}

describe('the handlers, by the routes that CDK deploys', () => {
  it('leave one line for each request, which tells what it asked of the database, also where several run at once', async () => {
    await ask({ url: '/scim/v2/Users?count=0' });
    const print = vi.mocked(process.stdout.write).mockClear();
    await Promise.all([ask({ url: '/scim/v2/Users?count=0' }), ask({ url: `/scim/v2/Groups/${randomUUID()}` })]);
    const lines = print.mock.calls.map(([text]) => JSON.parse(String(text)) as AccessLine);
    const of = (operation: string) => lines.filter((line) => line.operation === operation);
    expect(of('GET /Users')).toMatchObject([{ status: 200, database: { writeUnits: 0 } }]);
    expect(of('GET /Users')[0]?.database?.readUnits).toBeGreaterThan(0);
    expect(of('GET /Groups/{id}')).toMatchObject([{ status: 404, refusal: 'groupNotFound' }]);
    expect(of('GET /Groups/{id}')[0]?.database?.calls).toBeGreaterThan(0);
  });

  it('serve users from creation to deletion', async () => {
    const body = { userName: 'ada@example.com', emails: [{ value: 'ada@example.com', primary: true }] };
    const created = await ask({ method: 'POST', url: '/scim/v2/Users', body });
    expect(created).toMatchObject({ status: 201, body });
    const { id } = created.body as { id: string };
    const url = `/scim/v2/Users/${id}`;
    expect(created.headers).toMatchObject({ location: `https://api.test${url}` });
    expect(await ask({ url })).toEqual({ ...created, status: 200 });
    expect(await ask({ url: '/scim/v2/Users?filter=userName%20eq%20%22ADA@example.com%22' })).toMatchObject({
      body: { totalResults: 1, Resources: [created.body] },
    });
    const patch = { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
    expect(await ask({ method: 'PATCH', url, body: patch })).toMatchObject({ status: 200, body: { active: false } });
    expect(await ask({ method: 'PUT', url, body: { ...body, active: true } })).toMatchObject({
      status: 200,
      body: { active: true },
    });
    expect((await ask({ method: 'DELETE', url })).status).toBe(204);
    expect((await ask({ url })).status).toBe(404);
  });

  it('serve groups and their members', async () => {
    const list = await ask({ url: '/scim/v2/Groups?filter=displayName%20eq%20%22Statsig-ProjectA-Admin%22' });
    const { Resources } = list.body as { Resources: readonly { id: string }[] };
    const url = `/scim/v2/Groups/${Resources[0]?.id ?? ''}`;
    const owner = (await ask({ url: '/scim/v2/Users' })).body as { Resources: readonly { id: string }[] };
    const value = [{ value: owner.Resources[0]?.id ?? '' }];
    const patch = { Operations: [{ op: 'add', path: 'members', value }] };
    expect(await ask({ method: 'PATCH', url, body: patch })).toEqual({
      status: 204,
      headers: { 'cache-control': 'no-store' },
    });
    expect(await ask({ url })).toMatchObject({ status: 200, body: { members: value } });
    expect((await ask({ method: 'DELETE', url })).status).toBe(403);
  });

  it('serve searches, at the root over all kinds', async () => {
    const body = { filter: 'userName eq "owner@example.com" or displayName eq "Statsig-ProjectA-Admin"' };
    const found = await ask({ method: 'POST', url: '/scim/v2/.search', body });
    expect(found).toMatchObject({
      status: 200,
      body: {
        totalResults: 2,
        Resources: [{ userName: 'owner@example.com' }, { displayName: 'Statsig-ProjectA-Admin' }],
      },
    });
    for (const kind of ['Users', 'Groups']) {
      const list = await ask({ url: `/scim/v2/${kind}` });
      expect(list.status).toBe(200);
      expect(await ask({ method: 'POST', url: `/scim/v2/${kind}/.search`, body: {} })).toEqual(list);
    }
    expect((await ask({ url: '/scim/v2/' })).status).toBe(404);
  });

  it('serve Bulk', async () => {
    const post = { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'bulk@example.com' } };
    const body = { Operations: [{ method: 'DELETE', path: '/Users/bulkId:a' }, post] };
    expect(await ask({ method: 'POST', url: '/scim/v2/Bulk', body })).toMatchObject({
      status: 200,
      body: { Operations: [{ status: '204' }, { bulkId: 'a', status: '201' }] },
    });
  });

  it('serve the Console, and what is beside its paths as the Console answers', async () => {
    const path = `/organizations/${acme.organization.id}`;
    expect(await administer({ path })).toMatchObject({ status: 200, body: { name: 'Acme' } });
    expect(await administer({ method: 'POST', path: `${path}/projects`, body: { name: 'New' } })).toMatchObject({
      status: 201,
      body: { name: 'New' },
    });
    const headers = { 'content-type': 'application/problem+json' };
    const log = `${path}/activity`;
    expect(await administer({ path: log })).toMatchObject({ status: 200, body: { items: expect.any(Array) } });
    expect(await administer({ method: 'POST', path: log, body: {} })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
      body: { detail: expect.stringContaining('GET, HEAD') },
    });
    expect(await administer({ path, key: null })).toMatchObject({ status: 401, headers });
    expect(await administer({ path, key: acmeKey })).toMatchObject({ status: 401, headers });
    expect(await administer({ path: '/nothing', key: null })).toMatchObject({ status: 404, headers });
  });

  it('serve discovery and whatever else is asked', async () => {
    expect((await ask({ url: '/scim/v2/ServiceProviderConfig', key: null })).status).toBe(200);
    expect((await ask({ url: '/scim/v2/Schemas' })).status).toBe(200);
    expect((await ask({ url: '/scim/v2/Me' })).status).toBe(501);
    expect((await ask({ method: 'DELETE', url: '/scim/v2/Users' })).status).toBe(404);
  });

  it("T1: answer 404 for another organization's user and group", async () => {
    const { Resources } = (await ask({ url: '/scim/v2/Users' })).body as { Resources: readonly { id: string }[] };
    const user = `/scim/v2/Users/${Resources[0]?.id ?? ''}`;
    const group = `/scim/v2/Groups/${await acme.groupNamed('Statsig-ProjectA-Member')}`;
    for (const url of [user, group]) {
      expect((await ask({ url })).status).toBe(200);
      expect((await ask({ url, key: otherKey })).status).toBe(404);
      expect((await ask({ method: 'DELETE', url, key: otherKey })).status).toBe(404);
    }
  });

  it('T4: refuse a key that nobody has', async () => {
    const answer = await ask({ url: '/scim/v2/Users', key: 'scim-none' });
    expect(answer).toMatchObject({ status: 401, body: { status: '401' } });
    expect(answer).toEqual(
      refused(401, (answer.body as { detail: string }).detail, undefined, {
        'www-authenticate': 'Bearer realm="SCIM"',
      }),
    );
  });

  it('fail at the start where the environment is incomplete', async () => {
    vi.resetModules();
    vi.stubEnv('TABLE_NAME', '');
    await expect(import('../../lambdas/handlers/users.ts')).rejects.toThrow(
      /^The environment of this function is not usable\. TABLE_NAME: /u,
    );
    vi.stubEnv('TABLE_NAME', table.tableName);
  });

  it.each(['users', 'groups', 'search', 'bulk', 'discovery', 'admin'])(
    'fail at the start where nothing says where the pepper is: %s',
    async (name) => {
      vi.resetModules();
      vi.stubEnv('PEPPER', undefined);
      await expect(import(`../../lambdas/handlers/${name}.ts`)).rejects.toThrow(
        'The environment of this function is not usable. PEPPER_SECRET_ARN: it is missing',
      );
      vi.stubEnv('PEPPER', pepperText);
    },
  );
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Registry } from '#domain/directory.ts';
import { adminOperations } from '#http/admin-operations.ts';
import { tableRegistry } from '#storage/registry.ts';
import { type AdminClient, adminClient, problem } from '../support/admin.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { contextOf, stamp, steadyClock, verbs } from '../support/world.ts';

let table: TestTable;
let registry: Registry;
let admin: AdminClient;
let acme: string;
let other: string;
/** What Acme has, by the segment of the path that names it. */
let idsOfAcme: Readonly<Record<string, string>>;
/** An ordinary group of Acme. */
let guides: string;

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
  admin = adminClient(registry);
  acme = await found('Acme');
  other = await found('Other');
  const place = `/organizations/${acme}`;
  const projects = await make(`${place}/projects`, { name: 'One' });
  const teams = await make(`${place}/projects/${projects}/teams`, { name: 'Growth' });
  const roles = await make(`${place}/roles`, { name: 'Auditor', rank: 50 });
  const members = await make(`${place}/members`, { userName: 'ada@example.com', givenName: 'Ada', familyName: 'L' });
  const keys = await make(`${place}/keys`, { name: 'Okta' });
  const { body } = await admin.get(`${place}/groups?limit=1`);
  const [group] = body['items'] as { id: string }[];
  guides = await makeOrdinaryGroup('Guides');
  idsOfAcme = { projects, teams, roles, members, keys, groups: group?.id ?? '', changes: randomUUID() };
});

afterAll(() => table.stop());

async function found(name: string): Promise<string> {
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const { body } = await admin.post('/organizations', { name, domains: ['example.com'], owner });
  const { id } = body['organization'] as { id: string };
  await admin.patch(`/organizations/${id}`, { settings: { groups: 'open' } });
  return id;
}

async function make(path: string, body: object): Promise<string> {
  return String((await admin.post(path, body)).body['id']);
}

async function makeOrdinaryGroup(displayName: string): Promise<string> {
  const organization = await registry.organization(acme);
  if (organization === undefined) throw new Error('Acme is gone.');
  const context = contextOf(registry, organization, registry.directory(acme, stamp()), steadyClock());
  return String((await verbs(context).createGroup(displayName))['id']);
}

/** Bodies that are in order, by operation. */
const bodies: Readonly<Record<string, object>> = {
  createOrganization: {
    name: 'X',
    domains: ['example.com'],
    owner: { userName: 'owner@example.com', givenName: 'O', familyName: 'W' },
  },
  changeOrganization: { name: 'Changed' },
  createProject: { name: 'Two' },
  renameProject: { name: 'Two' },
  createRole: { name: 'Guest', rank: 10 },
  changeRole: { name: 'Guest' },
  createTeam: { name: 'Sales' },
  renameTeam: { name: 'Sales' },
  createMember: { userName: 'new@example.com', givenName: 'N', familyName: 'W' },
  changeMember: { active: false },
  transferOwnership: { userId: '7c8e2f6a-3d1b-4a59-9f0e-1b2c3d4e5f60' },
  changeGroupMembers: { add: [] },
  changeMapping: { roles: [] },
  createKey: { name: 'New' },
  regenerateKey: { graceSeconds: 0 },
};

const operations = adminOperations.map((operation) => {
  const { method, path, operationId } = operation;
  return { operation, method, path, operationId, body: bodies[operationId] };
});
const inOrganization = operations.filter(({ operation }) => operation.scope === 'organization');
const onThings = inOrganization.filter(({ path }) => path.includes('{id}'));
const withBody = operations.filter(({ operation }) => operation.body !== undefined);

function fill(path: string, organization: string, id: string): string {
  return path.replace('{org}', organization).replace('{id}', id);
}

describe('T1: an organization that is not there', () => {
  it.each(inOrganization)('is 404 for $method $path', async ({ method, path, body }) => {
    for (const organization of [randomUUID(), 'acme', '%F0%9F%99%82', `${acme}x`]) {
      const response = await admin.call({ method, path: fill(path, organization, randomUUID()), body });
      expect(response).toEqual(
        problem(404, 'organizationNotFound', expect.stringContaining('There is no organization')),
      );
    }
  });
});

describe('T1: the ids of another organization', () => {
  it.each(onThings)('are 404 for $method $path, as ids that were never given', async ({ method, path, body }) => {
    const id = idsOfAcme[path.split('/')[3] ?? ''] ?? '';
    const answers = [];
    for (const foreign of [id, randomUUID(), 'no-id', '%20']) {
      const response = await admin.call({ method, path: fill(path, other, foreign), body });
      expect(response).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
      answers.push(response.body['code']);
    }
    expect(new Set(answers).size).toBe(1);
  });

  it('are left as they are by all of these', async () => {
    for (const [segment, id] of Object.entries(idsOfAcme)) {
      if (segment === 'changes') continue;
      expect((await admin.get(`/organizations/${acme}/${segment}/${id}`)).status).toBe(200);
    }
  });

  it('are nobody in a body', async () => {
    const place = `/organizations/${other}`;
    const member = idsOfAcme['members'] ?? '';
    const transfer = await admin.put(`${place}/owner`, { userId: member });
    expect(transfer.status).toBe(404);
    const project = await make(`${place}/projects`, { name: 'One' });
    const { body } = await admin.get(`${place}/projects/${project}`);
    const [group] = body['groups'] as { id: string }[];
    expect(await admin.patch(`${place}/groups/${group?.id}/members`, { add: [member] })).toMatchObject({
      body: { added: [], skipped: [member] },
    });
    expect(await admin.get(`${place}/groups/${group?.id}`)).toMatchObject({ body: { memberCount: 0 } });
    const roles = [{ projectId: project, role: 'Admin' }];
    const mapping = await admin.put(`/organizations/${acme}/groups/${guides}/roles`, { roles });
    expect(mapping.status).toBeGreaterThanOrEqual(400);
    expect(await admin.get(`/organizations/${acme}/groups/${guides}/roles`)).toMatchObject({ body: { roles: [] } });
  });
});

describe('G10: the mapping of an ordinary group', () => {
  it('is what its members hold, whichever of them is asked', async () => {
    const place = `/organizations/${acme}`;
    const { projects = '', teams = '', members = '', groups = '' } = idsOfAcme;
    const roles = [
      { projectId: projects, role: 'Read-Only' },
      { teamId: teams, role: 'Member' },
    ];
    for (let times = 0; times < 2; times += 1) {
      expect(await admin.put(`${place}/groups/${guides}/roles`, { roles })).toMatchObject({
        status: 200,
        body: { groupId: guides, roles },
      });
    }
    expect((await admin.patch(`${place}/groups/${guides}/members`, { add: [members] })).status).toBe(200);
    expect(await admin.get(`${place}/members/${members}`)).toMatchObject({
      body: { access: { projects: [{ projectId: projects, effectiveRole: 'Read-Only' }], teams: [{ teamId: teams }] } },
    });
    expect((await admin.get(`${place}/groups/${groups}/roles`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('what an operation does not know', () => {
  it.each(withBody)('is refused in the body of $method $path, with the pointer to it', async (one) => {
    const { method, path, body } = one;
    const surprise = { ...body, 'sur/prise': 1 };
    const id = idsOfAcme[path.split('/')[3] ?? ''] ?? '';
    const response = await admin.call({ method, path: fill(path, acme, id), body: surprise });
    expect(response).toEqual(
      problem(400, 'requestNotTaken', expect.stringContaining('#/sur~1prise: This is not known here.'), {
        errors: [{ pointer: '#/sur~1prise', detail: 'This is not known here.' }],
      }),
    );
  });

  it.each(operations)('is refused in the query of $method $path, with its name', async ({ method, path, body }) => {
    const id = idsOfAcme[path.split('/')[3] ?? ''] ?? '';
    const response = await admin.call({ method, path: `${fill(path, acme, id)}?surprise=1`, body });
    expect(response).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'surprise', detail: 'This is not known here.' }] },
    });
  });

  it.each(withBody)('is no body at all for $method $path: none, no JSON, another type', async ({ method, path }) => {
    const id = idsOfAcme[path.split('/')[3] ?? ''] ?? '';
    const place = fill(path, acme, id);
    // A key is regenerated without a body too.
    const none = path.endsWith('/regenerate') ? [] : [undefined, ''];
    for (const body of [...none, '{"name"', '[]', 'null', '"text"']) {
      const response = await admin.call({ method, path: place, ...(body !== undefined && { body }) });
      expect(response).toMatchObject({
        status: 400,
        body: { code: expect.stringMatching(/^(?:invalidSyntax|requestNotTaken)$/u) },
      });
    }
    const headers = { 'content-type': 'text/xml' };
    expect((await admin.call({ method, path: place, body: '<a/>', headers })).status).toBe(415);
    expect((await admin.call({ method, path: place, body: ' '.repeat(1_000_001) })).status).toBe(413);
  });
});

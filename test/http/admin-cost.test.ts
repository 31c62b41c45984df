import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminOperations } from '#http/admin-operations.ts';
import { tableRegistry } from '#storage/registry.ts';
import { type AdminClient, adminClient } from '../support/admin.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { attachRecorder, type Recorder } from '../support/recorder.ts';
import { contextOf, foundWorld, stamp, verbs, type World } from '../support/world.ts';

let table: TestTable;
let recorder: Recorder;
let world: World;
let admin: AdminClient;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  const registry = tableRegistry({ ...table, client });
  world = await foundWorld({ registry }, { settings: { groups: 'open' } });
  admin = adminClient(registry);
  const { organization, project, team, clock } = world;
  const users = await Promise.all(Array.from({ length: 120 }, (_, n) => world.createUser(`p${n}@example.com`)));
  const members = users.map(({ id }) => ({ value: id ?? '' }));
  const context = contextOf(registry, organization, registry.directory(organization.id, stamp()), clock);
  const group = await verbs(context).createGroup('Guides', { members: members.slice(0, 40) });
  const key = await admin.post(`/organizations/${organization.id}/keys`, { name: 'Okta' });
  ids = {
    projects: project.id,
    teams: team.id,
    roles: 'admin',
    members: String(users[0]?.['id']),
    groups: String(group['id']),
    keys: String(key.body['id']),
  };
});

afterAll(() => table.stop());

const reads = adminOperations
  .filter(({ method, path }) => method === 'GET' && !path.includes('/changes/'))
  .map(({ path }) => ({ path, query: '' }));

/** Members are read after their group, which says what of them is still to be applied; and who they are after that. */
const membersOfGroup = '/organizations/{org}/groups/{id}/members';

describe('reads of the Console, the organization and the structure in memory', () => {
  it.each([
    ...reads,
    { path: '/organizations/{org}/members', query: '?query=p1' },
    { path: '/organizations/{org}/members', query: '?inactive=true&limit=200' },
    { path: '/organizations/{org}/activity', query: '?outcome=refused' },
  ])(
    'GET $path$query makes at most two calls one after the other, three for who is in a group',
    async ({ path, query }) => {
      const place = `${path.replace('{org}', world.organization.id)}${query}`;
      const url = place.replace('{id}', ids[path.split('/')[3] ?? ''] ?? '');
      expect(await admin.get(url)).toMatchObject({ status: 200 });
      const { result, depth } = await recorder.record(() => admin.get(url));
      expect(result.status).toBe(200);
      expect(depth).toBeLessThanOrEqual(path === membersOfGroup ? 3 : 2);
    },
  );

  it('looks for somebody by the beginning of a name without reading everybody', async () => {
    const { readUnits } = await recorder.record(() =>
      admin.get(`/organizations/${world.organization.id}/members?query=p77&limit=1`),
    );
    expect(readUnits).toBeLessThanOrEqual(6);
  });
});

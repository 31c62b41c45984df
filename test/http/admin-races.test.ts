import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableRegistry } from '#storage/registry.ts';
import { type AdminClient, adminClient, type AdminResponse } from '../support/admin.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';

let table: TestTable;
let admin: AdminClient;
let place: string;
let members: readonly string[];

beforeAll(async () => {
  table = await startTestTable();
  admin = adminClient(tableRegistry(table));
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const { body } = await admin.post('/organizations', { name: 'Acme', domains: ['example.com'], owner });
  place = `/organizations/${(body['organization'] as { id: string }).id}`;
  members = await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      const person = { userName: `p${n}@example.com`, givenName: 'P', familyName: String(n) };
      return String((await admin.post(`${place}/members`, person)).body['id']);
    }),
  );
});

afterAll(() => table.stop());

/** Sends as many at once as there are members, and gives how many were answered with which status. */
async function atOnce(send: (place: number) => Promise<AdminResponse>): Promise<Readonly<Record<string, number>>> {
  const answers = await Promise.all(members.map((_, n) => send(n)));
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('requests at once', () => {
  it('G3, U1: that create the same create it once, and say to the others that it is taken', async () => {
    const once = { 201: 1, 409: members.length - 1 };
    const person = { userName: 'same@example.com', givenName: 'S', familyName: 'E' };
    expect(await atOnce(() => admin.post(`${place}/projects`, { name: 'Same' }))).toEqual(once);
    expect(await atOnce(() => admin.post(`${place}/roles`, { name: 'Same', rank: 1 }))).toEqual(once);
    expect(await atOnce(() => admin.post(`${place}/members`, person))).toEqual(once);
    const { body } = await admin.get(`${place}/projects`);
    expect(body['items']).toMatchObject([{ name: 'Same' }]);
  });

  it('O1: that transfer the ownership to one each leave one owner', async () => {
    const counts = await atOnce((n) => admin.put(`${place}/owner`, { userId: members[n] }));
    expect((counts['200'] ?? 0) + (counts['409'] ?? 0)).toBe(members.length);
    expect(counts['200']).toBeGreaterThan(0);
    const { body } = await admin.get(`${place}/owner`);
    const people = (await admin.get(`${place}/members?limit=200`)).body['items'] as { id: string; orgRole: string }[];
    expect(people.filter(({ orgRole }) => orgRole === 'Owner')).toMatchObject([{ id: body['userId'] }]);
    expect(members).toContain(body['userId']);
  });

  it('that change different settings all take effect', async () => {
    const settings = [{ groups: 'open' }, { unknownMembers: 'reject' }, { groupNames: 'keep' }, { rateLimit: 7 }];
    const counts = await atOnce((n) => admin.patch(place, { settings: settings[n % settings.length] }));
    expect(counts).toEqual({ 200: members.length });
    expect(await admin.get(place)).toMatchObject({
      body: { settings: { groups: 'open', unknownMembers: 'reject', groupNames: 'keep', rateLimit: 7 } },
    });
  });

  it('that delete the same delete it once, and find nothing else', async () => {
    const { body } = await admin.post(`${place}/projects`, { name: 'Doomed' });
    const path = `${place}/projects/${String(body['id'])}`;
    const counts = await atOnce(() => admin.remove(path));
    expect(Object.keys(counts).every((status) => ['202', '204', '404'].includes(status))).toBe(true);
    expect((counts['202'] ?? 0) + (counts['204'] ?? 0)).toBe(1);
    expect((await admin.get(path)).status).toBe(404);
  });
});

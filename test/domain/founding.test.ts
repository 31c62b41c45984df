import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProject, addTeam, createKey, foundOrganization } from '../../lambdas/domain/founding.ts';
import { hashKey, isWellFormedKey } from '../../lambdas/domain/keys.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import { foundWorld, product, stamp, steadyClock } from '../support/world.ts';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

describe('founding', () => {
  it('O1: an organization has its owner from its creation on', async () => {
    const owner = { userName: 'Olivia@Example.com', givenName: 'Olivia', familyName: 'Owner' };
    const organization = await foundOrganization(
      table.registry,
      { name: 'Acme', domains: ['Example.COM'], owner },
      steadyClock(),
      stamp(),
    );
    expect(await table.registry.organization(organization.id)).toEqual(organization);
    expect(organization).toMatchObject({ domains: ['example.com'], settings: { groups: 'generated' } });
    const directory = table.registry.directory(organization.id, stamp());
    const { userId } = await directory.owner();
    expect(await directory.user(userId)).toMatchObject({
      profile: {
        attributes: { userName: 'Olivia@Example.com', emails: [{ value: 'Olivia@Example.com', primary: true }] },
      },
      standing: { owner: true, role: 'Admin', active: true },
    });
    expect(await directory.userIdByName('olivia@example.com')).toBe(userId);
  });

  it('P3: an organization has a secret of its own, with which its cursors are signed', async () => {
    const [one, other] = [await foundWorld(table), await foundWorld(table)];
    expect(Buffer.from(one.organization.secret, 'base64url')).toHaveLength(32);
    expect(one.organization.secret).not.toBe(other.organization.secret);
  });

  it('T2: a key is stored as a hash alone', async () => {
    const clock = steadyClock();
    const wanted = { organizationId: 'o', name: 'Okta', scope: 'full' as const, expiresAt: '2027-01-01T00:00:00.000Z' };
    const { key, record } = await createKey(table.registry.directory('o', stamp()), wanted, clock);
    expect(isWellFormedKey(key)).toBe(true);
    expect(record).toEqual({ ...wanted, id: record.id, hash: hashKey(key), createdAt: clock.now().toISOString() });
    expect(await table.registry.key(hashKey(key))).toEqual(record);
    expect(await table.registry.key(hashKey(`${key}x`))).toBeUndefined();
  });

  it('G3: a project or team whose groups would take a name is refused, and the names are in the refusal', async () => {
    const realm = await foundWorld(table);
    const taken = { status: 409, detail: expect.stringMatching(/Statsig-ProjectA-Admin/) };
    await expect(addProject(realm.directory, product, 'project a', realm.clock)).rejects.toMatchObject(taken);
    await expect(addTeam(realm.directory, product, realm.project.id, 'growth', realm.clock)).rejects.toMatchObject({
      status: 409,
    });
    expect((await realm.directory.structure()).projects).toHaveLength(2);
  });

  it('G1: a team needs a project of the organization', async () => {
    const realm = await foundWorld(table);
    await expect(addTeam(realm.directory, product, 'none', 'x', realm.clock)).rejects.toMatchObject({
      status: 404,
      code: 'projectNotFound',
    });
  });

  it('G3: two new projects at once are both created', async () => {
    const realm = await foundWorld(table);
    await Promise.all(['One', 'Two', 'Three'].map((name) => addProject(realm.directory, product, name, realm.clock)));
    const { projects } = await realm.directory.structure();
    expect(projects.map(({ name }) => name).toSorted()).toEqual(['Mobile App', 'One', 'Project A', 'Three', 'Two']);
  });
});

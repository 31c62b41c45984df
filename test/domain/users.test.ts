import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, Outcome } from '../../lambdas/domain/directory.ts';
import type { ScimError } from '../../lambdas/scim/errors.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { readPrecondition } from '../../lambdas/scim/version.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { contextOf, foundWorld, groupNames, idOf, memberIds, steadyClock, verbs } from '../support/world.ts';

let table: Table;
let world: World;
beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table);
});
afterAll(() => table.stop());

const jane: JsonObject = {
  externalId: '00u1',
  name: { givenName: 'Jane', familyName: 'Doe' },
  emails: [{ value: 'jane@example.com', type: 'work', primary: true }],
};

describe('creating a user', () => {
  it('U1: returns the userName as it was sent, and takes it for nobody else, case ignored', async () => {
    const user = await world.createUser('Jane.Doe@Example.com', jane);
    expect(user).toMatchObject({
      userName: 'Jane.Doe@Example.com',
      active: true,
      statsigOrgRole: 'Member',
      externalId: '00u1',
    });
    await expect(world.createUser('jane.doe@example.com')).rejects.toMatchObject({
      status: 409,
      scimType: 'uniqueness',
      detail: expect.stringContaining('jane.doe@example.com'),
    });
  });

  it('U1: refuses a userName that is missing or no address', async () => {
    await expect(world.createUser('jane')).rejects.toMatchObject({ status: 400, scimType: 'invalidValue' });
    await expect(world.createUser('')).rejects.toMatchObject({ status: 400, scimType: 'invalidValue' });
  });

  it('U2: refuses a foreign domain, and admits it once the organization has it, whatever a Lambda remembers', async () => {
    await expect(world.createUser('x@foreign.net')).rejects.toMatchObject({
      status: 403,
      detail: expect.stringMatching(/^User x@foreign.net is not allowed to be created in this organization\. /),
    });
    const remembered = { ...world.organization, domains: [] };
    const forgetful = verbs(contextOf(table.registry, remembered, world.directory, world.clock));
    expect(await forgetful.createUser('fresh@example.com')).toMatchObject({ active: true });
  });

  it('U3: stores the enterprise extension, and neither the password nor what nobody advertised', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const user = await world.createUser('ent@example.com', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', urn, 'urn:acme:custom'],
      password: '1mz050nq',
      'urn:acme:custom': { a: 1 },
      shoeSize: 44,
      [urn]: { department: 'R&D', manager: { value: '26118915' } },
    });
    expect(await world.readUser(idOf(user))).toEqual({ ...user });
    expect(user[urn]).toMatchObject({ department: 'R&D', manager: { value: '26118915' } });
    expect(user['schemas']).toEqual(['urn:ietf:params:scim:schemas:core:2.0:User', urn]);
    expect(JSON.stringify(user)).not.toMatch(/1mz050nq|shoeSize|acme:custom/);
  });

  it('U7: never uses the id of a client', async () => {
    const user = await world.createUser('id@example.com', { id: 'mine', groups: [], meta: { version: 'x' } });
    expect(idOf(user)).not.toBe('mine');
  });

  it('U7: creates an inactive user where it says so', async () => {
    expect(await world.createUser('off@example.com', { active: 'False' })).toMatchObject({ active: false });
  });

  it('O4: refuses a second owner', async () => {
    await expect(world.createUser('o2@example.com', { statsigOrgRole: 'Owner' })).rejects.toMatchObject({
      status: 403,
      detail: expect.stringMatching(/^Cannot set multiple owners\. /),
    });
  });

  it('O5: refuses an owner who would be inactive', async () => {
    const body = { statsigOrgRole: 'Owner', active: false };
    await expect(world.createUser('o3@example.com', body)).rejects.toMatchObject({
      status: 400,
      scimType: 'invalidValue',
    });
  });

  it('O6: understands the role under its extension URN', async () => {
    const user = await world.createUser('urn@example.com', {
      'urn:ietf:params:scim:schemas:extension:statsig:2.0:User': { statsigOrgRole: 'admin' },
    });
    expect(user['statsigOrgRole']).toBe('Admin');
  });

  it('O6: shows the role by its first name alone, and takes it for no change when the second comes again', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User';
    const user = await world.createUser('again@example.com', { [urn]: { statsigOrgRole: 'Admin' } });
    expect(user).not.toHaveProperty([urn]);
    const again = [{ op: 'Add', path: `${urn}:statsigOrgRole`, value: 'Admin' }];
    expect(await world.patchUser(idOf(user), again)).toEqual(await world.readUser(idOf(user)));
    expect(await world.readUser(idOf(user))).toEqual(user);
  });
});

describe('replacing a user', () => {
  it('O6: lets the second name of the role count, since the first beside it may be what GET gave (U7)', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User';
    const user = await world.createUser('two-names@example.com');
    const mapped = { [urn.toUpperCase()]: { statsigOrgRole: 'Admin' }, ...(await world.readUser(idOf(user))) };
    expect(await world.putUser(idOf(user), mapped)).toMatchObject({ statsigOrgRole: 'Admin' });
    const dotted = { [`${urn}:statsigOrgRole`]: 'Member', ...mapped, [urn.toUpperCase()]: {}, statsigOrgRole: 'Admin' };
    expect(await world.putUser(idOf(user), dotted)).toMatchObject({ statsigOrgRole: 'Member' });
  });

  it('U7: takes back whatever GET gave, and changes nothing by it', async () => {
    const user = await world.createUser('back@example.com', jane);
    const read = await world.readUser(idOf(user));
    expect(await world.putUser(idOf(user), read)).toEqual(read);
  });

  it('U7: clears what it leaves out, but for active, the role and externalId', async () => {
    const user = await world.createUser('clear@example.com', {
      ...jane,
      title: 'Lead',
      statsigOrgRole: 'Admin',
      active: false,
    });
    const after = await world.putUser(idOf(user), { userName: 'clear@example.com', name: null });
    expect(after).toMatchObject({ active: false, statsigOrgRole: 'Admin', externalId: '00u1' });
    expect(after).not.toHaveProperty('title');
    expect(after).not.toHaveProperty('name');
    expect(await world.putUser(idOf(user), { userName: 'clear@example.com', externalId: null })).not.toHaveProperty(
      'externalId',
    );
  });

  it('U1: changes the userName, keeping id, memberships and role; the old name is free', async () => {
    const user = await world.createUser('before@example.com', { statsigOrgRole: 'Admin' });
    const group = await world.groupNamed('Statsig-MobileApp-Member');
    await world.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: idOf(user) }] }]);
    const after = await world.putUser(idOf(user), { userName: 'after@example.com' });
    expect(after).toMatchObject({ id: idOf(user), userName: 'after@example.com', statsigOrgRole: 'Admin' });
    expect(groupNames(after)).toEqual(['Statsig-MobileApp-Member']);
    await world.createUser('before@example.com');
    await expect(world.putUser(idOf(user), { userName: 'before@example.com' })).rejects.toMatchObject({ status: 409 });
  });

  it('U2: refuses to move to a foreign domain', async () => {
    const user = await world.createUser('stay@example.com');
    await expect(world.putUser(idOf(user), { userName: 'stay@foreign.net' })).rejects.toMatchObject({ status: 403 });
  });

  it('P5: refuses a version that is past', async () => {
    const user = await world.createUser('version@example.com');
    const version = String((user['meta'] as JsonObject)['version']);
    await world.putUser(idOf(user), { userName: 'version@example.com', title: 'a' }, readPrecondition(version));
    await expect(
      world.putUser(idOf(user), { userName: 'version@example.com', title: 'b' }, readPrecondition(version)),
    ).rejects.toMatchObject({ status: 412 });
  });

  it('P5: of two changes with one If-Match at once, one is refused with 412', async () => {
    const user = await world.createUser('matched@example.com');
    const precondition = readPrecondition(String((user['meta'] as JsonObject)['version']));
    const results = await Promise.allSettled([
      world.patchUser(idOf(user), [{ op: 'replace', path: 'title', value: 'x' }], precondition),
      world.patchUser(idOf(user), [{ op: 'replace', path: 'statsigOrgRole', value: 'Admin' }], precondition),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 412 } });
  });

  it('answers 404 for a user who does not exist', async () => {
    await expect(world.putUser('nobody', { userName: 'a@example.com' })).rejects.toMatchObject({ status: 404 });
    const { detail } = (await world.readUser('x'.repeat(5000)).catch((error: unknown) => error)) as ScimError;
    expect(detail).toContain(`"${'x'.repeat(100)}…"`);
  });
});

describe('deactivating and reactivating a user', () => {
  it('U4: by PATCH as Okta sends it: memberships and role go, and do not come back', async () => {
    const user = await world.createUser('leaves@example.com', { statsigOrgRole: 'Admin' });
    const group = await world.groupNamed('Statsig-ProjectA-Admin');
    await world.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: idOf(user) }] }]);
    const off = await world.patchUser(idOf(user), [{ op: 'replace', value: { active: false } }]);
    expect(off).toMatchObject({ active: false, statsigOrgRole: 'Member' });
    expect(off).not.toHaveProperty('groups');
    expect(memberIds(await world.readGroup(group))).toEqual([]);
    const standing = (await world.directory.standings([idOf(user)])).get(idOf(user));
    expect(standing?.taken).toMatchObject({ role: 'Admin', groups: new Set([group]) });
    const on = await world.patchUser(idOf(user), [{ op: 'Replace', path: 'active', value: 'True' }]);
    expect(on).toMatchObject({ active: true, statsigOrgRole: 'Member' });
    expect(on).not.toHaveProperty('groups');
  });

  it('U4: by PUT, as a custom app of Okta sends it', async () => {
    const user = await world.createUser('put-off@example.com', jane);
    const body = await world.readUser(idOf(user));
    expect(await world.putUser(idOf(user), { ...body, active: false })).toMatchObject({ active: false });
    expect(await world.putUser(idOf(user), { ...body, active: true })).toMatchObject({ active: true });
  });

  it('U4: ignores role and domain in the request that deactivates', async () => {
    const user = await world.createUser('gone@example.com');
    const operations = [
      { op: 'replace', path: 'active', value: 'False' },
      { op: 'replace', path: 'statsigOrgRole', value: 'Owner' },
      { op: 'replace', path: 'userName', value: 'gone@foreign.net' },
    ];
    expect(await world.patchUser(idOf(user), operations)).toMatchObject({
      active: false,
      userName: 'gone@foreign.net',
    });
  });

  it('U4: a role that nobody knows keeps no access alive', async () => {
    const user = await world.createUser('mistaken@example.com', { statsigOrgRole: 'Admin' });
    const wrong = { active: false, statsigOrgRole: 'Superuser' };
    expect(await world.patchUser(idOf(user), [{ op: 'replace', value: wrong }])).toMatchObject({ active: false });
    const list = { active: 'False', statsigOrgRole: ['Admin'] };
    expect(await world.patchUser(idOf(user), [{ op: 'replace', value: list }])).toMatchObject({ active: false });
    const listed = await world.createUser('mistaken3@example.com');
    const urn = 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User';
    const odd = {
      userName: 'mistaken3@example.com',
      Active: 'False',
      statsigOrgRole: 7,
      [urn]: { statsigOrgRole: [] },
    };
    expect(await world.putUser(idOf(listed), odd)).toMatchObject({ active: false });
    await expect(world.putUser(idOf(listed), { ...odd, Active: true })).rejects.toMatchObject({ status: 400 });
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const named = { userName: 'mistaken3@example.com', [`${core}:active`]: false, [core]: { statsigOrgRole: 7 } };
    expect(await world.putUser(idOf(listed), named)).toMatchObject({ active: false });
    await expect(world.putUser(idOf(listed), null)).rejects.toMatchObject({ status: 400 });
    const other = await world.createUser('mistaken2@example.com');
    const body = { userName: 'mistaken2@example.com', ...wrong };
    expect(await world.putUser(idOf(other), body)).toMatchObject({ active: false, statsigOrgRole: 'Member' });
  });

  it('U2: a deactivation and a reactivation at once never let a foreign address in', async () => {
    const user = idOf(await world.createUser('skew@example.com', { active: false }));
    const { directory } = world;
    let first = true;
    const slow: Directory = {
      ...directory,
      async changeUser(change) {
        if (first) {
          first = false;
          await world.patchUser(user, [{ op: 'replace', value: { active: false, userName: 'skew@foreign.net' } }]);
        }
        return directory.changeUser(change);
      },
    };
    const client = verbs(contextOf(table.registry, world.organization, slow, world.clock));
    await expect(client.patchUser(user, [{ op: 'replace', value: { active: true } }])).rejects.toMatchObject({
      status: 403,
    });
    expect(await world.readUser(user)).toMatchObject({ active: false, userName: 'skew@foreign.net' });
  });

  it('U2: the same in the other order', async () => {
    const user = idOf(await world.createUser('skew2@example.com', { active: false }));
    let first = true;
    const slow: Directory = {
      ...world.directory,
      async changeUser(change) {
        if (first) {
          first = false;
          await world.patchUser(user, [{ op: 'replace', value: { active: true } }]);
        }
        return world.directory.changeUser(change);
      },
    };
    const client = verbs(contextOf(table.registry, world.organization, slow, world.clock));
    const off = { active: false, userName: 'skew2@foreign.net' };
    expect(await client.patchUser(user, [{ op: 'replace', value: off }])).toMatchObject({ active: false });
    expect(await world.readUser(user)).toMatchObject({ active: false, userName: 'skew2@foreign.net' });
  });

  it('U2: checks the domain on reactivation', async () => {
    const user = await world.createUser('returns@example.com', { active: false });
    const moved = { ...world.organization, domains: ['other.org'] };
    const context = { ...world.context, organization: moved, refreshOrganization: async () => moved };
    const later = verbs(context);
    await expect(later.patchUser(idOf(user), [{ op: 'replace', value: { active: true } }])).rejects.toMatchObject({
      status: 403,
    });
    expect(await later.patchUser(idOf(user), [{ op: 'replace', path: 'title', value: 'x' }])).toMatchObject({
      title: 'x',
    });
  });

  it('G7: gives the memberships that were pushed meanwhile on reactivation', async () => {
    const user = await world.createUser('waits@example.com', { active: false });
    const group = await world.groupNamed('Statsig-ProjectA-Member');
    await world.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: idOf(user) }] }]);
    expect(memberIds(await world.readGroup(group))).not.toContain(idOf(user));
    const on = await world.patchUser(idOf(user), [{ op: 'replace', value: { active: true } }]);
    expect(groupNames(on)).toEqual(['Statsig-ProjectA-Member']);
    expect(memberIds(await world.readGroup(group))).toContain(idOf(user));
  });
});

describe('deleting a user', () => {
  it('U5: frees the userName and removes the memberships', async () => {
    const user = await world.createUser('deleted@example.com');
    const group = await world.groupNamed('Statsig-ProjectA-Read-Only');
    await world.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: idOf(user) }] }]);
    await world.deleteUser(idOf(user));
    await expect(world.readUser(idOf(user))).rejects.toMatchObject({ status: 404 });
    await expect(world.deleteUser(idOf(user))).rejects.toMatchObject({ status: 404 });
    expect(memberIds(await world.readGroup(group))).toEqual([]);
    await world.createUser('deleted@example.com');
  });
});

describe('patching a user', () => {
  it('P2: answers with the user, and a no-op succeeds', async () => {
    const user = await world.createUser('patch@example.com');
    const same = await world.patchUser(idOf(user), [{ op: 'replace', path: 'active', value: true }]);
    expect(same).toEqual(user);
    expect(await world.patchUser(idOf(user), [])).toEqual(user);
  });

  it('P5: dates the last change of either half', async () => {
    const clock = steadyClock();
    const realm = await foundWorld(table, { clock });
    const id = idOf(await realm.createUser('dated@example.com'));
    clock.set('2026-03-02T00:00:00.000Z');
    const titled = await realm.patchUser(id, [{ op: 'replace', path: 'title', value: 'x' }]);
    expect(titled['meta']).toMatchObject({
      lastModified: '2026-03-02T00:00:00.000Z',
      created: '2026-03-01T12:00:00.000Z',
    });
    clock.set('2026-03-03T00:00:00.000Z');
    const promoted = await realm.patchUser(id, [{ op: 'replace', path: 'statsigOrgRole', value: 'Admin' }]);
    expect(promoted['meta']).toMatchObject({ lastModified: '2026-03-03T00:00:00.000Z', version: 'W/"2.2"' });
  });

  it('U3: takes a password and keeps it nowhere, with a path and without', async () => {
    const user = await world.createUser('password@example.com');
    for (const path of ['password', 'urn:ietf:params:scim:schemas:core:2.0:User:Password']) {
      expect(await world.patchUser(idOf(user), [{ op: 'replace', path, value: '1mz050nq' }])).toEqual(user);
    }
    expect(await world.patchUser(idOf(user), [{ op: 'replace', value: { password: '1mz050nq' } }])).toEqual(user);
  });

  it('U1: cannot remove the userName', async () => {
    const user = await world.createUser('keep@example.com');
    await expect(world.patchUser(idOf(user), [{ op: 'remove', path: 'userName' }])).rejects.toMatchObject({
      scimType: 'mutability',
    });
    await expect(world.patchUser(idOf(user), [{ op: 'replace', value: { userName: null } }])).rejects.toMatchObject({
      scimType: 'invalidValue',
    });
  });

  it('O5: a removed role means Member', async () => {
    const user = await world.createUser('role@example.com', { statsigOrgRole: 'Admin' });
    expect(await world.patchUser(idOf(user), [{ op: 'remove', path: 'statsigOrgRole' }])).toMatchObject({
      statsigOrgRole: 'Member',
    });
    const urn = 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User:statsigOrgRole';
    expect(await world.patchUser(idOf(user), [{ op: 'Add', path: urn, value: 'ADMIN' }])).toMatchObject({
      statsigOrgRole: 'Admin',
    });
    await expect(world.patchUser(idOf(user), [{ op: 'add', path: urn, value: 'Root' }])).rejects.toMatchObject({
      scimType: 'invalidValue',
    });
  });

  it('P5: two at once both take effect', async () => {
    const user = await world.createUser('both@example.com');
    await Promise.all([
      world.patchUser(idOf(user), [{ op: 'replace', path: 'title', value: 'Lead' }]),
      world.patchUser(idOf(user), [{ op: 'replace', path: 'nickName', value: 'B' }]),
      world.patchUser(idOf(user), [{ op: 'replace', path: 'statsigOrgRole', value: 'Admin' }]),
    ]);
    expect(await world.readUser(idOf(user))).toMatchObject({ title: 'Lead', nickName: 'B', statsigOrgRole: 'Admin' });
  });
});

describe('the owner', () => {
  async function own() {
    const clock = steadyClock();
    const realm = await foundWorld(table, { clock });
    const owner = (await realm.directory.owner()).userId;
    const heir = idOf(await realm.createUser('heir@example.com'));
    return { ...realm, clock, owner, heir };
  }
  const protectedOwner = { status: 403, detail: expect.stringMatching(/^Owner cannot be modified\. /) };
  const several = { status: 403, detail: expect.stringMatching(/^Cannot set multiple owners\. /) };
  const role = (value: string): JsonObject[] => [{ op: 'replace', path: 'statsigOrgRole', value }];

  it('O2: keeps the role, stays active and is not deleted; other attributes and groups stay writable', async () => {
    const { owner, ...realm } = await own();
    await expect(realm.patchUser(owner, role('Admin'))).rejects.toMatchObject(protectedOwner);
    await expect(realm.patchUser(owner, [{ op: 'replace', value: { active: false } }])).rejects.toMatchObject(
      protectedOwner,
    );
    await expect(realm.deleteUser(owner)).rejects.toMatchObject(protectedOwner);
    expect(await realm.patchUser(owner, [{ op: 'replace', path: 'title', value: 'Chief' }])).toMatchObject({
      statsigOrgRole: 'Owner',
      title: 'Chief',
    });
    const group = await realm.groupNamed('Statsig-ProjectA-Admin');
    await realm.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: owner }] }]);
    expect(groupNames(await realm.readUser(owner))).toEqual(['Statsig-ProjectA-Admin']);
  });

  it('O3: is replaced by another user, in one step', async () => {
    const { owner, heir, ...realm } = await own();
    expect(await realm.patchUser(heir, role('owner'))).toMatchObject({ statsigOrgRole: 'Owner' });
    expect(await realm.readUser(owner)).toMatchObject({ statsigOrgRole: 'Admin', active: true });
    expect(await realm.directory.owner()).toMatchObject({ userId: heir, version: 2 });
    const { resources } = await realm.listUsers({ filter: 'statsigOrgRole eq "Owner"' });
    expect(resources.map(idOf)).toEqual([heir]);
    expect(await realm.patchUser(heir, role('Owner'))).toMatchObject({ statsigOrgRole: 'Owner' });
  });

  it('O3: is replaced together with a change of the profile', async () => {
    const { heir, ...realm } = await own();
    const body = { userName: 'heir2@example.com', statsigOrgRole: 'Owner' };
    expect(await realm.putUser(heir, body)).toMatchObject({ userName: 'heir2@example.com', statsigOrgRole: 'Owner' });
    await expect(realm.createUser('heir2@example.com')).rejects.toMatchObject({ status: 409 });
  });

  it('O3: is not replaced by a user whose new userName is taken', async () => {
    const { heir, owner, ...realm } = await own();
    await realm.createUser('taken@example.com');
    const body = { userName: 'taken@example.com', statsigOrgRole: 'Owner' };
    await expect(realm.putUser(heir, body)).rejects.toMatchObject({ status: 409 });
    expect((await realm.directory.owner()).userId).toBe(owner);
  });

  it('O4: is not replaced again within the cooldown, nor by the one before until another role was sent', async () => {
    const { owner, heir, clock, ...realm } = await own();
    await realm.patchUser(heir, role('Owner'));
    const third = idOf(await realm.createUser('third@example.com'));
    await expect(realm.patchUser(third, role('Owner'))).rejects.toMatchObject(several);
    clock.set('2026-03-01T13:00:01.000Z');
    await expect(realm.patchUser(owner, role('Owner'))).rejects.toMatchObject(several);
    await realm.patchUser(owner, role('Admin'));
    expect(await realm.patchUser(owner, role('Owner'))).toMatchObject({ statsigOrgRole: 'Owner' });
    expect(await realm.readUser(heir)).toMatchObject({ statsigOrgRole: 'Admin' });
  });

  it('O2: whose deactivation was refused is deactivated by the transfer', async () => {
    const { owner, heir, ...realm } = await own();
    const group = await realm.groupNamed('Statsig-ProjectA-Admin');
    await realm.patchGroup(group, [{ op: 'add', path: 'members', value: [{ value: owner }] }]);
    await expect(realm.patchUser(owner, [{ op: 'replace', value: { active: false } }])).rejects.toMatchObject(
      protectedOwner,
    );
    await expect(realm.patchUser(owner, [{ op: 'replace', value: { active: false } }])).rejects.toMatchObject(
      protectedOwner,
    );
    await realm.patchUser(heir, role('Owner'));
    expect(await realm.readUser(owner)).toMatchObject({ active: false, statsigOrgRole: 'Member' });
    expect(memberIds(await realm.readGroup(group))).toEqual([]);
  });

  it('O2: a later active true forgets the refused deactivation', async () => {
    const { owner, heir, ...realm } = await own();
    await expect(realm.patchUser(owner, [{ op: 'replace', value: { active: false } }])).rejects.toMatchObject(
      protectedOwner,
    );
    await realm.patchUser(owner, [{ op: 'replace', value: { active: true } }]);
    await realm.patchUser(heir, role('Owner'));
    expect(await realm.readUser(owner)).toMatchObject({ active: true, statsigOrgRole: 'Admin' });
  });

  it('O4: is refused to one who lost a race, without a cooldown too', async () => {
    const realm = await foundWorld(table, { settings: { ownerTransferCooldown: 0 } });
    const [slow = '', fast = ''] = await Promise.all(
      ['slow', 'fast'].map(async (name) => idOf(await realm.createUser(`${name}@example.com`))),
    );
    let first = true;
    const directory: Directory = {
      ...realm.directory,
      async changeUser(change) {
        if (first) {
          first = false;
          await realm.patchUser(fast, role('Owner'));
        }
        return realm.directory.changeUser(change);
      },
    };
    const client = verbs(contextOf(table.registry, realm.organization, directory, realm.clock));
    await expect(client.patchUser(slow, role('Owner'))).rejects.toMatchObject({
      status: 403,
      detail: expect.stringMatching(/^Cannot set multiple owners\. Another user became the owner/),
    });
    expect((await realm.directory.owner()).userId).toBe(fast);
  });

  it('O4: the same replacement sent four times at once succeeds four times', async () => {
    for (const ownerTransferCooldown of [0, 3600]) {
      const realm = await foundWorld(table, { settings: { ownerTransferCooldown } });
      for (let round = 0; round < 5; round++) {
        if (ownerTransferCooldown > 0 && round > 0) break;
        const heir = idOf(await realm.createUser(`twin${round}@example.com`));
        const twins = await Promise.all([1, 2, 3, 4].map(() => realm.patchUser(heir, role('Owner'))));
        expect(twins.map((user) => user['statsigOrgRole'])).toEqual(['Owner', 'Owner', 'Owner', 'Owner']);
      }
    }
  });

  it('O1: of 64 who take the ownership at once one gets it, the others 403; there is one owner throughout', async () => {
    const realm = await foundWorld(table, { settings: { ownerTransferCooldown: 0 } });
    const takers = await Promise.all(Array.from({ length: 64 }, (_, n) => realm.createUser(`taker${n}@example.com`)));
    const results = await Promise.allSettled(takers.map((user) => realm.patchUser(idOf(user), role('Owner'))));
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject(several);
    expect(results.length - refused.length).toBeGreaterThanOrEqual(1);
    const { resources } = await realm.listUsers({ count: '100' });
    const owners = resources.filter((user) => user['statsigOrgRole'] === 'Owner').map(idOf);
    expect(owners).toEqual([(await realm.directory.owner()).userId]);
    const flags = await realm.directory.standings(resources.map(idOf));
    expect([...flags.values()].filter(({ owner }) => owner).map(({ userId }) => userId)).toEqual(owners);
  });
});

describe('the outcomes of the store', () => {
  async function pretending(outcomes: Partial<Record<'changeUser' | 'removeUser', Outcome[]>>) {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('u@example.com'));
    const { directory } = realm;
    const pretend = (method: 'changeUser' | 'removeUser') => async (change: never) =>
      outcomes[method]?.shift() ?? directory[method](change);
    const pretender = { ...directory, changeUser: pretend('changeUser'), removeUser: pretend('removeUser') };
    const context = contextOf(table.registry, realm.organization, pretender as typeof directory, realm.clock);
    return { ...verbs(context), world: realm, user, owner: (await directory.owner()).userId };
  }
  const title: JsonObject[] = [{ op: 'replace', path: 'title', value: 'x' }];
  const role: JsonObject[] = [{ op: 'replace', path: 'statsigOrgRole', value: 'Owner' }];

  it('P5: a stale decision is made again', async () => {
    const { user, ...client } = await pretending({ changeUser: ['stale', 'stale'], removeUser: ['stale'] });
    expect(await client.patchUser(user, title)).toMatchObject({ title: 'x' });
    await client.deleteUser(user);
  });

  it('O2: the memory of a refused deactivation is written again when it was stale', async () => {
    const { owner, ...client } = await pretending({ changeUser: ['stale'] });
    await expect(client.patchUser(owner, [{ op: 'replace', value: { active: false } }])).rejects.toMatchObject({
      status: 403,
    });
  });

  it('O3: a transfer whose previous owner is gone is decided again', async () => {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('u@example.com'));
    let calls = 0;
    const directory: Directory = {
      ...realm.directory,
      standings: async (ids) => (++calls > 1 ? realm.directory.standings(ids) : new Map()),
    };
    const client = verbs(contextOf(table.registry, realm.organization, directory, realm.clock));
    expect(await client.patchUser(user, role)).toMatchObject({ statsigOrgRole: 'Owner' });
  });

  it('O4: a transfer to somebody who has just become the owner is no change', async () => {
    const realm = await foundWorld(table);
    const user = idOf(await realm.createUser('u@example.com'));
    const past = await realm.directory.user(user);
    await realm.patchUser(user, role);
    let calls = 0;
    const directory: Directory = {
      ...realm.directory,
      user: async (id) => (++calls > 1 ? realm.directory.user(id) : past),
    };
    const client = verbs(contextOf(table.registry, realm.organization, directory, realm.clock));
    expect(await client.patchUser(user, role)).toMatchObject({ statsigOrgRole: 'Owner' });
    expect((await realm.directory.owner()).version).toBe(2);
  });

  it('O3: a transfer that was stale is decided again', async () => {
    const { user, ...client } = await pretending({ changeUser: ['ownerMoved'] });
    expect(await client.patchUser(user, role)).toMatchObject({ statsigOrgRole: 'Owner' });
  });
});

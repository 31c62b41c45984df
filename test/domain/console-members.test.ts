import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeGroupMembers } from '../../lambdas/domain/console-groups.ts';
import { changeMapping } from '../../lambdas/domain/console-mapping.ts';
import { changeMember, createMember, readMember, removeMember } from '../../lambdas/domain/console-members.ts';
import { transferOwnership } from '../../lambdas/domain/console-owner.ts';
import { restoreMember } from '../../lambdas/domain/console-restore.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import { consoleOf } from '../support/console.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { foundWorld, idOf, steadyClock } from '../support/world.ts';

const start = '2026-03-01T12:00:00.000Z';
const later = '2026-03-02T12:00:00.000Z';
let table: Table;
let world: World;
let console: Console;
let clock: ReturnType<typeof steadyClock>;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = steadyClock(start);
  world = await foundWorld(table, { clock, settings: { groups: 'open' } });
  console = consoleOf(table.registry, world);
});

const ada = { userName: 'Ada@example.com', givenName: 'Ada', familyName: 'Lovelace', orgRole: 'Member' } as const;
const join = async (name: string, id: string): Promise<unknown> =>
  changeGroupMembers(console, await world.groupNamed(name), { add: [id], remove: [] });

describe('createMember', () => {
  it('creates an active member with the userName as primary email, whom SCIM sees', async () => {
    const member = await createMember(console, { ...ada, orgRole: 'Admin' });
    expect(member).toEqual({
      id: member.id,
      userName: 'Ada@example.com',
      givenName: 'Ada',
      familyName: 'Lovelace',
      active: true,
      orgRole: 'Admin',
      createdAt: start,
      modifiedAt: start,
      groups: [],
      waitingGroups: [],
      access: { projects: [], teams: [] },
    });
    expect(await world.readUser(member.id)).toMatchObject({
      userName: 'Ada@example.com',
      displayName: 'Ada Lovelace',
      emails: [{ value: 'Ada@example.com', type: 'work', primary: true }],
      active: true,
      statsigOrgRole: 'Admin',
    });
  });

  it('U1: refuses a userName that is taken, also by the same request sent twice at once', async () => {
    const both = await Promise.allSettled([createMember(console, ada), createMember(console, ada)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(createMember(console, { ...ada, userName: 'ADA@EXAMPLE.COM' })).rejects.toMatchObject({
      status: 409,
      code: 'userNameTaken',
    });
  });

  it.each([
    ['U1: a userName that is no address', 'ada', 400, 'userNameIsNoAddress'],
    ['U2: a domain that is not the organization’s', 'ada@other.com', 403, 'domainNotAllowed'],
  ])('refuses %s', async (_, userName, status, code) => {
    await expect(createMember(console, { ...ada, userName })).rejects.toMatchObject({ status, code });
  });

  it('U1: refuses no userName at all where every userName is admitted', async () => {
    const open = consoleOf(table.registry, await foundWorld(table, { domains: ['*'] }));
    await expect(createMember(open, { ...ada, userName: '' })).rejects.toMatchObject({ code: 'userNameIsNoAddress' });
    expect(await createMember(open, { ...ada, userName: 'ada' })).toMatchObject({ userName: 'ada' });
  });

  it.each([
    ['Teller', 'Teller'],
    ['', undefined],
  ])('shows who has one name or none as they are called: "%s"', async (givenName, shown) => {
    const { id } = await createMember(console, { ...ada, familyName: '', givenName });
    const { displayName, name: stored } = await world.readUser(id);
    expect(displayName).toBe(shown);
    expect(stored).toEqual({ givenName, familyName: '' });
  });

  it('O1: refuses the role Owner, and says where the ownership is transferred', async () => {
    await expect(createMember(console, { ...ada, orgRole: 'Owner' })).rejects.toMatchObject({
      status: 403,
      code: 'ownerByTransferOnly',
      detail: expect.stringContaining('PUT …/owner') as unknown,
    });
  });
});

describe('readMember', () => {
  it('G9, G10: shows the access of all groups together', async () => {
    const { id } = await createMember(console, ada);
    const own = idOf(await world.createGroup('Our people'));
    await changeMapping(console, own, {
      roles: [
        { projectId: world.project.id, role: 'admin' },
        { teamId: world.team.id, role: 'admin' },
      ],
    });
    for (const name of ['Our people', 'Statsig-ProjectA-Read-Only', 'Statsig-ProjectA-Growth-Member']) {
      await join(name, id);
    }
    const member = await readMember(console, id);
    expect(member.groups.map(({ displayName }) => displayName)).toEqual([
      'Our people',
      'Statsig-ProjectA-Growth-Member',
      'Statsig-ProjectA-Read-Only',
    ]);
    expect(member.access).toEqual({
      projects: [
        { projectId: world.project.id, name: 'Project A', roles: ['Admin', 'Read-Only'], effectiveRole: 'Admin' },
      ],
      teams: [
        {
          projectId: world.project.id,
          teamId: world.team.id,
          name: 'Growth',
          roles: ['Admin', 'Member'],
          effectiveRole: 'Admin',
        },
      ],
    });
  });

  it('U4, G7: shows what a deactivation took, and the groups that wait; both give nothing', async () => {
    const { id } = await createMember(console, { ...ada, orgRole: 'Admin' });
    await join('Statsig-ProjectA-Member', id);
    await world.patchUser(id, [{ op: 'replace', value: { active: false, externalId: 'okta-1' } }]);
    await join('Statsig-MobileApp-Member', id);
    expect(await readMember(console, id)).toMatchObject({
      active: false,
      orgRole: 'Member',
      externalId: 'okta-1',
      groups: [],
      waitingGroups: [{ displayName: 'Statsig-MobileApp-Member' }],
      access: { projects: [], teams: [] },
      taken: {
        at: start,
        orgRole: 'Admin',
        groups: [{ displayName: 'Statsig-ProjectA-Member' }],
        restorableUntil: '2026-03-31T12:00:00.000Z',
      },
    });
    clock.set('2026-03-31T12:00:00.001Z');
    expect(await readMember(console, id)).not.toHaveProperty('taken');
  });

  it('U4: says nothing of a deactivation that took nothing', async () => {
    const { id } = await createMember(console, ada);
    await changeMember(console, id, { active: false });
    expect(await readMember(console, id)).not.toHaveProperty('taken');
  });

  it('U4: says nothing of what was taken once the member has it again', async () => {
    const { id } = await createMember(console, { ...ada, orgRole: 'Admin' });
    await join('Statsig-ProjectA-Member', id);
    for (const active of [false, true]) await changeMember(console, id, { active });
    await join('Statsig-ProjectA-Member', id);
    expect(await readMember(console, id)).toHaveProperty('taken');
    expect(await changeMember(console, id, { orgRole: 'Admin' })).not.toHaveProperty('taken');
    await expect(restoreMember(console, id)).rejects.toMatchObject({ code: 'nothingToRestore' });
  });

  it('U4: gives back what was taken, although the directory deactivated once more', async () => {
    const { id } = await createMember(console, { ...ada, orgRole: 'Admin' });
    await join('Statsig-ProjectA-Member', id);
    for (const active of [false, true, false, true]) await world.patchUser(id, [{ op: 'replace', value: { active } }]);
    const { member, restoredGroups } = await restoreMember(console, id);
    expect(member.orgRole).toBe('Admin');
    expect(restoredGroups).toMatchObject([{ displayName: 'Statsig-ProjectA-Member' }]);
  });

  it('shows who has no name', async () => {
    const id = idOf(await world.createUser('nameless@example.com'));
    const member = await readMember(console, id);
    expect(member).not.toHaveProperty('givenName');
    expect(member).not.toHaveProperty('externalId');
  });

  it('O2: shows the owner, and the deactivation that SCIM was refused', async () => {
    const { userId } = await console.directory.owner();
    await expect(world.patchUser(userId, [{ op: 'replace', path: 'active', value: false }])).rejects.toMatchObject({
      code: 'ownerProtected',
    });
    expect(await readMember(console, userId)).toMatchObject({ orgRole: 'Owner', deactivationRefusedAt: start });
  });

  it('T1: answers 404 for another organization’s member, and for what is no id', async () => {
    const other = await foundWorld(table, { clock });
    const stranger = idOf(await other.createUser('stranger@example.com'));
    for (const id of [stranger, 'nobody', world.project.id]) {
      const refused = { status: 404, code: 'memberNotFound' };
      await expect(readMember(console, id)).rejects.toMatchObject(refused);
      await expect(changeMember(console, id, { active: false })).rejects.toMatchObject(refused);
      await expect(removeMember(console, id)).rejects.toMatchObject(refused);
    }
    expect(await other.readUser(stranger)).toMatchObject({ active: true });
  });
});

describe('changeMember', () => {
  it('sets role and activity in one write', async () => {
    const { id } = await createMember(console, ada);
    await changeMember(console, id, { active: false });
    clock.set(later);
    const before = await console.directory.user(id);
    const member = await changeMember(console, id, { orgRole: 'Admin', active: true });
    expect(member).toMatchObject({ active: true, orgRole: 'Admin', modifiedAt: later });
    expect((await console.directory.user(id))?.standing.revision).toBe((before?.standing.revision ?? 0) + 1);
  });

  it('changes nothing where nothing is wanted, or what is so already', async () => {
    const { id } = await createMember(console, ada);
    const before = await console.directory.user(id);
    await changeMember(console, id, {});
    await changeMember(console, id, { orgRole: 'Member', active: true });
    expect(await console.directory.user(id)).toEqual(before);
  });

  it('U4: a deactivation takes groups and role, whatever role is sent beside it', async () => {
    const { id } = await createMember(console, { ...ada, orgRole: 'Admin' });
    await join('Statsig-ProjectA-Member', id);
    const member = await changeMember(console, id, { active: false, orgRole: 'Admin' });
    expect(member).toMatchObject({ active: false, orgRole: 'Member', groups: [] });
    expect((await world.readGroup(await world.groupNamed('Statsig-ProjectA-Member')))['members']).toBeUndefined();
  });

  it('U2: refuses to reactivate whose domain was removed', async () => {
    const { id } = await createMember(console, ada);
    await changeMember(console, id, { active: false });
    const organization = { ...console.organization, domains: ['elsewhere.com'] };
    const moved = { ...console, organization, refreshOrganization: async () => organization };
    await expect(changeMember(moved, id, { active: true })).rejects.toMatchObject({ code: 'domainNotAllowed' });
  });

  it('O4: a role that is set ends the memory of having been the owner', async () => {
    const { userId: first } = await console.directory.owner();
    const { id } = await createMember(console, ada);
    await transferOwnership(console, { userId: id });
    const again = [{ op: 'replace', path: 'statsigOrgRole', value: 'Owner' }];
    await expect(world.patchUser(first, again)).rejects.toMatchObject({ code: 'ownershipLost' });
    await changeMember(console, first, { orgRole: 'Admin' });
    expect(await world.patchUser(first, again)).toMatchObject({ statsigOrgRole: 'Owner' });
  });

  it.each([{ orgRole: 'Admin' as const }, { orgRole: 'Member' as const }, { active: false }])(
    'O2: refuses %j for the owner, and does not remember it',
    async (wanted) => {
      const { userId } = await console.directory.owner();
      const before = await console.directory.user(userId);
      const refused = { status: 403, code: 'ownerProtected' };
      await expect(changeMember(console, userId, wanted)).rejects.toMatchObject(refused);
      await expect(removeMember(console, userId)).rejects.toMatchObject(refused);
      expect(await console.directory.user(userId)).toEqual(before);
    },
  );

  it('O2: activating the owner forgets the deactivation that SCIM was refused', async () => {
    const { userId } = await console.directory.owner();
    await expect(world.deleteUser(userId)).rejects.toMatchObject({ code: 'ownerProtected' });
    expect(await changeMember(console, userId, { active: true })).not.toHaveProperty('deactivationRefusedAt');
  });

  it('O1: refuses the role Owner', async () => {
    const { id } = await createMember(console, ada);
    await expect(changeMember(console, id, { orgRole: 'Owner' })).rejects.toMatchObject({
      code: 'ownerByTransferOnly',
    });
  });

  it('reads again where somebody else was faster: both changes take effect', async () => {
    const { id } = await createMember(console, ada);
    await Promise.all([
      changeMember(console, id, { orgRole: 'Admin' }),
      world.patchUser(id, [{ op: 'replace', path: 'title', value: 'Countess' }]),
    ]);
    expect(await world.readUser(id)).toMatchObject({ statsigOrgRole: 'Admin', title: 'Countess' });
    const { directory } = console;
    let rounds = 0;
    const slow: Console = {
      ...console,
      directory: {
        ...directory,
        changeUser: async (change) => (rounds++ < 2 ? 'stale' : directory.changeUser(change)),
      },
    };
    expect(await changeMember(slow, id, { orgRole: 'Member' })).toMatchObject({ orgRole: 'Member' });
    expect(rounds).toBe(3);
  });
});

describe('removeMember', () => {
  it('U5: removes the member for SCIM too, and frees the userName', async () => {
    const { id } = await createMember(console, ada);
    await join('Statsig-ProjectA-Member', id);
    await removeMember(console, id);
    await expect(world.readUser(id)).rejects.toMatchObject({ status: 404 });
    await expect(removeMember(console, id)).rejects.toMatchObject({ status: 404 });
    expect((await createMember(console, ada)).id).not.toBe(id);
  });
});

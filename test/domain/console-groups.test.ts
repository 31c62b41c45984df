import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Activity } from '../../lambdas/domain/activity.ts';
import {
  changeGroupMembers,
  listGroupMembers,
  listGroups,
  readGroupDetails,
} from '../../lambdas/domain/console-groups.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import { memberChangesTogether } from '../../lambdas/domain/limits.ts';
import { consoleOf, principal } from '../support/console.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { foundWorld, idOf, memberIds, steadyClock } from '../support/world.ts';

const start = '2026-03-01T12:00:00.000Z';
const keyId = '0b9f3a52-6d0e-4a83-9c7a-1f2e3d4c5b6a';
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

const people = async (count: number): Promise<string[]> =>
  (await Promise.all(Array.from({ length: count }, (_, n) => world.createUser(`p${n}@example.com`))))
    .map(idOf)
    .toSorted();
const add = (groupId: string, ids: readonly string[]): ReturnType<typeof changeGroupMembers> =>
  changeGroupMembers(console, groupId, { add: ids, remove: [] });
const deactivate = (id: string): Promise<unknown> =>
  world.patchUser(id, [{ op: 'replace', path: 'active', value: false }]);

describe('listGroups', () => {
  it('G1, G10: gives each group once, page by page, with where it comes from', async () => {
    const own = idOf(await world.createGroup('Our people', { externalId: 'okta-7' }));
    const groups = [];
    let cursor: string | undefined;
    do {
      const page = await listGroups(console, { limit: 3, ...(cursor !== undefined && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(3);
      groups.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const times = { createdAt: start, modifiedAt: start };
    expect(groups.map(({ id }) => id)).toEqual(groups.map(({ id }) => id).toSorted());
    expect(groups).toHaveLength(2 * 3 + 2 + 1);
    expect(groups.find(({ id }) => id === own)).toEqual({
      id: own,
      displayName: 'Our people',
      kind: 'ordinary',
      externalId: 'okta-7',
      ...times,
    });
    const { project, team } = world;
    expect(groups.find(({ displayName }) => displayName === 'Statsig-ProjectA-Read-Only')).toMatchObject({
      kind: 'project',
      projectId: project.id,
      role: 'Read-Only',
      ...times,
    });
    expect(groups.find(({ displayName }) => displayName === 'Statsig-ProjectA-Growth-Admin')).toMatchObject({
      kind: 'team',
      projectId: project.id,
      teamId: team.id,
      role: 'Admin',
      ...times,
    });
  });

  it('passes over a group that is gone by the structure', async () => {
    const { directory } = console;
    const gone = {
      ...console,
      directory: { ...directory, structure: async () => ({ ...(await directory.structure()), teams: [] }) },
    };
    const groupsBeside: typeof directory.groupsBeside = async (_, id, side, limit) =>
      directory.groupsBeside(await directory.structure(), id, side, limit);
    const { items } = await listGroups({ ...gone, directory: { ...gone.directory, groupsBeside } }, { limit: 50 });
    expect(items.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'project'));
  });

  it('ends with a page that is just full', async () => {
    expect(await listGroups(console, { limit: 8 })).not.toHaveProperty('nextCursor');
  });
});

describe('readGroupDetails', () => {
  it('G7: counts the active members, and names those who wait', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const [one = '', two = '', three = ''] = await people(3);
    await deactivate(two);
    await add(id, [one, two, three]);
    expect(await readGroupDetails(console, id)).toEqual({
      id,
      displayName: 'Statsig-ProjectA-Member',
      kind: 'project',
      projectId: world.project.id,
      role: 'Member',
      createdAt: start,
      modifiedAt: start,
      memberCount: 2,
      waiting: { count: 1, members: [{ id: two, userName: expect.any(String) as unknown, active: false }] },
    });
  });

  it('G7: shows the last push and whom it skipped, whatever the Console did since', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const entry = { at: start, requestId: 'r1', outcome: 'done', actions: ['group.members'] } as const;
    const skipped = { ids: ['gone'], count: 1 };
    const log: readonly Activity[] = [
      { ...entry, actor: principal, requestId: 'r4' },
      { ...entry, actor: 'rollcall', requestId: 'r3' },
      { ...entry, actor: keyId, requestId: 'deactivation', actions: ['user.left'], left: ['someone'] },
      { ...entry, actor: keyId, requestId: 'r2', outcome: 'partly', skipped },
      { ...entry, actor: keyId },
    ];
    const logged = (entries: readonly Activity[]): Console => ({
      ...console,
      directory: { ...console.directory, activityOf: async () => entries },
    });
    expect((await readGroupDetails(logged(log), id)).lastPush).toEqual({
      at: start,
      keyId,
      requestId: 'r2',
      outcome: 'partly',
      skipped,
    });
    expect((await readGroupDetails(logged(log.slice(4)), id)).lastPush).toEqual({
      at: start,
      keyId,
      requestId: 'r1',
      outcome: 'done',
    });
    const refused: Activity = { ...entry, actor: keyId, requestId: 'r5', outcome: 'refused', actions: [] };
    expect((await readGroupDetails(logged([refused, ...log]), id)).lastPush).toMatchObject({ outcome: 'refused' });
    expect(await readGroupDetails(logged(log.slice(0, 3)), id)).not.toHaveProperty('lastPush');
  });

  it('T1: answers 404 for another organization’s group, for what is no id, and for what is no group', async () => {
    const other = await foundWorld(table, { clock });
    const [someone = ''] = await people(1);
    for (const id of [await other.groupNamed('Statsig-ProjectA-Member'), 'none', someone]) {
      const refused = { status: 404, code: 'groupUnknown' };
      await expect(readGroupDetails(console, id)).rejects.toMatchObject(refused);
      await expect(listGroupMembers(console, id, { limit: 10 })).rejects.toMatchObject(refused);
      await expect(add(id, [someone])).rejects.toMatchObject(refused);
    }
  });
});

describe('listGroupMembers', () => {
  it('gives each member once, page by page, waiting ones too', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const ids = await people(45);
    await deactivate(ids[7] ?? '');
    await add(id, ids);
    const found = [];
    let cursor: string | undefined;
    do {
      const page = await listGroupMembers(console, id, { limit: 15, ...(cursor !== undefined && { cursor }) });
      expect(page.items).toHaveLength(15);
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(found.map((member) => member.id)).toEqual(ids);
    expect(found.filter(({ active }) => !active).map((member) => member.id)).toEqual([ids[7]]);
  });

  it('refuses the cursor of another group', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    await add(id, await people(2));
    const { nextCursor: cursor = '' } = await listGroupMembers(console, id, { limit: 1 });
    const other = await world.groupNamed('Statsig-ProjectA-Admin');
    await expect(listGroupMembers(console, other, { limit: 1, cursor })).rejects.toMatchObject({ status: 400 });
    await expect(listGroups(console, { limit: 1, cursor })).rejects.toMatchObject({ status: 400 });
  });
});

describe('changeGroupMembers', () => {
  it('G7, G8: adds and removes, and says what came of it; again is no change', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const [one = '', two = '', waiting = ''] = await people(3);
    await deactivate(waiting);
    expect(await add(id, [one, waiting])).toEqual({ added: [one, waiting], removed: [], skipped: [] });
    const wanted = { add: [one, two], remove: [waiting] };
    expect(await changeGroupMembers(console, id, wanted)).toEqual({ added: [two], removed: [waiting], skipped: [] });
    expect(await changeGroupMembers(console, id, wanted)).toEqual({ added: [], removed: [], skipped: [] });
    expect(memberIds(await world.readGroup(id))).toEqual([one, two].toSorted());
  });

  it('G7: skips unknown ids, or refuses them, as the organization is set', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const [one = ''] = await people(1);
    const unknown = [clock.newId(), 'nobody'];
    expect(await add(id, [one, ...unknown])).toEqual({ added: [one], removed: [], skipped: unknown });
    expect(world.notices).toEqual([{ kind: 'membersSkipped', groupId: id, ids: unknown, count: 2 }]);
    const settings = { ...console.organization.settings, unknownMembers: 'reject' as const };
    const strict = { ...console, refreshOrganization: async () => ({ ...console.organization, settings }) };
    await expect(changeGroupMembers(strict, id, { add: unknown, remove: [one] })).rejects.toMatchObject({
      status: 400,
      code: 'unknownMembers',
    });
    expect(memberIds(await world.readGroup(id))).toEqual([one]);
  });

  it('G7: refuses a group as a member', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const other = await world.groupNamed('Statsig-ProjectA-Admin');
    await expect(add(id, [other])).rejects.toMatchObject({ status: 400, code: 'groupAsMember' });
  });

  it('G8: adds and removes more members than one transaction holds', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const all = await people(memberChangesTogether + 11);
    expect((await add(id, all)).added).toEqual(all);
    expect((await readGroupDetails(console, id)).memberCount).toBe(all.length);
    const { removed } = await changeGroupMembers(console, id, { add: [], remove: all.slice(10) });
    expect(removed).toHaveLength(all.length - 10);
    expect((await readGroupDetails(console, id)).memberCount).toBe(10);
  });

  it('refuses to add and to remove the same member', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const [one = ''] = await people(1);
    await expect(changeGroupMembers(console, id, { add: [one], remove: [one] })).rejects.toMatchObject({
      status: 400,
      code: 'memberAddedAndRemoved',
    });
  });

  it('T1: knows no user of another organization', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const stranger = idOf(await (await foundWorld(table, { clock })).createUser('stranger@example.com'));
    expect(await add(id, [stranger])).toEqual({ added: [], removed: [], skipped: [stranger] });
  });

  it('G4: leaves the empty sibling of a team that SCIM created to the first POST that names it', async () => {
    await world.createGroup('Statsig-ProjectA-Design-Admin');
    const sibling = await world.groupNamed('Statsig-ProjectA-Design-Member');
    const [one = ''] = await people(1);
    await add(sibling, [one]);
    await expect(world.createGroup('Statsig-ProjectA-Design-Member')).rejects.toMatchObject({ code: 'groupNameTaken' });
    await changeGroupMembers(console, sibling, { add: [], remove: [one] });
    expect(idOf(await world.createGroup('Statsig-ProjectA-Design-Member'))).toBe(sibling);
  });

  it('P5: two changes at once both take effect', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const ids = await people(8);
    await Promise.all(ids.map((one) => add(id, [one])));
    expect(memberIds(await world.readGroup(id))).toEqual(ids);
  });
});

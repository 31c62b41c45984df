import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '../../lambdas/domain/context.ts';
import type { Directory, GroupChange, Outcome } from '../../lambdas/domain/directory.ts';
import { groupsOfUserLimit, memberChangeLimit, openChangeLimit } from '../../lambdas/domain/limits.ts';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { readPatchRequest } from '../../lambdas/scim/patch.ts';
import { selectAttributes } from '../../lambdas/scim/project.ts';
import { readPrecondition } from '../../lambdas/scim/version.ts';
import { groupUseCases } from '../../lambdas/domain/groups.ts';
import { sampleUser } from '../support/samples.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { anyVersion, contextOf, foundWorld, groupNames, idOf, memberIds, verbs } from '../support/world.ts';

let table: Table;
let world: World;
let people: string[];
beforeAll(async () => {
  table = await startTable();
  world = await foundWorld(table);
  people = await create(world, 6);
});
afterAll(() => table.stop());

async function create(realm: Pick<World, 'createUser'>, count: number): Promise<string[]> {
  const users = await Promise.all(
    Array.from({ length: count }, (_, n) => realm.createUser(`p${n}-${crypto.randomUUID()}@example.com`)),
  );
  return users.map(idOf).toSorted();
}

const values = (ids: readonly string[]): JsonObject[] => ids.map((value) => ({ value }));
const add = (...ids: string[]): JsonObject => ({ op: 'add', path: 'members', value: values(ids) });
const remove = (...ids: string[]): JsonObject => ({ op: 'Remove', path: 'members', value: values(ids) });
const replace = (...ids: string[]): JsonObject => ({ op: 'replace', path: 'members', value: values(ids) });

describe('reading a group', () => {
  it('G1: shows the generated groups with name, type and location, and no members where there are none', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Growth-Admin');
    expect(await world.readGroup(id)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      id,
      displayName: 'Statsig-ProjectA-Growth-Admin',
      meta: {
        resourceType: 'Group',
        created: '2026-03-01T12:00:00.000Z',
        lastModified: '2026-03-01T12:00:00.000Z',
        location: `https://scim.test/scim/v2/Groups/${id}`,
        version: 'W/"1"',
      },
    });
  });

  it('P5: reads no members where they are excluded', async () => {
    const id = await world.groupNamed('Statsig-ProjectA-Growth-Member');
    await world.patchGroup(id, [add(people[5] ?? '')]);
    const selection = selectAttributes(undefined, 'members', groupUseCases.resourceType(world.context));
    expect(await groupUseCases.read(world.context, id, selection)).not.toHaveProperty('members');
    const query = { filter: undefined, sort: undefined, startIndex: 1, cursor: undefined, count: 100, step: 100 };
    const { resources } = await groupUseCases.list(world.context, query, selection);
    expect(resources.some((group) => 'members' in group)).toBe(false);
  });

  it('T1: answers 404 for an id of another organization, and for one that is none', async () => {
    const other = await foundWorld(table);
    const id = await other.groupNamed('Statsig-ProjectA-Admin');
    await expect(world.readGroup(id)).rejects.toMatchObject({ status: 404 });
    await expect(world.readGroup('none')).rejects.toMatchObject({ status: 404 });
    await expect(world.deleteGroup(id)).rejects.toMatchObject({ status: 404 });
    await expect(world.patchGroup(id, [add(people[0] ?? '')])).rejects.toMatchObject({ status: 404 });
  });
});

describe('the members of a group', () => {
  it('G7: are added, removed, replaced and emptied; doing it again changes nothing', async () => {
    const [a = '', b = '', c = ''] = people;
    const id = await world.groupNamed('Statsig-ProjectA-Admin');
    expect(memberIds(await world.patchGroup(id, [add(a, b)]))).toEqual([a, b]);
    const before = await world.readGroup(id);
    expect(await world.patchGroup(id, [add(a, b), remove(c, 'nobody')])).toEqual(before);
    expect(groupNames(await world.readUser(a))).toEqual(['Statsig-ProjectA-Admin']);
    expect(memberIds(await world.patchGroup(id, [remove(a)]))).toEqual([b]);
    expect(memberIds(await world.patchGroup(id, [replace(c, a)]))).toEqual([a, c]);
    expect(groupNames(await world.readUser(b))).toEqual([]);
    expect(memberIds(await world.patchGroup(id, [{ op: 'remove', path: `members[value eq "${a}"]` }]))).toEqual([c]);
    expect(memberIds(await world.patchGroup(id, [replace()]))).toEqual([]);
  });

  it('G7: PUT without members leaves them; an empty list or null empties the group', async () => {
    const [a = '', b = ''] = people;
    const id = await world.groupNamed('Statsig-ProjectA-Member');
    const displayName = 'Statsig-ProjectA-Member';
    expect(memberIds(await world.putGroup(id, { displayName, members: values([a, b]) }))).toEqual([a, b]);
    expect(memberIds(await world.putGroup(id, { displayName }))).toEqual([a, b]);
    expect(memberIds(await world.putGroup(id, { displayName, members: [] }))).toEqual([]);
    await world.putGroup(id, { displayName, members: values([a]) });
    expect(memberIds(await world.putGroup(id, { displayName, members: null }))).toEqual([]);
  });

  it('G7: unknown ids are skipped and named in a notice; the rest is applied', async () => {
    const [a = ''] = people;
    const realm = await foundWorld(table);
    const [known = ''] = await create(realm, 1);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    expect(memberIds(await realm.patchGroup(id, [add(known, a, 'nobody')]))).toEqual([known]);
    expect(realm.notices).toEqual([{ kind: 'membersSkipped', groupId: id, ids: [a, 'nobody'], count: 2 }]);
  });

  it('G7: a full replacement that names nobody who is known is refused, and changes nothing', async () => {
    const [a = ''] = people;
    const id = await world.groupNamed('Statsig-ProjectA-Read-Only');
    await world.patchGroup(id, [add(a)]);
    const refusal = { status: 400, scimType: 'invalidValue', detail: expect.stringContaining('right organization') };
    await expect(world.patchGroup(id, [replace('x', 'y')])).rejects.toMatchObject(refusal);
    await expect(world.putGroup(id, { displayName: 'x', members: values(['x']) })).rejects.toMatchObject({
      status: 400,
    });
    expect(memberIds(await world.readGroup(id))).toEqual([a]);
  });

  it('G7: with unknownMembers: reject any unknown id refuses the request, the detail names up to ten', async () => {
    const realm = await foundWorld(table, { settings: { unknownMembers: 'reject' } });
    const [known = ''] = await create(realm, 1);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const unknown = Array.from({ length: 12 }, (_, n) => `ghost-${n}`);
    await expect(realm.patchGroup(id, [add(known, ...unknown)])).rejects.toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringMatching(/ghost-0, .*ghost-9 and 2 more\./),
    });
    expect(memberIds(await realm.readGroup(id))).toEqual([]);
    await expect(realm.patchGroup(id, [add('one-ghost')])).rejects.toMatchObject({
      detail: expect.not.stringContaining('more.'),
    });
    await expect(realm.patchGroup(id, [add('g'.repeat(5_000))])).rejects.toMatchObject({
      detail: expect.stringMatching(/: g{100}…\. Nothing/u),
    });
  });

  it('G7: a group as a member is refused, generated, ordinary or declared', async () => {
    const realm = await foundWorld(table, { settings: { groups: 'open' } });
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const other = await realm.groupNamed('Statsig-ProjectA-Member');
    const ordinary = idOf(await realm.createGroup('Everybody'));
    const refusal = {
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining('cannot be members of groups'),
    };
    await expect(realm.patchGroup(id, [add(other)])).rejects.toMatchObject(refusal);
    await expect(realm.patchGroup(id, [add(ordinary)])).rejects.toMatchObject(refusal);
    const declared = { op: 'add', path: 'members', value: [{ value: 'z', type: 'Group' }] };
    await expect(realm.patchGroup(id, [declared])).rejects.toMatchObject(refusal);
    const long = { op: 'add', path: 'members', value: [{ value: 'z'.repeat(5_000), type: 'Group' }] };
    await expect(realm.patchGroup(id, [long])).rejects.toMatchObject({
      detail: expect.stringMatching(/^"z{100}…" is a group/u),
    });
  });

  it('G7: a replacement drops waiting members that it does not name', async () => {
    const realm = await foundWorld(table);
    const [a = ''] = await create(realm, 1);
    const waiting = idOf(await realm.createUser('waiting@example.com', { active: false }));
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    await realm.patchGroup(id, [replace(a, waiting)]);
    expect(memberIds(await realm.readGroup(id))).toEqual([a]);
    await realm.patchGroup(id, [replace(a)]);
    const on = await realm.patchUser(waiting, [{ op: 'replace', value: { active: true } }]);
    expect(groupNames(on)).toEqual([]);
  });

  it('P2: are removed by a filter on what they are', async () => {
    const realm = await foundWorld(table);
    const ids = await create(realm, 3);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    await realm.patchGroup(id, [add(...ids)]);
    const [first = ''] = ids;
    const operation = { op: 'remove', path: `members[not (value eq "${first}")]` };
    expect(memberIds(await realm.patchGroup(id, [operation]))).toEqual([first]);
  });

  it(`G8: more than ${memberChangeLimit} changes are refused with 413 that names the limit, and nothing is changed`, async () => {
    const realm = await foundWorld(table);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    // Whoever is asked for is there.
    const standings = async (ids: readonly string[]) =>
      new Map(ids.map((userId) => [userId, sampleUser({}, {}, userId).standing]));
    const { directory, registry } = { ...realm, ...table };
    const crowded = verbs(contextOf(registry, realm.organization, { ...directory, standings }, realm.clock));
    const ids = Array.from({ length: memberChangeLimit + 1 }, () => randomUUID());
    await expect(crowded.patchGroup(id, [add(...ids)])).rejects.toMatchObject({
      status: 413,
      detail: expect.stringContaining(`${memberChangeLimit + 1} members, which is more than the limit of 20000`),
    });
    expect(memberIds(await realm.readGroup(id))).toEqual([]);
  });

  it(`G8: behind ${openChangeLimit} changes that are not applied no other is taken: 503 with Retry-After`, async () => {
    const realm = await foundWorld(table);
    const [user = ''] = await create(realm, 1);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const open = Array.from({ length: openChangeLimit }, () => randomUUID());
    const group = async (groupId: string) => {
      const found = await realm.directory.group(groupId);
      return found && { ...found, journal: { commits: openChangeLimit, open } };
    };
    const { directory, registry } = { ...realm, ...table };
    const crowded = verbs(contextOf(registry, realm.organization, { ...directory, group }, realm.clock));
    await expect(crowded.patchGroup(id, [add(user)])).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      code: 'tooManyOpenChanges',
    });
    // What concerns no member is taken.
    const operation = { op: 'add', path: 'externalId', value: 'e' };
    const { context } = realm;
    const operations = readPatchRequest({ Operations: [operation] }, groupUseCases.resourceType(context));
    const crowdedContext = contextOf(registry, realm.organization, { ...directory, group }, realm.clock);
    await groupUseCases.patch(crowdedContext, id, operations, anyVersion, undefined);
    expect(await realm.readGroup(id)).toMatchObject({ externalId: 'e' });
  });

  it('G7: two pushes at once never lose a member', async () => {
    const realm = await foundWorld(table);
    const ids = await create(realm, 64);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    await Promise.all(ids.map((user) => realm.patchGroup(id, [add(user)])));
    expect(memberIds(await realm.readGroup(id))).toEqual(ids);
  });

  it('G8: two replacements at once do not mix', async () => {
    const realm = await foundWorld(table);
    const ids = await create(realm, 8);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const sets = [ids.slice(0, 4), ids.slice(4)];
    await Promise.all(sets.map((set) => realm.patchGroup(id, [replace(...set)])));
    expect(sets).toContainEqual(memberIds(await realm.readGroup(id)));
  });

  it('G7: a waiting member is taken out by any filter that selects it', async () => {
    const realm = await foundWorld(table);
    const waiting = idOf(await realm.createUser('waiting@example.com', { active: false }));
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    await realm.patchGroup(id, [add(waiting)]);
    await realm.patchGroup(id, [{ op: 'remove', path: `members[value eq "${waiting}" and type eq "User"]` }]);
    const on = await realm.patchUser(waiting, [{ op: 'replace', value: { active: true } }]);
    expect(groupNames(on)).toEqual([]);
  });

  it('U6: members and groups lead to each other by $ref', async () => {
    const realm = await foundWorld(table);
    const [a = ''] = await create(realm, 1);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const after = await realm.patchGroup(id, [add(a)]);
    expect(after['members']).toEqual([{ value: a, $ref: `https://scim.test/scim/v2/Users/${a}`, type: 'User' }]);
    expect((await realm.readUser(a))['groups']).toEqual([
      { value: id, $ref: `https://scim.test/scim/v2/Groups/${id}`, display: 'Statsig-ProjectA-Admin', type: 'direct' },
    ]);
  });

  it('P5: a change with If-Match is refused at another version', async () => {
    const realm = await foundWorld(table);
    const [a = '', b = ''] = await create(realm, 2);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const { meta } = await realm.readGroup(id);
    const precondition = readPrecondition(String((meta as JsonObject)['version']));
    await realm.patchGroup(id, [add(a)], precondition);
    await expect(realm.patchGroup(id, [add(b)], precondition)).rejects.toMatchObject({ status: 412 });
    await expect(realm.deleteGroup(id, precondition)).rejects.toMatchObject({ status: 412 });
  });

  it('P5: of two changes with one If-Match at once, one is refused with 412', async () => {
    const realm = await foundWorld(table);
    const [a = '', b = ''] = await create(realm, 2);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const precondition = readPrecondition('W/"1"');
    const results = await Promise.allSettled([a, b].map((user) => realm.patchGroup(id, [add(user)], precondition)));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 412 } });
  });

  it('G8: a removal by filter and an addition at once give what one after the other gives', async () => {
    const realm = await foundWorld(table);
    const [a = '', b = '', c = ''] = await create(realm, 3);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    await realm.patchGroup(id, [add(a, b)]);
    let first = true;
    const directory: Directory = {
      ...realm.directory,
      async changeGroup(change) {
        if (first) {
          first = false;
          await realm.patchGroup(id, [add(c)]);
        }
        return realm.directory.changeGroup(change);
      },
    };
    const client = verbs(contextOf(table.registry, realm.organization, directory, realm.clock));
    const everybody = { op: 'remove', path: 'members[type eq "User"]' };
    expect(memberIds(await client.patchGroup(id, [everybody]))).toEqual([]);
  });

  it('G7: a user is in at most 5,000 groups', async () => {
    const realm = await foundWorld(table);
    const [a = ''] = await create(realm, 1);
    const id = await realm.groupNamed('Statsig-ProjectA-Admin');
    const full = new Set(Array.from({ length: groupsOfUserLimit }, (_, n) => String(n)));
    const directory = {
      ...realm.directory,
      standings: async (ids: readonly string[]) =>
        new Map([...(await realm.directory.standings(ids))].map(([key, value]) => [key, { ...value, groups: full }])),
    };
    const client = verbs(contextOf(table.registry, realm.organization, directory, realm.clock));
    await expect(client.patchGroup(id, [add(a)])).rejects.toMatchObject({ status: 413 });
  });
});

describe('the name and externalId of a group', () => {
  it('G6: the present name is no change, in any case and spacing; another is refused as mutability', async () => {
    const [a = ''] = people;
    const id = await world.groupNamed('Statsig-MobileApp-Admin');
    const rename = (displayName: string): JsonObject => ({ op: 'replace', value: { id: 'ignored', displayName } });
    expect(await world.patchGroup(id, [rename('statsig-Mobile App-ADMIN'), add(a)])).toMatchObject({
      displayName: 'Statsig-MobileApp-Admin',
    });
    const refusal = {
      status: 400,
      scimType: 'mutability',
      detail: expect.stringMatching(/^Group names cannot be changed via SCIM\. .*"Rename groups"/),
    };
    const long = { op: 'replace', path: 'externalId', value: 'e'.repeat(1025) };
    await expect(world.patchGroup(id, [long])).rejects.toMatchObject({ status: 413 });
    await expect(world.patchGroup(id, [rename('x'.repeat(300))])).rejects.toMatchObject(refusal);
    await expect(world.patchGroup(id, [rename('New Name')])).rejects.toMatchObject(refusal);
    await expect(world.patchGroup(id, [{ op: 'remove', path: 'displayName' }])).rejects.toMatchObject({
      scimType: 'mutability',
    });
    await expect(world.putGroup(id, { displayName: 'New Name', members: [] })).rejects.toMatchObject(refusal);
    expect(memberIds(await world.readGroup(id))).toEqual([a]);
  });

  it('G6: with groupNames: keep another name is ignored and noted, and the rest applied', async () => {
    const realm = await foundWorld(table, { settings: { groupNames: 'keep' } });
    const [a = ''] = await create(realm, 1);
    const id = await realm.groupNamed('Statsig-MobileApp-Admin');
    const after = await realm.patchGroup(id, [{ op: 'replace', path: 'displayName', value: 'New' }, add(a)]);
    expect(after).toMatchObject({ displayName: 'Statsig-MobileApp-Admin' });
    expect(memberIds(after)).toEqual([a]);
    expect(realm.notices).toEqual([{ kind: 'groupNameKept', groupId: id }]);
  });

  it('G10: externalId is stored, stays when left out, and goes when it is emptied', async () => {
    const id = await world.groupNamed('Statsig-MobileApp-Read-Only');
    const displayName = 'Statsig-MobileApp-Read-Only';
    expect(await world.patchGroup(id, [{ op: 'replace', value: { externalId: 'e1' } }])).toMatchObject({
      externalId: 'e1',
    });
    expect(await world.putGroup(id, { displayName })).toMatchObject({ externalId: 'e1' });
    expect(await world.putGroup(id, {})).toMatchObject({ externalId: 'e1', displayName });
    expect(await world.putGroup(id, { displayName, externalId: null })).not.toHaveProperty('externalId');
    await world.putGroup(id, { displayName, externalId: 'e2' });
    expect(await world.patchGroup(id, [{ op: 'remove', path: 'externalId' }])).not.toHaveProperty('externalId');
  });

  it('G10: an ordinary group is renamed and keeps its members; a taken or empty name is refused', async () => {
    const realm = await foundWorld(table, { settings: { groups: 'open' } });
    const [a = ''] = await create(realm, 1);
    const id = idOf(await realm.createGroup('Sales', { members: values([a]) }));
    await realm.createGroup('Support');
    const name = (value: string): JsonObject[] => [{ op: 'replace', path: 'displayName', value }];
    expect(memberIds(await realm.patchGroup(id, name('Sales EU')))).toEqual([a]);
    expect(await realm.groupNamed('sales eu')).toBe(id);
    expect((await realm.listGroups({ filter: 'displayName eq "Sales"' })).totalResults).toBe(0);
    await expect(realm.patchGroup(id, name('SUPPORT'))).rejects.toMatchObject({ status: 409 });
    await expect(realm.patchGroup(id, name('Statsig-ProjectA-Admin'))).rejects.toMatchObject({ status: 409 });
    await expect(realm.patchGroup(id, name('  '))).rejects.toMatchObject({ status: 400 });
    await expect(realm.patchGroup(id, name('x'.repeat(257)))).rejects.toMatchObject({ status: 413 });
    expect(await realm.patchGroup(id, name(''))).toMatchObject({ displayName: 'Sales EU' });
    expect(groupNames(await realm.readUser(a))).toEqual(['Sales EU']);
  });
});

describe('the outcomes of the store', () => {
  async function pretending(outcomes: Exclude<Outcome, 'ownerMoved' | 'tooLarge'>[]) {
    const realm = await foundWorld(table);
    const { directory } = realm;
    const changeGroup = async (change: GroupChange) => outcomes.shift() ?? directory.changeGroup(change);
    const { registry } = table;
    const notices: Notice[] = [];
    const context = contextOf(registry, realm.organization, { ...directory, changeGroup }, realm.clock, notices);
    return { ...verbs(context), context, notices, id: await realm.groupNamed('Statsig-ProjectA-Admin') };
  }
  const externalId: JsonObject[] = [{ op: 'add', path: 'externalId', value: 'e' }];

  it('P5: a stale decision is made again, and what it noticed is told once', async () => {
    const { id, notices, ...client } = await pretending(['stale', 'stale']);
    expect(await client.patchGroup(id, [...externalId, add('nobody')])).toMatchObject({ externalId: 'e' });
    expect(notices).toEqual([{ kind: 'membersSkipped', groupId: id, ids: ['nobody'], count: 1 }]);
  });

  it('G5: a group that was deleted meanwhile answers 404', async () => {
    const { id, ...client } = await pretending(['gone']);
    await expect(client.patchGroup(id, externalId)).rejects.toMatchObject({ status: 404 });
  });

  it('G3: a name that was taken meanwhile answers 409', async () => {
    const { id, ...client } = await pretending(['nameTaken']);
    await expect(client.patchGroup(id, externalId)).rejects.toMatchObject({ status: 409 });
  });

  it('P2: nothing is read for an answer without a body', async () => {
    const { id, context } = await pretending([]);
    const operations = readPatchRequest({ Operations: externalId }, groupUseCases.resourceType(context));
    expect(await groupUseCases.patch(context, id, operations, anyVersion, undefined)).toEqual({});
  });
});

import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '#domain/founding.ts';
import { openGroupKey } from '#storage/change-keys.ts';
import { openGroupItem } from '#storage/journal-items.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Session } from '#storage/session.ts';
import { exportOrganization } from '../../upkeep/export.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import { contentOf, exportFrom, importInto, temporaryFolder } from '../support/exports.ts';
import { startStreamedTable, type StreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';
import { foundWorld, idOf, verbs, contextOf, memberIds, stamp } from '../support/world.ts';

let table: StreamedTable;
let other: StreamedTable;
beforeAll(async () => {
  [table, other] = await Promise.all([startStreamedTable(), startStreamedTable()]);
});
afterAll(async () => {
  await Promise.all([table.stop(), other.stop()]);
});

/** An organization of each kind of thing that an export holds. */
async function foundAll() {
  const world = await foundWorld({ registry: tableRegistry(table) }, { settings: { groups: 'open' } });
  const people = await Promise.all(
    ['ada', 'bob', 'eve', 'joe'].map((name) =>
      world.createUser(`${name}@example.com`, {
        externalId: `x-${name}`,
        emails: [{ value: `${name}@example.com`, primary: true }],
        name: { givenName: name, familyName: 'Example\u2028Line' },
        title: 'Überprüferin 測試',
      }),
    ),
  );
  const [ada, bob, eve, joe] = people.map(idOf) as [string, string, string, string];
  const everybody = idOf(
    await world.createGroup('Everybody', { members: [{ value: ada }, { value: bob }, { value: joe }] }),
  );
  const growth = await world.groupNamed('Statsig-ProjectA-Growth-Member');
  await world.patchGroup(growth, [{ op: 'add', path: 'members', value: [{ value: ada }, { value: bob }] }]);
  await world.patchUser(bob, [{ op: 'replace', path: 'active', value: false }]);
  await world.patchGroup(everybody, [{ op: 'add', path: 'members', value: [{ value: bob }] }]);
  await world.deleteUser(eve);
  await table.drain();
  return { world, ada, bob, joe, everybody, growth };
}

describe('an export that is imported', () => {
  it('is the same organization: ids, versions, memberships, names and counts', async () => {
    const { world, ada, bob, everybody, growth } = await foundAll();
    const { id } = world.organization;
    const file = await exportFrom(table, id);
    expect(await importInto(other, { file })).toEqual({
      organization: { id, name: 'Acme' },
      users: 4,
      groups: 9,
      keysLeftOut: 0,
    });
    await other.drain();
    expect(await verifyOrganization(operatorSession(other, id), { whole: true })).toEqual([]);
    expect(await contentOf(await exportFrom(other, id))).toEqual(await contentOf(file));

    const registry = tableRegistry(other);
    const activities = await registry.directory(id, stamp()).activityOf(id, 10);
    expect(activities.map(({ actor, actions }) => [actor, actions])).toEqual([['verify', ['organization.created']]]);
    const organization = await registry.organization(id);
    expect(organization).toEqual({ ...world.organization, secret: expect.any(String), product: 'Statsig' });
    expect(organization?.secret).not.toBe(world.organization.secret);
    const there = verbs(
      contextOf(
        registry,
        world.organization,
        registry.directory(id, {
          actor: 'key',
          requestId: 'r',
          at: '2026-03-02T12:00:00.000Z',
          deadline: Date.now() + 60_000,
        }),
        world.clock,
      ),
    );
    for (const user of [ada, bob]) expect(await there.readUser(user)).toEqual(await world.readUser(user));
    for (const group of [everybody, growth]) expect(await there.readGroup(group)).toEqual(await world.readGroup(group));
    expect((await there.listUsers()).totalResults).toBe(4);
    expect((await there.listUsers({ filter: 'externalId eq "x-ada"' })).totalResults).toBe(1);
    await there.patchUser(bob, [{ op: 'replace', path: 'active', value: true }]);
    expect(memberIds(await there.readGroup(everybody))).toContain(bob);
    await other.drain();
    expect(await verifyOrganization(operatorSession(other, id), { whole: true })).toEqual([]);
  });

  it('holds no password, no key and nothing that a key is found by', async () => {
    const { world } = await foundAll();
    const { organization, directory, clock } = world;
    const wanted = { organizationId: organization.id, name: 'Okta', scope: 'full' } as const;
    const { key, record } = await createKey(directory, wanted, clock);
    await world.createUser('pat@example.com', { password: 'correct horse' });
    const file = await exportFrom(table, organization.id);
    const text = await readFile(file, 'utf8');
    for (const secret of [organization.secret, key, record.hash, 'correct horse']) expect(text).not.toContain(secret);
    const { hash: _, organizationId: __, ...told } = record;
    expect(text).toContain(JSON.stringify({ kind: 'key', ...told }));
    expect(await importInto(other, { file })).toMatchObject({ users: 5, keysLeftOut: 1 });
    expect(await tableRegistry(other).key(record.hash)).toBeUndefined();
  });
});

describe('an export while others write', () => {
  /** A session whose pauses somebody uses. */
  function sessionWith(organizationId: string, sleep: () => Promise<unknown>): Session {
    const session = operatorSession(table, organizationId);
    return { ...session, timing: { ...session.timing, sleep: async () => void (await sleep()) } };
  }

  it('G8: is read again where members change meanwhile, so that no push is in it by half', async () => {
    const { world, ada, joe, everybody } = await foundAll();
    const { id } = world.organization;
    const pushes = [[ada], [joe], [ada, joe]];
    const session = sessionWith(id, async () => {
      const members = pushes.shift()?.map((value) => ({ value }));
      if (members !== undefined)
        await world.patchGroup(everybody, [{ op: 'replace', path: 'members', value: members }]);
    });
    const file = join(await temporaryFolder(), 'export.jsonl');
    const read: number[] = [];
    await exportOrganization(session, { file, product: 'Statsig', progress: (users) => void read.push(users) });
    // Before each push, and once more after the last one.
    expect(read).toEqual([4, 4, 4, 4]);
    expect(await contentOf(file)).toEqual(await contentOf(await exportFrom(table, id)));
  });

  it('is refused where that never ends', async () => {
    const { world, ada, everybody } = await foundAll();
    let times = 0;
    const session = sessionWith(world.organization.id, () =>
      world.patchGroup(everybody, [
        {
          op: times++ % 2 === 0 ? 'remove' : 'add',
          ...(times % 2 === 1 ? { path: `members[value eq "${ada}"]` } : { path: 'members', value: [{ value: ada }] }),
        },
      ]),
    );
    const file = join(await temporaryFolder(), 'export.jsonl');
    const exporting = exportOrganization(session, { file, product: 'Statsig' });
    await expect(exporting).rejects.toThrow('changed while they were exported, 5 times');
  });

  it('G8: waits until a large change is applied, and is refused where nobody applies it', async () => {
    const { world, everybody } = await foundAll();
    const { id } = world.organization;
    const change = randomUUID();
    const [key, item] = [
      openGroupKey(id, everybody, change),
      openGroupItem(id, operatorSession(table, id).stamp, everybody, change),
    ];
    const put = new PutCommand({ TableName: table.tableName, Item: item });
    const documents = operatorSession(table, id).client;
    await documents.send(put);
    let pauses = 0;
    const applied = sessionWith(id, async () => {
      pauses += 1;
      if (pauses === 3) await documents.send(new DeleteCommand({ TableName: table.tableName, Key: key }));
    });
    const file = join(await temporaryFolder(), 'export.jsonl');
    await exportOrganization(applied, { file, product: 'Statsig' });
    expect(pauses).toBe(4);
    await documents.send(put);
    const second = exportOrganization(operatorSession(table, id), { file: `${file}.2`, product: 'Statsig' });
    await expect(second).rejects.toThrow(
      /^Changes of the organization are still being applied.* restore it to another second\.$/u,
    );
  });

  it('is refused while another one writes the same file, which is left whole', async () => {
    const { world } = await foundAll();
    const { id } = world.organization;
    const file = join(await temporaryFolder(), 'export.jsonl');
    let second: Promise<unknown> | undefined;
    const first = sessionWith(id, async () => {
      second ??= exportOrganization(operatorSession(table, id), { file, product: 'Statsig' }).catch(String);
      await second;
    });
    await exportOrganization(first, { file, product: 'Statsig' });
    expect(await second).toBe(
      `Refused: The file ${file}.part is there already: another export writes it, or one that was interrupted. ` +
        'Please wait for that one, or delete the file.',
    );
    expect(await importInto(other, { file })).toMatchObject({ users: 4 });
  });

  it('is refused where the file came while it was read, and leaves that one alone', async () => {
    const { world } = await foundAll();
    const { id } = world.organization;
    const file = join(await temporaryFolder(), 'export.jsonl');
    const session = sessionWith(id, () => writeFile(file, 'mine'));
    const exporting = exportOrganization(session, { file, product: 'Statsig' });
    await expect(exporting).rejects.toThrow(`The file ${file} is there already. Please name another one.`);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('is refused where the file is there, or the organization is not', async () => {
    const { world } = await foundAll();
    const file = await exportFrom(table, world.organization.id);
    const again = exportOrganization(operatorSession(table, world.organization.id), { file, product: 'Statsig' });
    await expect(again).rejects.toThrow(`The file ${file} is there already. Please name another one.`);
    const id = randomUUID();
    const none = exportOrganization(operatorSession(table, id), { file: `${file}.2`, product: 'Statsig' });
    await expect(none).rejects.toThrow(`There is no organization "${id}".`);
  });
});
